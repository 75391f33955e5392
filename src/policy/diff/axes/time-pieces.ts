import type { WindowSet } from '../../compile/window-set.ts';
import { describeInstant } from '../../evaluate/describe.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A stretch of time for people: by weekday and clock where only weekly windows are about, else by date. */
export function describePiece(start: number, stop: number, { windows }: WindowSet): string {
  if (windows.length === 0) return 'at any time';
  if (windows.every(({ kind }) => kind === 'daily')) {
    return `${weekly(start)} to ${Number.isFinite(stop) ? weekly(stop) : 'the same time next week'} UTC`;
  }
  return Number.isFinite(stop)
    ? `${describeInstant(start)} to ${describeInstant(stop)}`
    : `from ${describeInstant(start)}`;
}

function weekly(micros: number): string {
  const date = new Date(Math.floor(micros / 1000));
  const clock = describeInstant(micros).slice(11).replace(/Z$/, '').replace(/:00$/, '');
  return `${DAYS[date.getUTCDay()] ?? ''} ${clock}`;
}
