/** How often one interval may stand in the index on average: bounds its size where intervals are long. */
const MOST_PLACES = 8;
const INTERVALS_A_SLAB = 2;

/**
 * Finds the intervals that may hold a value: a line cut into slabs of equal width, each with the numbers of the
 * intervals that reach into it. Sides are closed and finite. Never leaves one out; immutable.
 */
export class SlabIndex {
  readonly #low: number;
  readonly #perUnit: number;
  /** For each slab where its members begin; then where the last one's end. */
  readonly #starts: Int32Array;
  readonly #members: Int32Array;

  /** The sides of each interval, not empty. */
  constructor(lows: Float64Array, highs: Float64Array) {
    this.#low = lows.reduce(least);
    const width = highs.reduce(most) - this.#low;
    const wanted = Math.max(1, Math.ceil(lows.length / INTERVALS_A_SLAB));
    const lengths = lows.reduce((sum, low, index) => sum + ((highs[index] ?? low) - low), 0);
    // An interval reaches into one slab more than it is long, or two.
    const affordable = lengths > 0 ? ((MOST_PLACES - 2) * lows.length * width) / lengths : wanted;
    const slabs = Math.max(1, Math.floor(Math.min(wanted, affordable)));
    // A line too short to be divided is one slab.
    this.#perUnit = Number.isFinite(slabs / width) ? slabs / width : 0;
    this.#starts = new Int32Array(slabs + 1);
    this.#count(lows, highs);
    this.#members = new Int32Array(this.#starts[slabs] ?? 0);
    this.#fill(lows, highs);
  }

  get slabCount(): number {
    return this.#starts.length - 1;
  }

  /** The numbers of the intervals of each slab. */
  get slabs(): readonly Int32Array[] {
    return Array.from({ length: this.slabCount }, (_, slab) => this.#membersOf(slab));
  }

  /** The numbers of all intervals that hold `value`, among some that don't. */
  around(value: number): Int32Array {
    return this.#membersOf(this.#slabOf(value));
  }

  #membersOf(slab: number): Int32Array {
    return this.#members.subarray(this.#starts[slab], this.#starts[slab + 1]);
  }

  /** The same rounding for intervals and values, so that no value falls between two slabs. */
  #slabOf(value: number): number {
    const slab = Math.floor((value - this.#low) * this.#perUnit);
    return Math.min(Math.max(slab, 0), this.slabCount - 1);
  }

  #count(lows: Float64Array, highs: Float64Array): void {
    for (let i = 0; i < lows.length; i += 1) {
      const last = this.#slabOf(highs[i] ?? 0);
      for (let slab = this.#slabOf(lows[i] ?? 0); slab <= last; slab += 1) {
        this.#starts[slab + 1] = (this.#starts[slab + 1] ?? 0) + 1;
      }
    }
    for (let slab = 1; slab < this.#starts.length; slab += 1) {
      this.#starts[slab] = (this.#starts[slab] ?? 0) + (this.#starts[slab - 1] ?? 0);
    }
  }

  #fill(lows: Float64Array, highs: Float64Array): void {
    const next = this.#starts.slice();
    for (let i = 0; i < lows.length; i += 1) {
      const last = this.#slabOf(highs[i] ?? 0);
      for (let slab = this.#slabOf(lows[i] ?? 0); slab <= last; slab += 1) {
        const place = next[slab] ?? 0;
        this.#members[place] = i;
        next[slab] = place + 1;
      }
    }
  }
}

function least(a: number, b: number): number {
  return Math.min(a, b);
}

function most(a: number, b: number): number {
  return Math.max(a, b);
}
