import type { Band } from '../../spectrum/band.ts';
import { widthHz } from '../../spectrum/band.ts';
import type { CompiledTest } from '../compile/condition.ts';
import { edgeValues } from './adjustable-fields.ts';
import { liesIn } from './band-arithmetic.ts';
import type { SearchEffort } from './search-effort.ts';
import type { Surroundings } from './surroundings.ts';

const MOST_ANCHORS = 160;
/** Narrower bands may lie between any two of so many edges. */
const MOST_PAIRED = 48;
const MOST_WIDTHS = 12;
const MOST_BANDS = 600;

/** The edges at which the statements of some surroundings change their mind about a band. */
export class BandEdges {
  readonly #edges: Float64Array;
  readonly #widths: readonly number[];

  constructor(surroundings: Surroundings, band: Band) {
    const tests = surroundings.relevant.flatMap((one) => one.tests);
    const edges = [band.startHz, band.stopHz];
    for (const { statement } of surroundings.relevant) {
      for (const { bands } of statement.bandSets) for (const { startHz, stopHz } of bands) edges.push(startHz, stopHz);
    }
    const width = widthHz(band);
    const numbersOf = (test: CompiledTest) => edgeValues(test).filter((value) => typeof value === 'number');
    const valuesOf = (fields: readonly string[]) =>
      tests.filter(({ test }) => fields.includes(test.field.name)).flatMap(numbersOf);
    edges.push(...valuesOf(['frequency.min', 'frequency.max']));
    const ascending = Float64Array.from(edges).sort();
    this.#edges = ascending.filter((edge, index) => edge !== ascending[index - 1]);
    const widths = valuesOf(['bandwidth']).filter((one) => one > 0 && width > 0);
    this.#widths = [...new Set([width, ...widths])]
      .sort((a, b) => Math.abs(a - width) - Math.abs(b - width) || a - b)
      .slice(0, MOST_WIDTHS);
  }

  /** One frequency of each piece of `band` within which no statement changes its mind. */
  piecesOf({ startHz, stopHz }: Band): readonly number[] {
    const first = this.#firstAbove(startHz);
    const pieces = [first === 0 ? 0 : (this.#edges[first - 1] ?? 0)];
    for (let i = first; (this.#edges[i] ?? Infinity) < stopHz; i += 1) pieces.push(this.#edges[i] ?? 0);
    return pieces;
  }

  /** The place of the first edge above `hz`. */
  #firstAbove(hz: number): number {
    let low = 0;
    let high = this.#edges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#edges[middle] ?? Infinity) <= hz) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Other bands inside `left` that begin or end on an edge, nearest to `band` first. */
  near(band: Band, left: readonly Band[], effort: SearchEffort): readonly Band[] {
    const limits = left.flatMap(({ startHz, stopHz }) => [startHz, stopHz]).filter(Number.isFinite);
    const inside = this.#edges.filter((edge) => liesIn(left, { startHz: edge, stopHz: edge }));
    const edges = nearestTo(band, [...new Set([...limits, ...inside])]);
    if (edges.length > MOST_ANCHORS) effort.leaveOut();
    const anchors = edges.slice(0, MOST_ANCHORS);
    const found = new Map<string, Band>();
    const add = (startHz: number, stopHz: number) => {
      const isChange = startHz !== band.startHz || stopHz !== band.stopHz;
      if (startHz >= 0 && isChange && liesIn(left, { startHz, stopHz }))
        found.set(`${startHz} ${stopHz}`, { startHz, stopHz });
    };
    for (const width of this.#widths) {
      for (const edge of anchors) {
        add(edge, edge + width);
        add(edge - width, edge);
        // A single frequency on an upper edge belongs to what comes next.
        if (width === 0) add(edge - 1, edge - 1);
      }
    }
    const paired = anchors.slice(0, MOST_PAIRED).sort((a, b) => a - b);
    if (widthHz(band) > 0)
      paired.forEach((from, index) => {
        for (const to of paired.slice(index + 1)) add(from, to);
      });
    const bands = [...found.values()].sort((a, b) => compareBands(band, a, b));
    if (bands.length > MOST_BANDS) effort.leaveOut();
    return bands.slice(0, MOST_BANDS);
  }
}

/**
 * Which of two bands is the smaller change of `wanted`: the one that keeps more of it; then the one nearer to its width;
 * then the one that begins nearer to where it begins; then the lower one.
 */
export function compareBands(wanted: Band, a: Band, b: Band): number {
  const kept = (one: Band) => Math.max(0, Math.min(one.stopHz, wanted.stopHz) - Math.max(one.startHz, wanted.startHz));
  const resized = (one: Band) => Math.abs(widthHz(one) - widthHz(wanted));
  const moved = (one: Band) => Math.abs(one.startHz - wanted.startHz);
  return kept(b) - kept(a) || resized(a) - resized(b) || moved(a) - moved(b) || a.startHz - b.startHz;
}

function nearestTo({ startHz, stopHz }: Band, edges: readonly number[]): readonly number[] {
  const distance = (edge: number) => (edge < startHz ? startHz - edge : Math.max(0, edge - stopHz));
  return [...edges].sort((a, b) => distance(a) - distance(b) || a - b);
}
