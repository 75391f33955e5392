import { FourierTransform } from './fft.ts';
import { MedianFinder } from './median.ts';
import { coherentGain, flatTopWindow } from './window.ts';

/** The rows of an M4S result, in their order. */
export const M4S_ROWS = ['minimum', 'maximum', 'mean', 'median', 'sample'] as const;

/** What a bin without any energy reads, dBm: finite, so that the numbers survive JSON. */
export const NO_POWER_DBM = -300;

const OHMS = 50;
/** From the power of a complex envelope to that of the real signal; the field uses 3 dB, not 3.0103. */
const RF_TO_BASEBAND_DB = 3;
/** Columns transposed together: wide enough to read whole cache lines, few enough to write them all at once. */
const STRIPE = 32;

/** How the statistics are to be read out. */
export interface M4sReading {
  /** Gain between the antenna port and the samples; taken off the result. */
  readonly gainDb: number;
  /** Which of the spectra the "sample" row shows, `[0, 1)` of all. */
  readonly samplePosition: number;
}

/**
 * Per-bin statistics (minimum, maximum, mean, median, one sample) over many spectra of a capture: flat top window,
 * 1/N-normalised FFT, power in 50 Ω, corrected for the window's coherent gain; not calibrated beyond `gainDb`.
 */
export class M4sAccumulator {
  readonly #fft: FourierTransform;
  readonly #window: number[];
  readonly #offsetDb: number;
  readonly #powers: Float32Array;
  readonly #capacity: number;
  #count = 0;

  /** @param fftCount the largest number of spectra; memory is 4 bytes × fftSize × fftCount */
  constructor(fftSize: number, fftCount: number) {
    this.#fft = new FourierTransform(fftSize);
    const window = flatTopWindow(fftSize);
    // Alternating signs in time are a shift by half the band in frequency: the lowest frequency comes out first.
    this.#window = Array.from(window, (value, n) => (n % 2 === 0 ? value : -value));
    this.#offsetDb =
      -10 * Math.log10(OHMS) -
      20 * Math.log10(fftSize) -
      20 * Math.log10(coherentGain(window)) +
      30 -
      RF_TO_BASEBAND_DB;
    this.#powers = new Float32Array(fftSize * fftCount);
    this.#capacity = fftCount;
  }

  /** Spectra taken so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes as many whole spectra as `samples` (interleaved I, Q, volts) holds, up to the capacity. */
  add(samples: Float32Array): void {
    const size = this.#fft.size;
    const blocks = Math.min(Math.floor(samples.length / (2 * size)), this.#capacity - this.#count);
    for (let block = 0; block < blocks; block++) {
      this.#transform(samples, block * 2 * size);
    }
  }

  #transform(samples: Float32Array, from: number): void {
    const { size, input, output } = this.#fft;
    const window = this.#window;
    const powers = this.#powers;
    for (let n = 0; n < size; n++) {
      const weight = window[n];
      input[2 * n] = samples[from + 2 * n] * weight;
      input[2 * n + 1] = samples[from + 2 * n + 1] * weight;
    }
    this.#fft.forward();
    const row = this.#count * size;
    for (let k = 0; k < size; k++) {
      const re = output[2 * k];
      const im = output[2 * k + 1];
      powers[row + k] = re * re + im * im;
    }
    this.#count++;
  }

  /**
   * Five rows of fftSize values in the order of `M4S_ROWS`, dBm, lowest frequency first.
   * @throws {RangeError} without a single spectrum, or when a sample was not finite
   */
  read({ gainDb, samplePosition }: M4sReading): Float32Array {
    if (this.#count === 0) throw new RangeError('no whole spectrum was captured');
    const size = this.#fft.size;
    const rows = new Float32Array(M4S_ROWS.length * size);
    this.#readStatistics(rows);
    const sampled = Math.min(this.#count - 1, Math.floor(samplePosition * this.#count)) * size;
    rows.set(this.#powers.subarray(sampled, sampled + size), 4 * size);
    const offset = this.#offsetDb - gainDb;
    for (let i = 0; i < rows.length; i++) {
      const power = rows[i];
      if (!Number.isFinite(power)) throw new RangeError('a sample is not a finite number');
      rows[i] = power > 0 ? Math.max(NO_POWER_DBM, 10 * Math.log10(power) + offset) : NO_POWER_DBM;
    }
    return rows;
  }

  /** Writes minimum, maximum, mean and median of every bin, as unscaled powers. */
  #readStatistics(rows: Float32Array): void {
    const size = this.#fft.size;
    const count = this.#count;
    const width = Math.min(STRIPE, size);
    const stripe = new Float32Array(width * count);
    const bits = new Uint32Array(stripe.buffer);
    const medians = new MedianFinder(count);
    for (let first = 0; first < size; first += width) {
      transposeStripe(this.#powers, stripe, { first, width, size, count });
      for (let column = 0; column < width; column++) {
        const from = column * count;
        let low = stripe[from];
        let high = low;
        let sum = 0;
        for (let i = from; i < from + count; i++) {
          const power = stripe[i];
          if (power < low) low = power;
          if (power > high) high = power;
          sum += power;
        }
        const bin = first + column;
        rows[bin] = low;
        rows[size + bin] = high;
        rows[2 * size + bin] = sum / count;
        // Not-a-number would make the histogram meaningless; the mean above already carries it to the check.
        if (Number.isFinite(sum)) {
          rows[3 * size + bin] = medians.median(bits.subarray(from, from + count), toBits(low), toBits(high));
        }
      }
    }
  }
}

interface Stripe {
  readonly first: number;
  readonly width: number;
  readonly size: number;
  readonly count: number;
}

/** Copies `width` columns of the row-major powers so that each column is contiguous. */
function transposeStripe(powers: Float32Array, stripe: Float32Array, { first, width, size, count }: Stripe): void {
  for (let row = 0; row < count; row++) {
    const from = row * size + first;
    for (let column = 0; column < width; column++) stripe[column * count + row] = powers[from + column];
  }
}

const oneFloat = new Float32Array(1);
const oneInteger = new Uint32Array(oneFloat.buffer);

function toBits(value: number): number {
  oneFloat[0] = value;
  return oneInteger[0];
}
