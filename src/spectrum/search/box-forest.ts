/** Boxes below a node that are looked at one by one. */
const LEAF_BOXES = 8;
/** A split must leave the boxes this much narrower than all of their node, on average, to be worth a look. */
const LEAST_GAIN = 0.05;

/**
 * Groups of boxes, in any number of dimensions; finds the boxes of a group that a box meets. Each group is a binary tree
 * of bounds, split each time where its boxes differ most. Sides are closed and may be infinite. Never leaves one out.
 * All groups share a few arrays, because most are small and are looked up in no order.
 */
export class BoxForest {
  /** For each box: low and high side of the first dimension, which tells most apart. */
  readonly #firstSides: Float64Array;
  /** For each box: low and high side of the other dimensions. */
  readonly #otherSides: Float64Array;
  /** For each box its number. */
  readonly #numbers: Int32Array;
  /** For each node, those below it following it: low and high side of the first dimension. */
  readonly #firstBounds: Float64Array;
  /** The same of the other dimensions, for the nodes that were split off along one of these. */
  readonly #otherBounds: Float64Array;
  /**
   * For each node the one after the last below it; its first box and the one after its last, if it is a leaf; and where
   * its other bounds stand, or `UNBOUNDED`.
   */
  readonly #nodes: Int32Array;

  constructor({ firstSides, otherSides, numbers, firstBounds, otherBounds, nodes }: Growth) {
    this.#firstSides = Float64Array.from(firstSides);
    this.#otherSides = Float64Array.from(otherSides);
    this.#numbers = Int32Array.from(numbers);
    this.#firstBounds = Float64Array.from(firstBounds);
    this.#otherBounds = Float64Array.from(otherBounds);
    this.#nodes = Int32Array.from(nodes);
  }

