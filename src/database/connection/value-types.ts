import pg from 'pg';

/**
 * How values arrive, on both databases alike: int8 as number, numeric as text, timestamptz as Date (milliseconds),
 * bytea as Buffer, json parsed; ranges, dates, intervals and xid8 as PostgreSQL's text. Belongs to one pool, because
 * pg's own table is shared by the whole process.
 * @throws RangeError from the query, when an int8 is beyond 2^53 or a timestamp is infinite
 */
export function valueTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, toSafeInteger);
  types.setTypeParser(INT8_ARRAY, arrayOf(toSafeInteger));
  types.setTypeParser(NUMERIC_ARRAY, arrayOf(asText));
  types.setTypeParser(TIMESTAMPTZ, toInstant);
  types.setTypeParser(TIMESTAMPTZ_ARRAY, arrayOf(toInstant));
  // pg would read these in the time zone of this process, or into objects of its own.
  for (const oid of [DATE, TIMESTAMP, INTERVAL]) types.setTypeParser(oid, asText);
  for (const oid of [DATE_ARRAY, TIMESTAMP_ARRAY, INTERVAL_ARRAY]) types.setTypeParser(oid, arrayOf(asText));
  return types;
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMP = 1114;
const TIMESTAMP_ARRAY = 1115;
const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;
const INTERVAL = 1186;
const INTERVAL_ARRAY = 1187;

/** Arrays of elements whose text holds neither quotes nor backslashes, as numbers and times do. */
function arrayOf(parse: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    const json = text.replace(/[{}]|"[^"]*"|[^{},"]+/g, toJsonToken);
    const value: unknown = JSON.parse(json, (_key, entry: unknown) =>
      typeof entry === 'string' ? parse(entry) : entry,
    );
    return value;
  };
}

function toJsonToken(token: string): string {
  if (token === '{') return '[';
  if (token === '}') return ']';
  if (token === 'NULL') return 'null';
  return token.startsWith('"') ? token : `"${token}"`;
}

function asText(text: string): string {
  return text;
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the integer ${text} of the database is beyond 2^53`);
  return value;
}

/** The session's time zone is UTC and its style ISO, so the text is `2026-11-20 10:00:00.123456+00`. */
function toInstant(text: string): Date {
  // ECMAScript writes years beyond 9999 with a sign and six digits.
  const instant = new Date(
    text
      .replace(' ', 'T')
      .replace(/\+00$/, 'Z')
      .replace(/^(\d{5,6})-/, (_whole, year: string) => `+${year.padStart(6, '0')}-`),
  );
  if (Number.isNaN(instant.getTime())) throw new RangeError(`the time \`${text}\` of the database is not an instant`);
  return instant;
}
