import type { RecurringWindow } from '../terms/tree.ts';
import type { Layout } from './json-layout.ts';
import { inline } from './json-layout.ts';

const DAY_SECONDS = 86_400;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** The first instant that has no four-digit year: only a leap second leads there. */
const YEAR_10000_MICROS = 253_402_300_800_000_000;

/** A time window as a policy writes it. */
export function windowLayout(window: RecurringWindow): Layout {
  if (window.kind === 'span') {
    const edges = [
      ['from', window.startMicros],
      ['to', window.stopMicros],
    ] as const;
    return inline(edges.flatMap(([key, micros]) => (Number.isFinite(micros) ? [[key, instantText(micros)]] : [])));
  }
  const { startSeconds, stopSeconds, days } = window;
  const daily: Layout = [clockText(startSeconds), stopText(startSeconds, stopSeconds)];
  const named = days.length === DAYS.length ? [] : ([['days', days.map((day) => DAYS[day] ?? '')]] as const);
  return inline([['daily', daily], ...named]);
}

/** An instant as a policy writes it: RFC 3339, UTC, fractions of a second only where there are some. */
export function instantText(micros: number): string {
  if (micros >= YEAR_10000_MICROS) return '9999-12-31T23:59:60Z';
  // In whole numbers: a double divided by 1000 would be rounded.
  const exact = BigInt(micros);
  const finer = ((exact % 1000n) + 1000n) % 1000n;
  const text = new Date(Number((exact - finer) / 1000n)).toISOString();
  const fraction = `${text.slice(20, 23)}${String(finer).padStart(3, '0')}`.replace(/0+$/, '');
  return `${text.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** The end of the day is 24:00; equal ends are a whole day from there. */
function stopText(startSeconds: number, stopSeconds: number): string {
  return clockText(stopSeconds > DAY_SECONDS || stopSeconds === startSeconds ? stopSeconds - DAY_SECONDS : stopSeconds);
}

function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[2] === 0 ? parts.slice(0, 2) : parts).map((part) => String(part).padStart(2, '0')).join(':');
}
