/** When a rule of a fence holds, UTC; the same windows as the policy language has. Microseconds and seconds. */
export type FenceWindow =
  | { readonly kind: 'span'; readonly startMicros: number; readonly stopMicros: number }
  | {
      readonly kind: 'daily';
      readonly startSeconds: number;
      /** In `(startSeconds, startSeconds + 86400]`: beyond 86400 it runs into the next day. */
      readonly stopSeconds: number;
      /** Days on which the window starts, 0 = Sunday. */
      readonly days: readonly number[];
    };

const DAY_SECONDS = 86_400;
const DAY_MICROS = DAY_SECONDS * 1e6;
/** Daily windows repeat weekly, and one that starts on the last day may end on the next. */
const PERIOD_MICROS = 8 * DAY_MICROS;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;

/** True when the instant, microseconds since 1970, lies in one of the windows; their ends do not belong to them. */
export function isWithinWindows(windows: readonly FenceWindow[], micros: number): boolean {
  return windows.some((window) => isWithin(window, micros));
}

/** The edges of windows strictly inside `(start, stop)`; of daily ones those of the first 8 days: the rest repeats. */
export function windowEdgesWithin(windows: readonly FenceWindow[], start: number, stop: number): number[] {
  const edges = windows.flatMap((window) =>
    window.kind === 'span' ? [window.startMicros, window.stopMicros] : dailyEdges(window, start, stop),
  );
  return edges.filter((edge) => edge > start && edge < stop);
}

function isWithin(window: FenceWindow, micros: number): boolean {
  if (window.kind === 'span') return window.startMicros <= micros && micros < window.stopMicros;
  const { startSeconds, stopSeconds, days } = window;
  const day = Math.floor(micros / DAY_MICROS);
  const seconds = (micros - day * DAY_MICROS) / 1e6;
  return (
    (days.includes(weekdayOf(day)) && startSeconds <= seconds && seconds < stopSeconds) ||
    (days.includes(weekdayOf(day - 1)) && seconds + DAY_SECONDS < stopSeconds)
  );
}

function dailyEdges(window: FenceWindow & { kind: 'daily' }, start: number, stop: number): number[] {
  const end = Math.min(stop, start + PERIOD_MICROS);
  const edges: number[] = [];
  for (let day = Math.floor(start / DAY_MICROS) - 1; day * DAY_MICROS < end; day += 1) {
    if (!window.days.includes(weekdayOf(day))) continue;
    edges.push(day * DAY_MICROS + window.startSeconds * 1e6, day * DAY_MICROS + window.stopSeconds * 1e6);
  }
  return edges;
}

/** The number of the weekday, 0 = Sunday, of the day `day` days after 1 January 1970. */
function weekdayOf(day: number): number {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
}
