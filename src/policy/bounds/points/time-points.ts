import { WindowSet } from '../../compile/window-set.ts';
import { instantText } from '../../format/time-text.ts';
import type { RecurringWindow } from '../../terms/tree.ts';
import type { Point } from './point.ts';

const DAY_MICROS = 86_400e6;
/** Sunday, 4 January 2026. */
const SOME_SUNDAY_MICROS = Date.UTC(2026, 0, 4) * 1000;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** Where daily windows are looked at: a plain week, and weeks in which no long span hides them. */
const WEEKS = [0, 52, 520, 5200, -520];

/** A microsecond before each end of the windows and on it; for daily ones also the start on each day of a week. */
export function timePoints(windows: readonly RecurringWindow[]): readonly Point[] {
  const set = new WindowSet(windows);
  return windows.flatMap((window) => {
    if (window.kind === 'span')
      return [
        ...endPoints(window.startMicros, 'the start of the window'),
        ...endPoints(window.stopMicros, 'the end of the window, which does not belong to it'),
      ];
    return dailyPoints(window, set);
  });
}

function dailyPoints(window: RecurringWindow & { kind: 'daily' }, set: WindowSet): readonly Point[] {
  const { startSeconds, stopSeconds, days } = window;
  const sunday = SOME_SUNDAY_MICROS + weekFor(window, set) * 7 * DAY_MICROS;
  const startOn = (day: number) => sunday + day * DAY_MICROS + startSeconds * 1e6;
  // The day on which the window's own ends show best: no other window goes on there.
  const shows = (micros: number) => set.has(micros - 1) !== set.has(micros);
  const stopOf = (day: number) => startOn(day) + (stopSeconds - startSeconds) * 1e6;
  const first = days.find((day) => shows(startOn(day))) ?? days[0] ?? 0;
  const last = days.find((day) => shows(stopOf(day))) ?? days.at(-1) ?? 0;
  return [
    ...endPoints(startOn(first), 'the daily start'),
    ...endPoints(stopOf(last), 'the daily end, which does not belong to the window'),
    ...DAYS.map((name, day) => at(startOn(day), `the hour of the daily start on a ${name}`)),
    ...DAYS.map((name, day) => at(stopOf(day) - 1, `the last moment of a window that began on a ${name}`)),
  ];
}

function weekFor({ startSeconds, days }: RecurringWindow & { kind: 'daily' }, set: WindowSet): number {
  const start = SOME_SUNDAY_MICROS + (days[0] ?? 0) * DAY_MICROS + startSeconds * 1e6;
  const isPlain = (week: number) => {
    const micros = start + week * 7 * DAY_MICROS;
    return !set.windows.some(
      (other) => other.kind === 'span' && other.startMicros <= micros && micros < other.stopMicros,
    );
  };
  return WEEKS.find(isPlain) ?? 0;
}

function endPoints(micros: number, end: string): readonly Point[] {
  if (!Number.isFinite(micros)) return [];
  return [at(micros, `on ${end}`), at(micros - 1, `1 µs before ${end}`), at(micros + 1, `1 µs after ${end}`)];
}

function at(micros: number, why: string): Point {
  return { parts: { time: micros }, why: `${why}, ${instantText(micros)}` };
}
