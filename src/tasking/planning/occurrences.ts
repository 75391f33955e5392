/** When an entry wants to be run: a fixed grid from `start`, up to `stop` (exclusive), or once. */
export interface Recurrence {
  readonly start: Date;
  readonly stop: Date | undefined;
  readonly intervalSeconds: number | undefined;
}

export interface Occurrence {
  /** From 1. */
  readonly sequence: number;
  readonly start: Date;
}

/**
 * The occurrences in `[from, until)`, at most `limit`, numbered on from `firstSequence`. The grid is computed from
 * `start` for each occurrence, never by adding up, so that it does not drift.
 */
export function occurrencesBetween(
  recurrence: Recurrence,
  window: { readonly from: Date; readonly until: Date },
  numbering: { readonly firstSequence: number; readonly limit: number },
): Occurrence[] {
  const { start, stop, intervalSeconds } = recurrence;
  const until = Math.min(window.until.getTime(), stop?.getTime() ?? Infinity);
  if (intervalSeconds === undefined) {
    const due = start >= window.from && start.getTime() < until && numbering.limit > 0;
    return due ? [{ sequence: numbering.firstSequence, start }] : [];
  }
  const found: Occurrence[] = [];
  for (let index = firstIndexFrom(start, intervalSeconds, window.from); found.length < numbering.limit; index++) {
    const at = gridTime(start, intervalSeconds, index);
    if (at >= until) break;
    found.push({ sequence: numbering.firstSequence + found.length, start: new Date(at) });
  }
  return found;
}

/** True when the recurrence has no occurrence at or after `from`. */
export function isExhausted(recurrence: Recurrence, from: Date): boolean {
  if (recurrence.intervalSeconds === undefined) return recurrence.start < from;
  if (recurrence.stop === undefined) return false;
  const index = firstIndexFrom(recurrence.start, recurrence.intervalSeconds, from);
  return gridTime(recurrence.start, recurrence.intervalSeconds, index) >= recurrence.stop.getTime();
}

function firstIndexFrom(start: Date, intervalSeconds: number, from: Date): number {
  let index = Math.max(0, Math.floor((from.getTime() - start.getTime()) / (intervalSeconds * 1000)));
  // The quotient may be off by one on either side when the interval is not a whole number of milliseconds.
  while (index > 0 && gridTime(start, intervalSeconds, index - 1) >= from.getTime()) index--;
  while (gridTime(start, intervalSeconds, index) < from.getTime()) index++;
  return index;
}

function gridTime(start: Date, intervalSeconds: number, index: number): number {
  return start.getTime() + Math.round(index * intervalSeconds * 1000);
}
