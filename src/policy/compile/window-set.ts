import type { RecurringWindow } from '../terms/tree.ts';

const DAY_SECONDS = 86_400;
const DAY_MICROS = DAY_SECONDS * 1e6;
/** Daily windows repeat weekly, and one that starts on the last day may end on the next. */
const PERIOD_MICROS = 8 * DAY_MICROS;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;

type Span = RecurringWindow & { kind: 'span' };
type Daily = RecurringWindow & { kind: 'daily' };

/** A union of UTC windows, half-open. Instants are microseconds since 1970. */
export class WindowSet {
  readonly windows: readonly RecurringWindow[];
  readonly #spans: readonly Span[];
  readonly #dailies: readonly Daily[];

  constructor(windows: readonly RecurringWindow[]) {
    this.windows = windows;
    this.#spans = windows.filter((window) => window.kind === 'span');
    this.#dailies = windows.filter((window) => window.kind === 'daily');
  }

  has(micros: number): boolean {
    return this.#spans.some((span) => span.startMicros <= micros && micros < span.stopMicros) || this.#hasDaily(micros);
  }

  /** The edges of fixed windows strictly inside `(start, stop)`. */
  spanEdgesWithin(start: number, stop: number): number[] {
    return this.#spans
      .flatMap(({ startMicros, stopMicros }) => [startMicros, stopMicros])
      .filter((edge) => edge > start && edge < stop);
  }

  /**
   * The edges of daily windows strictly inside `(start, stop)`, of the first 8 days only: between two edges of fixed
   * windows everything repeats weekly, so later ones can't add a case.
   */
  dailyEdgesWithin(start: number, stop: number): number[] {
    const end = Math.min(stop, start + PERIOD_MICROS);
    const edges: number[] = [];
    for (let day = Math.floor(start / DAY_MICROS) - 1; this.#dailies.length > 0 && day * DAY_MICROS < end; day += 1) {
      for (const { startSeconds, stopSeconds, days } of this.#dailies) {
        if (!days.includes(weekdayOf(day))) continue;
        const midnight = day * DAY_MICROS;
        edges.push(midnight + startSeconds * 1e6, midnight + stopSeconds * 1e6);
      }
    }
    return edges.filter((edge) => edge > start && edge < end);
  }

  /** True when some instant lies in both. */
  overlaps(other: WindowSet): boolean {
    return [...this.#starts(other), ...other.#starts(this)].some((instant) => this.has(instant) && other.has(instant));
  }

  #hasDaily(micros: number): boolean {
    if (this.#dailies.length === 0) return false;
    const day = Math.floor(micros / DAY_MICROS);
    const seconds = (micros - day * DAY_MICROS) / 1e6;
    return this.#dailies.some(
      ({ startSeconds, stopSeconds, days }) =>
        (days.includes(weekdayOf(day)) && startSeconds <= seconds && seconds < stopSeconds) ||
        (days.includes(weekdayOf(day - 1)) && seconds + DAY_SECONDS < stopSeconds),
    );
  }

  /** Instants of which one lies in both sets, if any does. */
  #starts(other: WindowSet): number[] {
    const froms = [0, ...[...this.#spans, ...other.#spans].map(firstInstant)];
    return froms.flatMap((from) => [from, ...this.dailyEdgesWithin(from, Infinity)]);
  }
}

/** The number of the weekday, 0 = Sunday, of the day `day` days after 1 January 1970. */
function weekdayOf(day: number): number {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
}

function firstInstant({ startMicros, stopMicros }: Span): number {
  return Number.isFinite(startMicros) ? startMicros : stopMicros - PERIOD_MICROS;
}
