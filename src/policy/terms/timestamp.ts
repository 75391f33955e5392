const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))$/;
const NO_OFFSET = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/** Microseconds since 1970 (exact until 2255), or what is wrong with the text. */
export type TimestampReading =
  | { readonly ok: true; readonly micros: number; readonly isUtc: boolean }
  | { readonly ok: false; readonly detail: string };

/** Read an RFC 3339 time with offset. What is finer than a microsecond is cut; `:60` is the next second. */
export function parseTimestamp(text: string): TimestampReading {
  const match = TIMESTAMP.exec(text);
  if (match === null) {
    const detail = NO_OFFSET.test(text)
      ? `\`${text}\` has no offset; write \`Z\` for UTC`
      : `\`${text}\` is not a time such as 2026-03-01T12:00:00Z`;
    return { ok: false, detail };
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offsetMinutes = (match[9] === '-' ? -1 : 1) * (Number(match[10] ?? '0') * 60 + Number(match[11] ?? '0'));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isCalendarDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isClockTime =
    hour < 24 && minute < 60 && second <= 60 && Number(match[10] ?? '0') < 24 && Number(match[11] ?? '0') < 60;
  if (!isCalendarDay || !isClockTime) return { ok: false, detail: `\`${text}\` is no date and time that exists` };
  const seconds = date.getTime() / 1000 + hour * 3600 + (minute - offsetMinutes) * 60 + second;
  const fraction = Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
  return { ok: true, micros: seconds * 1e6 + fraction, isUtc: match[8] !== undefined };
}
