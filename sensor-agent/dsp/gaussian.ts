const LAYERS = 128;
/** Where the tail begins, and the area of each layer (Marsaglia and Tsang 2000, 128 layers). */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;
/** The uniform integer that is scaled: 25 bits with its sign, so that the other 7 can choose the layer. */
const SCALE = 2 ** 24;

const accept = new Float64Array(LAYERS);
const slope = new Float64Array(LAYERS);
const density = new Float64Array(LAYERS);
fillTables();

function fillTables(): void {
  let x = TAIL;
  const base = AREA / Math.exp(-0.5 * x * x);
  accept[0] = (x / base) * SCALE;
  slope[0] = base / SCALE;
  slope[LAYERS - 1] = x / SCALE;
  density[0] = 1;
  density[LAYERS - 1] = Math.exp(-0.5 * x * x);
  for (let i = LAYERS - 2; i >= 1; i--) {
    const next = Math.sqrt(-2 * Math.log(AREA / x + Math.exp(-0.5 * x * x)));
    accept[i + 1] = (next / x) * SCALE;
    x = next;
    density[i] = Math.exp(-0.5 * x * x);
    slope[i] = x / SCALE;
  }
}

/** Reproducible normal random numbers: xoshiro128** through a ziggurat. Not for anything secret. */
export class GaussianSource {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param seed any integer; equal seeds give equal numbers for ever */
  constructor(seed: number) {
    let state = seed | 0;
    const next = (): number => {
      // splitmix32 spreads even neighbouring seeds over the whole state, and never gives four zeros in a row.
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next();
  }

  /** Fills `out` with independent normal numbers of mean 0 and standard deviation `sigma`. */
  fill(out: Float32Array, sigma: number): void {
    for (let i = 0; i < out.length; i++) out[i] = this.next() * sigma;
  }

  /** One standard normal number. */
  next(): number {
    const bits = this.#bits();
    const layer = bits & (LAYERS - 1);
    const scaled = bits >> 7;
    const x = scaled * slope[layer];
    return Math.abs(scaled) < accept[layer] ? x : this.#outsideLayer(x, layer);
  }

  /** A uniform number in `[0, 1)`. */
  uniform(): number {
    return (this.#bits() >>> 0) / 2 ** 32;
  }

  #outsideLayer(x: number, layer: number): number {
    if (layer === 0) return this.#tail(x > 0 ? 1 : -1);
    const height = density[layer] + this.uniform() * (density[layer - 1] - density[layer]);
    return height < Math.exp(-0.5 * x * x) ? x : this.next();
  }

  #tail(sign: number): number {
    for (;;) {
      const x = -Math.log(1 - this.uniform()) / TAIL;
      const y = -Math.log(1 - this.uniform());
      if (y + y >= x * x) return sign * (TAIL + x);
    }
  }

  #bits(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }
}
