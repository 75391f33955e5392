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
    for (const span of this.#spans) if (span.startMicros <= micros && micros < span.stopMicros) return true;
    return this.#hasDaily(micros);
  }

  /** From when until when the set can hold an instant at all; daily windows hold some at any time. */
  get hull(): { readonly startMicros: number; readonly stopMicros: number } {
    if (this.#dailies.length > 0 || this.#spans.length === 0) return { startMicros: -Infinity, stopMicros: Infinity };
    const startMicros = this.#spans.reduce((least, span) => Math.min(least, span.startMicros), Infinity);
    return { startMicros, stopMicros: this.#spans.reduce((most, span) => Math.max(most, span.stopMicros), -Infinity) };
  }

  /** The edges of fixed windows strictly inside `(start, stop)`. */
  spanEdgesWithin(start: number, stop: number): number[] {
    const edges: number[] = [];
    for (const { startMicros, stopMicros } of this.#spans) {
      if (startMicros > start && startMicros < stop) edges.push(startMicros);
      if (stopMicros > start && stopMicros < stop) edges.push(stopMicros);
    }
    return edges;
  }

  /**
   * The edges of daily windows strictly inside `(start, stop)`, of the first 8 days only: between two edges of fixed
   * windows everything repeats weekly, so later ones can't add a case.
   */
  dailyEdgesWithin(start: number, stop: number): number[] {
    const edges: number[] = [];
    if (this.#dailies.length === 0 || stop <= start) return edges;
    const end = Math.min(stop, start + PERIOD_MICROS);
    for (let day = Math.floor(start / DAY_MICROS) - 1; day * DAY_MICROS < end; day += 1) {
      for (const { startSeconds, stopSeconds, days } of this.#dailies) {
        if (!days.includes(weekdayOf(day))) continue;
        const midnight = day * DAY_MICROS;
        for (const edge of [midnight + startSeconds * 1e6, midnight + stopSeconds * 1e6]) {
          if (edge > start && edge < end) edges.push(edge);
        }
      }
    }
    return edges;
  }

  /** True when some instant lies in both. */
  overlaps(other: WindowSet): boolean {
    return [...this.#starts(other), ...other.#starts(this)].some((instant) => this.has(instant) && other.has(instant));
  }

  #hasDaily(micros: number): boolean {
    if (this.#dailies.length === 0) return false;
    const day = Math.floor(micros / DAY_MICROS);
    const seconds = (micros - day * DAY_MICROS) / 1e6;
    for (const { startSeconds, stopSeconds, days } of this.#dailies) {
      if (startSeconds <= seconds && seconds < stopSeconds && days.includes(weekdayOf(day))) return true;
      if (seconds + DAY_SECONDS < stopSeconds && days.includes(weekdayOf(day - 1))) return true;
    }
    return false;
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
