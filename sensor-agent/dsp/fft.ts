import FFT from 'fft.js';

/**
 * A forward complex FFT of one size (a power of two from 2 up), unnormalised: fill `input`, call `forward`, read `output`.
 * Both are interleaved re, im and belong to this object.
 */
export class FourierTransform {
  readonly size: number;
  // INVARIANT: plain arrays. One typed array handed to fft.js makes its loops polymorphic for the whole process, and
  // every later transform about half as fast.
  readonly input: number[];
  readonly output: number[];
  readonly #fft: FFT;

  constructor(size: number) {
    this.size = size;
    this.#fft = new FFT(size);
    this.input = new Array<number>(2 * size).fill(0);
    this.output = new Array<number>(2 * size).fill(0);
  }

  /** Transforms `input` into `output`: X[k] = Σ x[n]·exp(−j2πkn/N). */
  forward(): void {
    this.#fft.transform(this.output, this.input);
  }
}
