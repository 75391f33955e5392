import { listOf, member } from '../json.ts';

const DAY = 86_400_000_000n;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Microseconds since 1970, UTC, of an RFC 3339 time, or `undefined` (A-10, B-14, B-18). */
export function microsOf(text: string): bigint | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (match === null) return undefined;
  const [, date = '', hour = '', minute = '', second = '', fraction = '', zone = 'Z'] = match;
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== date) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const [zoneHours = 0, zoneMinutes = 0] = /z/i.test(zone) ? [] : zone.slice(1).split(':').map(Number);
  if (zoneHours > 23 || zoneMinutes > 59) return undefined;
  const offset = (zoneHours * 60 + zoneMinutes) * (zone.startsWith('-') ? -1 : 1);
  const seconds = midnight.getTime() / 1000 + Number(hour) * 3600 + (Number(minute) - offset) * 60 + Number(second);
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** True when the instant lies in the window, `[start, end)` (A-10, B-10, B-11). */
export function windowHolds(window: unknown, at: bigint): boolean {
  return occurrences(window, at, at).some(([start, end]) => start <= at && at < end);
}

/** Every start and end of the window that may lie between two instants. */
export function windowEdges(window: unknown, from: bigint, to: bigint): readonly bigint[] {
  return occurrences(window, from, to).flat();
}

/** The spans `[start, end)` of the window that reach into `from..to`, and perhaps some beside. */
function occurrences(window: unknown, from: bigint, to: bigint): readonly (readonly [bigint, bigint])[] {
  const daily = member(window, 'daily');
  if (daily === undefined) {
    const start = stampOr(member(window, 'from'), -(10n ** 30n));
    return [[start, stampOr(member(window, 'to'), 10n ** 30n)]];
  }
  const [start = 0n, end = 0n] = listOf(daily).map(clockOf);
  const length = end > start ? end - start : end + DAY - start;
  const days = listOf(member(window, 'days') ?? DAYS).map((day) => DAYS.indexOf(String(day).toLowerCase()));
  const spans: [bigint, bigint][] = [];
  for (let day = from / DAY - 3n; day <= to / DAY + 1n; day += 1n) {
    // 1970 began on a Thursday.
    const weekday = Number((((day + 4n) % 7n) + 7n) % 7n);
    if (days.includes(weekday)) spans.push([day * DAY + start, day * DAY + start + length]);
  }
  return spans;
}

function clockOf(value: unknown): bigint {
  const [hours = 0, minutes = 0, seconds = 0] = String(value).split(':').map(Number);
  return BigInt(hours * 3600 + minutes * 60 + seconds) * 1_000_000n;
}

function stampOr(value: unknown, open: bigint): bigint {
  return (typeof value === 'string' ? microsOf(value) : undefined) ?? open;
}
