import type { Band } from '../../spectrum/band.ts';

/** All frequencies. */
export const ALL_BANDS: readonly Band[] = [{ startHz: 0, stopHz: Infinity }];

/** The frequencies in both; each list sorted and free of overlaps, as is the answer. */
export function intersectionOf(a: readonly Band[], b: readonly Band[]): readonly Band[] {
  const shared: Band[] = [];
  let [i, j] = [0, 0];
  for (let [one, other] = [a[i], b[j]]; one !== undefined && other !== undefined; [one, other] = [a[i], b[j]]) {
    const startHz = Math.max(one.startHz, other.startHz);
    const stopHz = Math.min(one.stopHz, other.stopHz);
    if (startHz < stopHz) shared.push({ startHz, stopHz });
    if (one.stopHz <= other.stopHz) i += 1;
    else j += 1;
  }
  return shared;
}

/** The frequencies that are in none of `bands`, which are sorted and free of overlaps. */
export function complementOf(bands: readonly Band[]): readonly Band[] {
  const free: Band[] = [];
  let at = 0;
  for (const { startHz, stopHz } of bands) {
    if (startHz > at) free.push({ startHz: at, stopHz: startHz });
    at = Math.max(at, stopHz);
  }
  return at < Infinity ? [...free, { startHz: at, stopHz: Infinity }] : free;
}

/** True when the whole of `band` lies in one of `bands`. A band of no width is its frequency. */
export function liesIn(bands: readonly Band[], { startHz, stopHz }: Band): boolean {
  let low = 0;
  let high = bands.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bands[middle]?.startHz ?? Infinity) <= startHz) low = middle + 1;
    else high = middle;
  }
  const around = bands[low - 1];
  return around !== undefined && startHz < around.stopHz && stopHz <= around.stopHz;
}
