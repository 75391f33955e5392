import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Band, toWholeHertz } from '../spectrum/band.ts';
import type { TimeWindow } from '../spectrum/time-window.ts';

/** A column by its name, or any expression of its type. */
export type Column = string | Expression<unknown>;

/** The column as SQL. */
export function toSql(column: Column): Expression<unknown> {
  return typeof column === 'string' ? sql.ref(column) : column;
}

/**
 * The band as int8range, widened to whole hertz.
 * @throws RangeError when an edge is beyond 2^53 or the edges are upside down.
 */
export function bandValue(band: Band): RawBuilder<string> {
  const { startHz, stopHz } = checkedBand(band);
  return sql<string>`int8range(${startHz}::bigint, ${stopHz}::bigint)`;
}

/** Bands as int8multirange; those that touch or overlap become one. @throws RangeError as bandValue */
export function bandsValue(bands: readonly Band[]): RawBuilder<string> {
  const texts = bands.map(checkedBand).map(({ startHz, stopHz }) => `[${startHz},${stopHz})`);
  return sql<string>`${`{${texts.join(',')}}`}::int8multirange`;
}

/** The time window as tstzrange. */
export function windowValue({ start, stop }: TimeWindow): RawBuilder<string> {
  return sql<string>`tstzrange(${start}::timestamptz, ${stop}::timestamptz)`;
}

/** True for rows whose int8range or int8multirange `column` shares a frequency with `band`. */
export function overlapsBand(column: Column, band: Band): RawBuilder<SqlBool> {
  return sql<SqlBool>`${toSql(column)} && ${bandValue(band)}`;
}

/** True for rows whose int8range or int8multirange `column` holds the whole of `band`. */
export function coversBand(column: Column, band: Band): RawBuilder<SqlBool> {
  return sql<SqlBool>`${toSql(column)} @> ${bandValue(band)}`;
}

/** The band in an int8range's text. @throws RangeError when it is empty or unbounded. */
export function parseBand(text: string): Band {
  const [, start, stop] = /^\[(-?\d+),(-?\d+)\)$/.exec(text) ?? [];
  if (start === undefined || stop === undefined) throw notA('band', text);
  return { startHz: Number(start), stopHz: Number(stop) };
}

/** The bands in an int8multirange's text, ascending. @throws RangeError when one is unbounded. */
export function parseBands(text: string): Band[] {
  if (!/^\{.*\}$/.test(text)) throw notA('list of bands', text);
  return text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(/(?<=\)),/)
        .map(parseBand);
}

/** The window in a tstzrange's text, cut to milliseconds. @throws RangeError unless it is bounded and half-open. */
export function parseWindow(text: string): TimeWindow {
  // The session's time zone is UTC, so the text is ["2026-11-20 10:00:00+00","2026-11-20 10:05:00+00").
  const [, start, stop] = /^\["([^"]+)\+00","([^"]+)\+00"\)$/.exec(text) ?? [];
  if (start === undefined || stop === undefined) throw notA('time window', text);
  const window = { start: utc(start), stop: utc(stop) };
  if (Number.isNaN(window.start.getTime() + window.stop.getTime())) throw notA('time window', text);
  return window;
}

function utc(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}

function checkedBand(band: Band): Band {
  const whole = toWholeHertz(band);
  const isSafe = Number.isSafeInteger(whole.startHz) && Number.isSafeInteger(whole.stopHz);
  if (isSafe && whole.startHz <= whole.stopHz) return whole;
  throw new RangeError(`${band.startHz}..${band.stopHz} Hz is not a band that can be stored`);
}

function notA(what: string, text: string): RangeError {
  return new RangeError(`\`${text}\` of the database is not a ${what}`);
}
