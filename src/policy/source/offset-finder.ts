import type { Turns } from '../turns.ts';
import { readingJson } from './json-text.ts';

/** A place that is looked for, or one above it. */
interface Wanted {
  readonly below: Map<string, Wanted>;
  /** Where in the text it begins, once it is found. */
  offset: number | undefined;
}

/** Finds where the values of a JSON text begin, for as many of them as are wanted, by reading the text once. */
export class OffsetFinder {
  readonly #text: string;
  readonly #root: Wanted = { below: new Map(), offset: undefined };
  #lineStarts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Look for the value that these keys lead to. */
  want(path: readonly (string | number)[]): void {
    let place = this.#root;
    for (const key of path) {
      const below = place.below.get(String(key)) ?? { below: new Map<string, Wanted>(), offset: undefined };
      place.below.set(String(key), below);
      place = below;
    }
  }

  /** To be finished before the first position is asked for. */
  *reading(): Turns<void> {
    // The wanted places on the way to the value that is read just now: values come from the root down.
    const way: (Wanted | undefined)[] = [];
    yield* readingJson(this.#text, (path, offset) => {
      const depth = path.length;
      const place = depth === 0 ? this.#root : way[depth - 1]?.below.get(String(path[depth - 1]));
      way[depth] = place;
      if (place !== undefined) place.offset ??= offset;
    });
  }

  /**
   * Line and column, from 1, of `offset` or else of the value that these keys lead to. What is missing has no place in
   * the text; then that of what should hold it. Nothing where the text is broken before.
   */
  positionOf(
    path: readonly (string | number)[],
    offset = this.#offsetOf(path),
  ): { readonly line: number; readonly column: number } | undefined {
    if (offset === undefined) return undefined;
    this.#lineStarts ??= startsOf(this.#text);
    const line = upperBound(this.#lineStarts, offset);
    return { line, column: offset - (this.#lineStarts[line - 1] ?? 0) + 1 };
  }

  #offsetOf(path: readonly (string | number)[]): number | undefined {
    let place: Wanted | undefined = this.#root;
    let offset = place.offset;
    for (const key of path) {
      place = place?.below.get(String(key));
      offset = place?.offset ?? offset;
    }
    return offset;
  }
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How many of these ascending numbers are at most `value`. */
function upperBound(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
