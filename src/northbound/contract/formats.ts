import { Buffer } from 'node:buffer';

const MOST_OCTETS = 64;
/** Controls, lone surrogates, line and paragraph separators, and marks that turn the direction of text around. */
const HIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** 1 to 64 octets of UTF-8 without control characters, nor a space at either end. */
export function isName(text: string): boolean {
  return text !== '' && text.trim() === text && Buffer.byteLength(text) <= MOST_OCTETS && !HIDDEN.test(text);
}

/** Later instants are slips of the pen; with room to add to them, every time that follows still has four digits. */
const LATEST = Date.UTC(2200, 0, 1);

/** RFC 3339 with an offset, a day that exists, no leap second, from 1970 to 2199 in UTC. */
export function isInstant(text: string): boolean {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  if (year === undefined || Number(year) < 1970 || Number(month) < 1 || Number(month) > 12) return false;
  // Date.parse lets the 30th of February be the 2nd of March.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const instant = Date.parse(text);
  return Number(day) >= 1 && Number(day) <= days && instant >= 0 && instant < LATEST;
}

/** An open or closed span of time: `start` inclusive, `stop` exclusive. */
export interface OpenInterval {
  readonly start?: Date;
  readonly stop?: Date;
}

/** An instant, or `start/stop` with `..` for an open end; undefined when `text` is neither. */
export function parseInterval(text: string): OpenInterval | undefined {
  const ends = text.split('/');
  const [first, second] = ends;
  if (first === undefined || ends.length > 2) return undefined;
  if (second === undefined) return isInstant(first) ? instantAsInterval(new Date(first)) : undefined;
  if (!isEnd(first) || !isEnd(second)) return undefined;
  return {
    ...(first !== '..' && { start: new Date(first) }),
    ...(second !== '..' && { stop: new Date(second) }),
  };
}

function isEnd(text: string): boolean {
  return text === '..' || isInstant(text);
}

/** The millisecond that an instant names. */
function instantAsInterval(instant: Date): OpenInterval {
  return { start: instant, stop: new Date(instant.getTime() + 1) };
}

/** The formats of the contract. `date-time` is stricter than usual so that every one of them is a `Date`. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  name: isName,
  uuid: (text) => UUID.test(text),
  'date-time': isInstant,
  interval: (text) => parseInterval(text) !== undefined,
  'uri-reference': (text) => URL.canParse(text, 'http://localhost'),
  binary: () => true,
};
