import type { Decimal } from './decimal.ts';
import { add, cutAt, decimalOf, multiply, parseDecimal, toNumber } from './decimal.ts';

/** What a quantity measures. Base units: Hz, dBm, s, m, and none. */
export const DIMENSIONS = ['frequency', 'power', 'time', 'length', 'number'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The unit in which a bare number of each dimension is read. */
export const BASE_UNITS: Readonly<Record<Dimension, string>> = {
  frequency: 'Hz',
  power: 'dBm',
  time: 's',
  length: 'm',
  number: '',
};

/** A number in the base unit, or why the text is not one. `absent`: null, NaN or `"NaN"` (not a fault by itself). */
export type QuantityReading =
  | { readonly ok: true; readonly value: number }
  | {
      readonly ok: false;
      readonly problem: 'absent' | 'wrong-type' | 'unknown-unit' | 'malformed';
      readonly detail: string;
    };

const times = (digits: number, exponent = 0): Decimal => ({ digits: BigInt(digits), exponent });
const ONE = times(1);

// Case matters: mHz would be a millihertz, not a megahertz, so it is refused.
const UNITS: Readonly<Record<Dimension, ReadonlyMap<string, Decimal>>> = {
  frequency: new Map([
    ['Hz', times(1)],
    ['kHz', times(1, 3)],
    ['MHz', times(1, 6)],
    ['GHz', times(1, 9)],
    ['THz', times(1, 12)],
    ['S/s', times(1)],
    ['kS/s', times(1, 3)],
    ['MS/s', times(1, 6)],
  ]),
  power: new Map([['dBm', times(1)]]),
  time: new Map([
    ['s', times(1)],
    ['ms', times(1, -3)],
    ['us', times(1, -6)],
    ['min', times(60)],
    ['h', times(3600)],
    ['d', times(86_400)],
  ]),
  length: new Map([
    ['m', times(1)],
    ['km', times(1, 3)],
    ['ft', times(3048, -4)],
  ]),
  number: new Map([['%', times(1)]]),
};

/** Time finer than a microsecond is cut. */
const FINEST_TIME = -6;
const QUANTITY = /^([+\-\u2212\u2013]?[\d.]+(?:[eE][+\-\u2212\u2013]?\d+)?) *([A-Za-z/%\u00b5]*)$/;
const ISO_DURATION =
  /^P(?=.)(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=.)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const ISO_PARTS = [times(604_800), times(86_400), times(3600), times(60), times(1)];

/**
 * Read a quantity exactly: a bare number in the base unit, `"<number> <unit>"`, or for time an ISO 8601 duration
 * without years and months. Scaling is done in decimals, so that `0.1 GHz` is 100000000 Hz and nothing else.
 */
export function parseQuantity(value: unknown, dimension: Dimension): QuantityReading {
  if (isAbsentValue(value)) return { ok: false, problem: 'absent', detail: 'no value is given' };
  if (typeof value === 'number') return fromNumber(value, dimension);
  if (typeof value !== 'string') {
    return { ok: false, problem: 'wrong-type', detail: `expected ${describeDimension(dimension)}` };
  }
  return fromText(value, dimension);
}

/** True for the values that count as not given: undefined, null, NaN and `"NaN"`. An empty text is a value. */
export function isAbsentValue(value: unknown): boolean {
  return value === undefined || value === null || value === 'NaN' || (typeof value === 'number' && Number.isNaN(value));
}

/** The units that a quantity of `dimension` may carry, for messages: `Hz, kHz, MHz, …`. */
export function unitsOf(dimension: Dimension): string {
  return [...UNITS[dimension].keys()].join(', ');
}

/** A quantity as a person writes it: 15000 Hz is `15 kHz`. Exact. */
export function formatQuantity(value: number, dimension: Dimension): string {
  const unit = readableUnit(value, dimension);
  const scale = UNITS[dimension].get(unit);
  if (!Number.isFinite(value) || scale === undefined) return unit === '' ? String(value) : `${value} ${unit}`;
  return `${toNumber(multiply(decimalOf(value), times(1, -scale.exponent)))} ${unit}`;
}

function readableUnit(value: number, dimension: Dimension): string {
  const size = Math.abs(value);
  if (dimension === 'frequency') {
    if (size >= 1e9) return 'GHz';
    if (size >= 1e6) return 'MHz';
    return size >= 1e3 ? 'kHz' : 'Hz';
  }
  if (dimension === 'length') return size >= 1e3 ? 'km' : 'm';
  if (dimension === 'time' && size > 0 && size < 1) return size < 1e-3 ? 'us' : 'ms';
  return BASE_UNITS[dimension];
}

function fromNumber(value: number, dimension: Dimension): QuantityReading {
  if (!Number.isFinite(value)) return { ok: false, problem: 'malformed', detail: 'the number is too large' };
  if (dimension !== 'time' || Number.isInteger(value) || isWholeMicroseconds(value)) return { ok: true, value };
  return { ok: true, value: toNumber(cutAt(decimalOf(value), FINEST_TIME)) };
}

/** True when nothing of a time in seconds is finer than a microsecond: the same as its shortest decimal says. */
function isWholeMicroseconds(seconds: number): boolean {
  const micros = Math.round(seconds * 1e6);
  return Number.isSafeInteger(micros) && micros / 1e6 === seconds;
}

function fromText(text: string, dimension: Dimension): QuantityReading {
  const plain = plainQuantity(text, dimension);
  if (plain !== undefined) return { ok: true, value: plain };
  const exact = dimension === 'time' && text.startsWith('P') ? isoDuration(text) : undefined;
  if (exact !== undefined) return finite(exact, dimension, text);
  const match = QUANTITY.exec(text);
  const number = match?.[1] === undefined ? undefined : parseDecimal(match[1]);
  if (number === undefined) {
    return { ok: false, problem: 'malformed', detail: `\`${text}\` is not ${describeDimension(dimension)}` };
  }
  const unit = match?.[2] ?? '';
  const scale = unit === '' ? times(1) : UNITS[dimension].get(unit);
  if (scale === undefined) {
    const detail = `\`${unit}\` is no unit of ${dimension}; expected ${describeDimension(dimension)}`;
    return { ok: false, problem: 'unknown-unit', detail };
  }
  return finite(multiply(number, scale), dimension, text);
}

/**
 * The value of a text such as `3.55 GHz` without big numbers, where doubles give exactly the same: digits that one holds,
 * times or over a power of ten that one holds, are rounded once and so correctly.
 */
function plainQuantity(text: string, dimension: Dimension): number | undefined {
  const match = PLAIN.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', unit = ''] = match;
  const scale = unit === '' ? ONE : UNITS[dimension].get(unit);
  if (scale?.digits !== 1n) return undefined;
  const exponent = scale.exponent - fraction.length;
  if (dimension === 'time' && exponent < FINEST_TIME) return undefined;
  const digits = Number(whole + fraction);
  const power = EXACT_POWERS[Math.abs(exponent)];
  if (power === undefined) return undefined;
  if (exponent < 0) return digits / power;
  return digits * power <= Number.MAX_SAFE_INTEGER ? digits * power : undefined;
}

const PLAIN = /^(\d{1,8})(?:\.(\d{1,7}))? ?([A-Za-z/%]*)$/;
/** Powers of ten that a double holds exactly. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

function finite(exact: Decimal, dimension: Dimension, text: string): QuantityReading {
  const value = toNumber(dimension === 'time' ? cutAt(exact, FINEST_TIME) : exact);
  if (!Number.isFinite(value)) return { ok: false, problem: 'malformed', detail: `\`${text}\` is too large` };
  return { ok: true, value: value === 0 ? 0 : value };
}

function isoDuration(text: string): Decimal | undefined {
  const match = text.length > 64 ? null : ISO_DURATION.exec(text);
  if (match === null) return undefined;
  let sum = times(0);
  ISO_PARTS.forEach((seconds, index) => {
    const part = parseDecimal((match[index + 1] ?? '0').replace(',', '.'));
    if (part !== undefined) sum = add(sum, multiply(part, seconds));
  });
  return sum;
}

function describeDimension(dimension: Dimension): string {
  if (dimension === 'number') return 'a number';
  return `a ${dimension} (a number of ${BASE_UNITS[dimension]}, or a text such as \`10 ${BASE_UNITS[dimension]}\`; units ${unitsOf(dimension)})`;
}
