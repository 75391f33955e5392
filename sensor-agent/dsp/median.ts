const BUCKETS = 256;
/** Below this many candidates sorting them is faster than another histogram. */
const FEW = 48;

/**
 * Finds medians of non-negative float32 values without sorting them. The bits of such floats order as integers do, so a
 * histogram of the top bits leaves a few candidates; a crowded bucket is split again, which ends after four rounds at
 * the latest, whatever the values are.
 */
export class MedianFinder {
  readonly #histogram = new Uint32Array(BUCKETS);
  readonly #candidates: Uint32Array;
  readonly #bits = new Uint32Array(1);
  readonly #value = new Float32Array(this.#bits.buffer);

  /** @param capacity the largest number of values that will be asked about */
  constructor(capacity: number) {
    this.#candidates = new Uint32Array(capacity);
  }

  /** The median of `bits` (floats ≥ 0 seen as integers, all within `[low, high]`); of two middle values, their mean. */
  median(bits: Uint32Array, low: number, high: number): number {
    if (low === high) return this.#toFloat(low);
    const count = bits.length;
    const rank = (count - 1) >> 1;
    const candidates = this.#candidates;
    candidates.set(bits);
    let remaining = count;
    let within = rank;
    let floor = low;
    let width = high - low;
    while (remaining > FEW && width > 0) {
      const shift = Math.max(0, 24 - Math.clz32(width));
      const bucket = this.#bucketOf(within, { remaining, floor, shift });
      within -= bucket.below;
      remaining = keepBucket(candidates, { remaining, floor, shift }, bucket.index);
      floor += bucket.index * 2 ** shift;
      width = 2 ** shift - 1;
    }
    if (width > 0) sortFew(candidates, remaining);
    const lower = candidates[within];
    if (count % 2 === 1) return this.#toFloat(lower);
    // The upper middle value may have been in the next bucket, which is no longer among the candidates.
    const upper = within + 1 < remaining ? candidates[within + 1] : leastFrom(bits, lower, rank + 1);
    return (this.#toFloat(lower) + this.#toFloat(upper)) / 2;
  }

  /** The bucket that holds the candidate of rank `within`, and how many candidates lie in the buckets below it. */
  #bucketOf(within: number, span: Span): { index: number; below: number } {
    const { remaining, floor, shift } = span;
    const histogram = this.#histogram;
    const candidates = this.#candidates;
    histogram.fill(0);
    for (let i = 0; i < remaining; i++) histogram[(candidates[i] - floor) >>> shift]++;
    let below = 0;
    let index = 0;
    while (below + histogram[index] <= within) below += histogram[index++];
    return { index, below };
  }

  #toFloat(bits: number): number {
    this.#bits[0] = bits;
    return this.#value[0];
  }
}

interface Span {
  readonly remaining: number;
  readonly floor: number;
  readonly shift: number;
}

/** Moves the candidates of bucket `index` to the front and answers how many they are. */
function keepBucket(candidates: Uint32Array, { remaining, floor, shift }: Span, index: number): number {
  let kept = 0;
  for (let i = 0; i < remaining; i++) {
    const value = candidates[i];
    if ((value - floor) >>> shift === index) candidates[kept++] = value;
  }
  return kept;
}

function sortFew(values: Uint32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i];
    let at = i - 1;
    while (at >= 0 && values[at] > value) {
      values[at + 1] = values[at];
      at--;
    }
    values[at + 1] = value;
  }
}

/** The value of rank `rank`, when the value of the rank below it is `lower`. */
function leastFrom(values: Uint32Array, lower: number, rank: number): number {
  let notAbove = 0;
  let least = 0xffffffff;
  for (const value of values) {
    if (value <= lower) notAbove++;
    else if (value < least) least = value;
  }
  return notAbove > rank ? lower : least;
}
