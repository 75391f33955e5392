import { FourierTransform } from './fft.ts';
import type { GaussianSource } from './gaussian.ts';

/** A stretch of spectrum `[low, high)` in cycles per sample within `[-0.5, 0.5]`, with its whole power (|v|², V²). */
export interface NoiseBand {
  readonly low: number;
  readonly high: number;
  readonly power: number;
}

const SMALLEST_FRAME = 4096;
const LARGEST_FRAME = 65536;
/** Bins across the narrowest band: enough for its edges to look straight. */
const BINS_ACROSS = 16;

/**
 * An endless stream of Gaussian noise with a flat spectrum in each of some bands. Independent random spectra become
 * frames, which overlap by half under a sine window: the squares of the two windows add up to one, so the power is
 * steady. A band narrower than 1/65536 of the sample rate comes out about that wide.
 */
export class BandNoise {
  readonly #fft: FourierTransform;
  readonly #source: GaussianSource;
  readonly #window: number[];
  /** Standard deviation of re and im in each bin that carries power; bins are in the order of the FFT. */
  readonly #bins: { readonly index: number; readonly sigma: number }[];
  readonly #ready: Float64Array;
  readonly #tail: Float64Array;
  #next: number;

  constructor(bands: readonly NoiseBand[], source: GaussianSource) {
    const size = frameSize(bands);
    this.#fft = new FourierTransform(size);
    this.#source = source;
    this.#window = Array.from({ length: size }, (_, n) => Math.sin((Math.PI * (n + 0.5)) / size));
    this.#bins = binsOf(bands, size);
    this.#ready = new Float64Array(size);
    this.#tail = new Float64Array(size);
    this.#next = size / 2;
    // One frame ahead, so that the first samples already have two windows over them.
    this.#makeFrame();
  }

  /** Adds the next samples of the stream to the samples `[from, to)` of `out` (interleaved I, Q). */
  addTo(out: Float32Array, from: number, to: number): void {
    const half = this.#fft.size / 2;
    const ready = this.#ready;
    let at = from;
    while (at < to) {
      if (this.#next === half) this.#makeFrame();
      const count = Math.min(to - at, half - this.#next);
      const offset = 2 * (this.#next - at);
      for (let i = 2 * at; i < 2 * (at + count); i++) out[i] += ready[i + offset];
      this.#next += count;
      at += count;
    }
  }

  #makeFrame(): void {
    const { size, input, output } = this.#fft;
    const window = this.#window;
    for (const { index, sigma } of this.#bins) {
      input[2 * index] = this.#source.next() * sigma;
      input[2 * index + 1] = this.#source.next() * sigma;
    }
    this.#fft.forward();
    for (let n = 0; n < size; n++) {
      const part = n < size / 2 ? this.#ready : this.#tail;
      const at = n < size / 2 ? 2 * n : 2 * n - size;
      const add = n < size / 2 ? this.#tail : undefined;
      part[at] = output[2 * n] * window[n] + (add ? add[at] : 0);
      part[at + 1] = output[2 * n + 1] * window[n] + (add ? add[at + 1] : 0);
    }
    this.#next = 0;
  }
}

function frameSize(bands: readonly NoiseBand[]): number {
  const narrowest = Math.min(...bands.map((band) => band.high - band.low));
  let size = SMALLEST_FRAME;
  while (size < LARGEST_FRAME && size * narrowest < BINS_ACROSS) size *= 2;
  return size;
}

/** The bins that the bands cover, each with its share of the power; a bin on an edge gets the part inside. */
function binsOf(bands: readonly NoiseBand[], size: number): { index: number; sigma: number }[] {
  const powers = new Map<number, number>();
  for (const { low, high, power } of bands) {
    for (let bin = Math.floor(low * size + 0.5); bin <= Math.ceil(high * size - 0.5); bin++) {
      const share = Math.min(high * size, bin + 0.5) - Math.max(low * size, bin - 0.5);
      if (share <= 0) continue;
      // A forward transform stands in for the inverse one, so the bin of frequency f is that of −f.
      const index = (size - (bin % size)) % size;
      powers.set(index, (powers.get(index) ?? 0) + (power * share) / ((high - low) * size));
    }
  }
  return Array.from(powers, ([index, power]) => ({ index, sigma: Math.sqrt(power / 2) }));
}