  /**
   * Adds to `found` twice the number of each box of the group `root` that meets `query` (low and high side by dimension),
   * and one more where the box covers the query in the first dimension.
   */
  search(root: number, query: readonly number[], found: number[]): void {
    const [low = 0, high = 0] = query;
    const bounds = this.#firstBounds;
    const nodes = this.#nodes;
    const end = nodes[4 * root] ?? 0;
    for (let node = root; node < end;) {
      if ((bounds[2 * node] ?? 0) <= high && (bounds[2 * node + 1] ?? 0) >= low && this.#meetsOthers(node, query)) {
        const from = nodes[4 * node + 1] ?? 0;
        const to = nodes[4 * node + 2] ?? 0;
        for (let box = from; box < to; box += 1) {
          const boxLow = this.#firstSides[2 * box] ?? 0;
          const boxHigh = this.#firstSides[2 * box + 1] ?? 0;
          if (boxLow > high || boxHigh < low || !meets(this.#otherSides, box * (query.length - 2), query)) continue;
          found.push(2 * (this.#numbers[box] ?? 0) + (boxLow <= low && high <= boxHigh ? 1 : 0));
        }
        node += 1;
      } else node = nodes[4 * node] ?? end;
    }
  }

  #meetsOthers(node: number, query: readonly number[]): boolean {
    const at = this.#nodes[4 * node + 3] ?? UNBOUNDED;
    return at === UNBOUNDED || meets(this.#otherBounds, at, query);
  }
}

const UNBOUNDED = -1;

/** Whether the sides from `at` on meet those of the query in all dimensions but the first. */
function meets(sides: Float64Array, at: number, query: readonly number[]): boolean {
  for (let i = 2, side = at; i < query.length; i += 2, side += 2) {
    if ((sides[side] ?? 0) > (query[i + 1] ?? 0) || (sides[side + 1] ?? 0) < (query[i] ?? 0)) return false;
  }
  return true;
}

/** The arrays of a forest while it grows. */
interface Growth {
  readonly firstSides: readonly number[];
  readonly otherSides: readonly number[];
  readonly numbers: readonly number[];
  readonly firstBounds: readonly number[];
  readonly otherBounds: readonly number[];
  readonly nodes: readonly number[];
}

/** Plants groups of boxes. */
export class BoxPlanting implements Growth {
  readonly firstSides: number[] = [];
  readonly otherSides: number[] = [];
  readonly numbers: number[] = [];
  readonly firstBounds: number[] = [];
  readonly otherBounds: number[] = [];
  readonly nodes: number[] = [];
  readonly #dimensions: number;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  /**
   * Adds a group, not empty. `sides` holds low and high side of each dimension, box after box; `numbers` what `search` is
   * to call each box.
   * @returns the root that finds the group
   */
  plant(sides: readonly number[], numbers: readonly number[]): number {
    const root = this.nodes.length / 4;
    const order = Int32Array.from(numbers, (_, box) => box);
    const range = { from: 0, to: numbers.length, isSplitApart: false };
    this.#grow({ sides, numbers, order, keys: new Float64Array(numbers.length) }, range);
    return root;
  }

  /** `isSplitApart`: from the rest of its group along another dimension than the first. */
  #grow(group: Group, { from, to, isSplitApart }: Range & { readonly isSplitApart: boolean }): void {
    const node = this.nodes.length / 4;
    const bounds = this.#boundsOf(group, from, to);
    this.nodes.push(node + 1, 0, 0, isSplitApart ? this.otherBounds.length : UNBOUNDED);
    this.firstBounds.push(...bounds.slice(0, 2));
    if (isSplitApart) this.otherBounds.push(...bounds.slice(2));
    const dimension = to - from > LEAF_BOXES ? this.#dimensionToSplit(group, bounds, { from, to }) : undefined;
    if (dimension === undefined) {
      this.nodes[4 * node + 1] = this.numbers.length;
      this.#addLeaf(group, from, to);
      this.nodes[4 * node + 2] = this.numbers.length;
      return;
    }
    for (let place = from; place < to; place += 1) {
      const box = group.order[place] ?? 0;
      group.keys[box] = keyOf(this.#low(group, box, dimension), this.#high(group, box, dimension));
    }
    const middle = (from + to) >>> 1;
    select(group, { from, to: to - 1, middle });
    this.#grow(group, { from, to: middle, isSplitApart: dimension > 0 });
    this.#grow(group, { from: middle, to, isSplitApart: dimension > 0 });
    this.nodes[4 * node] = this.nodes.length / 4;
  }

  #addLeaf({ sides, numbers, order }: Group, from: number, to: number): void {
    const width = 2 * this.#dimensions;
    for (let place = from; place < to; place += 1) {
      const box = order[place] ?? 0;
      this.numbers.push(numbers[box] ?? 0);
      for (let side = 0; side < width; side += 1) {
        (side < 2 ? this.firstSides : this.otherSides).push(sides[box * width + side] ?? 0);
      }
    }
  }

  #boundsOf(group: Group, from: number, to: number): number[] {
    const bounds: number[] = [];
    for (let dimension = 0; dimension < this.#dimensions; dimension += 1) {
      let low = Infinity;
      let high = -Infinity;
      for (let place = from; place < to; place += 1) {
        const box = group.order[place] ?? 0;
        low = Math.min(low, this.#low(group, box, dimension));
        high = Math.max(high, this.#high(group, box, dimension));
      }
      bounds.push(low, high);
    }
    return bounds;
  }

  /** The dimension in which the boxes are narrowest beside all of them together; none where no split would help. */
  #dimensionToSplit(group: Group, bounds: readonly number[], range: Range): number | undefined {
    let best: number | undefined;
    let mostGain = LEAST_GAIN;
    for (let dimension = 0; dimension < this.#dimensions; dimension += 1) {
      const gain = 1 - this.#meanShare(group, dimension, range);
      if (gain > mostGain && bounds[2 * dimension] !== bounds[2 * dimension + 1]) {
        best = dimension;
        mostGain = gain;
      }
    }
    return best;
  }

  /** The mean width of the boxes as a share of the width of all whose sides are finite. */
  #meanShare(group: Group, dimension: number, { from, to }: Range): number {
    let [low, high, sum, infinite] = [Infinity, -Infinity, 0, 0];
    for (let place = from; place < to; place += 1) {
      const box = group.order[place] ?? 0;
      const width = this.#high(group, box, dimension) - this.#low(group, box, dimension);
      if (width === Infinity) infinite += 1;
      else {
        low = Math.min(low, this.#low(group, box, dimension));
        high = Math.max(high, this.#high(group, box, dimension));
        sum += width;
      }
    }
    return ((high > low ? sum / (high - low) : 0) + infinite) / (to - from);
  }

  #low({ sides }: Group, box: number, dimension: number): number {
    return sides[2 * (box * this.#dimensions + dimension)] ?? 0;
  }

  #high({ sides }: Group, box: number, dimension: number): number {
    return sides[2 * (box * this.#dimensions + dimension) + 1] ?? 0;
  }
}

/** A group while its tree grows. */
interface Group {
  readonly sides: readonly number[];
  readonly numbers: readonly number[];
  /** The boxes in the order of the leaves. */
  readonly order: Int32Array;
  /** Room for the keys that a split orders its boxes by. */
  readonly keys: Float64Array;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The middle of a box; boxes that are open to both sides stay together. */
function keyOf(low: number, high: number): number {
  if (low === -Infinity) return high === Infinity ? -Infinity : high;
  return high === Infinity ? low : low / 2 + high / 2;
}

/** Orders the boxes so far that none before the place `middle` has a greater key than any from there on. */
function select({ order, keys }: Group, { from, to, middle }: Range & { readonly middle: number }): void {
  const key = (place: number) => keys[order[place] ?? 0] ?? 0;
  let [left, right] = [from, to];
  while (left < right) {
    const pivot = key((left + right) >>> 1);
    let [low, high] = [left, right];
    while (low <= high) {
      while (key(low) < pivot) low += 1;
      while (key(high) > pivot) high -= 1;
      if (low > high) break;
      const box = order[low] ?? 0;
      order[low] = order[high] ?? 0;
      order[high] = box;
      low += 1;
      high -= 1;
    }
    if (middle <= high) right = high;
    else if (middle >= low) left = low;
    else return;
  }
}
