import type { Band } from '../../spectrum/band.ts';

/** A union of half-open bands, merged and sorted, so that membership is a binary search. */
export class BandSet {
  readonly bands: readonly Band[];

  constructor(bands: readonly Band[]) {
    const merged: { startHz: number; stopHz: number }[] = [];
    const ascending = bands.length > 1 ? [...bands].sort((a, b) => a.startHz - b.startHz) : bands;
    for (const band of ascending) {
      const last = merged.at(-1);
      if (last !== undefined && band.startHz <= last.stopHz) last.stopHz = Math.max(last.stopHz, band.stopHz);
      else merged.push({ ...band });
    }
    this.bands = merged;
  }

  /** True when `hz` lies in one of the bands; an upper edge does not. */
  has(hz: number): boolean {
    return this.bandAround(hz) !== undefined;
  }

  /** The band of the union that `hz` lies in. */
  bandAround(hz: number): Band | undefined {
    const band = this.bands[this.#indexAfter(hz) - 1];
    return band !== undefined && hz < band.stopHz ? band : undefined;
  }

  /** True when the set shares a frequency with `band`; one of no width is a single frequency. */
  meets({ startHz, stopHz }: Band): boolean {
    const last = this.bands[(startHz === stopHz ? this.#indexAfter(startHz) : this.#indexFrom(stopHz)) - 1];
    return last !== undefined && startHz < last.stopHz;
  }

  /** The edges strictly inside `band`. */
  edgesWithin({ startHz, stopHz }: Band): number[] {
    const edges: number[] = [];
    for (let i = Math.max(0, this.#indexAfter(startHz) - 1); i < this.bands.length; i += 1) {
      const band = this.bands[i];
      if (band === undefined || band.startHz >= stopHz) break;
      if (band.startHz > startHz) edges.push(band.startHz);
      if (band.stopHz > startHz && band.stopHz < stopHz) edges.push(band.stopHz);
    }
    return edges;
  }

  /** True when the two share a frequency. */
  overlaps(other: BandSet): boolean {
    return this.bands.some(({ startHz }) => other.has(startHz)) || other.bands.some(({ startHz }) => this.has(startHz));
  }

  /** The number of bands that start below `hz`. */
  #indexFrom(hz: number): number {
    const index = this.#indexAfter(hz);
    return this.bands[index - 1]?.startHz === hz ? index - 1 : index;
  }

  /** The number of bands that start at or below `hz`. */
  #indexAfter(hz: number): number {
    const { bands } = this;
    const [only] = bands;
    if (only !== undefined && bands.length === 1) return only.startHz <= hz ? 1 : 0;
    let low = 0;
    let high = bands.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((bands[middle]?.startHz ?? Infinity) <= hz) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
