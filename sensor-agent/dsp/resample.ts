/** What a resampler keeps of its input, and how it moves it; frequencies in cycles per input sample. */
export interface ResamplePlan {
  /** Middle of the kept band, relative to the input's centre. */
  readonly keepCenter: number;
  /** Half the width of the kept band, `(0, 0.5]`: nothing beyond is heard, the inner nine tenths are untouched. */
  readonly keepHalfWidth: number;
  /** The frequency of the input that becomes the output's centre. */
  readonly newCenter: number;
  /** Output rate divided by input rate. */
  readonly ratio: number;
}

/** Kaiser window of 80 dB: β, and taps × transition width. */
const BETA = 7.857;
const TAPS_TIMES_WIDTH = 5.02;
/** Filter phases for a cut-off of half the rate, fewer for slower filters; straight lines between err below −100 dB. */
const PHASES = 512;
const TRANSITION = 0.1;

/**
 * Band-limited resampling by any ratio: a windowed sinc (Kaiser, 80 dB) in a table of phases. Output sample m stands at
 * input time m / ratio: the filter looks both ways, so there is no delay.
 */
export class Resampler {
  readonly #plan: ResamplePlan;
  readonly #phases: number;
  readonly #table: Float64Array;
  /** Input samples needed on either side of an output sample. */
  readonly reach: number;

  constructor(plan: ResamplePlan) {
    this.#plan = plan;
    const transition = TRANSITION * plan.keepHalfWidth;
    this.reach = Math.ceil(TAPS_TIMES_WIDTH / transition / 2);
    this.#phases = Math.ceil(2 * PHASES * plan.keepHalfWidth);
    this.#table = filterTable(this.reach, plan.keepHalfWidth - transition / 2, this.#phases);
  }

  /** The first input sample that output sample `index` looks at; may be negative. */
  firstInput(index: number): number {
    return Math.floor(index / this.#plan.ratio) - this.reach + 1;
  }

  /** One past the last input sample that output sample `index` looks at. */
  endOfInput(index: number): number {
    return Math.floor(index / this.#plan.ratio) + this.reach + 1;
  }

  /**
   * Fills `out` with the output samples from `firstOutput` on (interleaved I, Q).
   * @param input interleaved I, Q, beginning at input sample `firstInput(firstOutput)`; zeros outside the recording
   */
  resample(input: Float32Array, firstOutput: number, out: Float32Array): void {
    const { ratio, keepCenter, newCenter } = this.#plan;
    const begin = this.firstInput(firstOutput);
    const centred = turned(input, begin, -keepCenter);
    for (let i = 0; i < out.length / 2; i++) {
      const time = (firstOutput + i) / ratio;
      const [re, im] = this.#filter(centred, time, begin);
      const angle = 2 * Math.PI * (((keepCenter - newCenter) * time) % 1);
      out[2 * i] = re * Math.cos(angle) - im * Math.sin(angle);
      out[2 * i + 1] = re * Math.sin(angle) + im * Math.cos(angle);
    }
  }

  #filter(input: Float64Array, time: number, begin: number): [number, number] {
    const table = this.#table;
    const taps = 2 * this.reach;
    const whole = Math.floor(time);
    const phase = (time - whole) * this.#phases;
    const row = Math.floor(phase);
    const blend = phase - row;
    const near = row * taps;
    const far = near + taps;
    let at = 2 * (whole - this.reach + 1 - begin);
    let re = 0;
    let im = 0;
    for (let tap = 0; tap < taps; tap++) {
      const low = table[near + tap];
      const weight = low + (table[far + tap] - low) * blend;
      re += weight * input[at];
      im += weight * input[at + 1];
      at += 2;
    }
    return [re, im];
  }
}

/** Row p holds the filter for outputs p/phases of a sample after an input sample; tap t weighs the input reach−1−t before. */
function filterTable(reach: number, cutoff: number, phases: number): Float64Array {
  const taps = 2 * reach;
  const table = new Float64Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = table.subarray(phase * taps, (phase + 1) * taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = phase / phases + reach - 1 - tap;
      row[tap] = sinc(2 * cutoff * distance) * kaiser(distance / reach);
      sum += row[tap];
    }
    // Each phase passes a constant exactly, else the phases would modulate the signal.
    for (let tap = 0; tap < taps; tap++) row[tap] /= sum;
  }
  return table;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x)) / besselI0(BETA);
}

function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** `input` with its spectrum moved by `cyclesPerSample`; its first sample has the number `begin`. */
function turned(input: Float32Array, begin: number, cyclesPerSample: number): Float64Array {
  const out = new Float64Array(input.length);
  for (let i = 0; i < input.length / 2; i++) {
    const angle = 2 * Math.PI * ((cyclesPerSample * (begin + i)) % 1);
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    out[2 * i] = input[2 * i] * cos - input[2 * i + 1] * sin;
    out[2 * i + 1] = input[2 * i] * sin + input[2 * i + 1] * cos;
  }
  return out;
}
