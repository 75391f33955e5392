import type { AliasView } from './aliases.ts';
import { expand } from './aliases.ts';
import { areaHolds } from './context/areas.ts';
import { bandHolds } from './context/bands.ts';
import { windowHolds } from './context/windows.ts';
import { isObject, listOf, loose } from './json.ts';
import type { Named } from './names.ts';
import { globMatches, isAmong, isLike, isNamed } from './names.ts';
import type { NaiveRequest } from './request.ts';
import { fieldName } from './request.ts';
import type { Truth } from './truth.ts';
import { and, not, or } from './truth.ts';
import type { Decimal } from './values/decimals.ts';
import { compareDecimals, decimalOfNumber, minus, numberOf } from './values/decimals.ts';
import type { Dimension } from './values/quantities.ts';
import { DIMENSIONS, isAbsent, quantityOf } from './values/quantities.ts';

/** One point of a request, seen from a namespace. Frequency and time are of the cell, all else is of the request. */
export interface Point {
  readonly request: NaiveRequest;
  readonly hz: Decimal | undefined;
  readonly at: bigint | undefined;
  readonly view: AliasView;
}

/** A single test of a condition. */
interface Test {
  readonly operator: string;
  readonly field: string;
  readonly value: unknown;
}

const OPERATORS = [
  ...['equals', 'like', 'contains', 'in', 'exists'],
  ...['lessthan', 'greaterthan', 'lessthanequals', 'greaterthanequals'],
];
const NAMED: Readonly<Record<string, Named>> = {
  actor: 'actor',
  resource: 'resource',
  'scos-task': 'task',
  scostask: 'task',
  task: 'task',
};

/** Kleene's value of a condition block; several keys are all required. */
export function conditionHolds(condition: unknown, point: Point): Truth {
  if (!isObject(condition)) return undefined;
  return and(
    Object.entries(condition).map(([key, value]) => {
      const name = loose(key);
      if (name === 'not') return not(conditionHolds(value, point));
      if (name === 'allof') return and(listOf(value).map((one) => conditionHolds(one, point)));
      if (name === 'anyof') return or(listOf(value).map((one) => conditionHolds(one, point)));
      return and(testsOf(key, value).map((test) => testHolds(test, point)));
    }),
  );
}

/** True when the condition names the part anywhere (A-03, B-03). */
export function conditionNames(condition: unknown, part: Named): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(([key, value]) => {
    const name = loose(key);
    if (['not', 'allof', 'anyof'].includes(name)) return listOf(value).some((one) => conditionNames(one, part));
    return testsOf(key, value).some(({ field }) => NAMED[fieldName(field)] === part);
  });
}

/** True when the frequency of the point lies in one of the bands (B-16). */
export function frequencyIn(bands: unknown, { hz, view }: Point): Truth {
  if (hz === undefined) return undefined;
  // One band may stand alone: `{"min", "max"}`.
  return expand(bands, 'frequency', view).some((band) => bandHolds(band, hz));
}

/** True when the instant of the point lies in one of the windows. */
export function timeIn(windows: unknown, { at, view }: Point): Truth {
  return at === undefined ? undefined : expand(windows, 'time', view).some((window) => windowHolds(window, at));
}

/** True when the place of the request lies in one of the areas. */
export function locationIn(areas: unknown, { request: { place }, view }: Point): Truth {
  return place === undefined ? undefined : expand(areas, 'location', view).some((area) => areaHolds(area, place));
}

/** Operator or field first. */
function testsOf(key: string, value: unknown): readonly Test[] {
  const isOperator = OPERATORS.includes(loose(key));
  return Object.entries(isObject(value) ? value : {}).map(([inner, operand]) =>
    isOperator
      ? { operator: loose(key), field: inner, value: operand }
      : { operator: loose(inner), field: key, value: operand },
  );
}

function testHolds({ operator, field: written, value }: Test, point: Point): Truth {
  const { request, view } = point;
  const field = fieldName(written);
  const part = NAMED[field];
  if (operator === 'exists') {
    const isThere = part === undefined ? !isAbsent(valueOf(field, point)) : isNamed(part, request);
    return isThere === (value === true || value === 'true');
  }
  if (part !== undefined) {
    return operator === 'like' ? isLike(String(value), part, request) : isAmong(value, part, request, view);
  }
  if (field === 'frequency') return frequencyIn(value, point);
  if (field === 'time') return timeIn(value, point);
  if (field === 'location') return locationIn(value, point);
  const actual = valueOf(field, point);
  if (isAbsent(actual)) return undefined;
  const compare = comparisonFor(DIMENSIONS[field]);
  switch (operator) {
    case 'in':
      return or(expand(value, 'value', view).map((one) => equal(actual, one, compare)));
    case 'contains':
      return contains(actual, value, DIMENSIONS[field]);
    case 'like':
      return typeof actual === 'string' ? globMatches(String(value), actual) : undefined;
    case 'equals':
      return equal(actual, value, compare);
    default:
      return ordered(operator, compare(actual, value));
  }
}

/** The value of a field; `frequency.min`, `duration` and the like are of the whole request (§4.10). */
function valueOf(field: string, { request, hz, at }: Point): unknown {
  const { frequency, duration, place, altitude } = request;
  switch (field) {
    case 'frequency':
      return hz;
    case 'time':
      return at;
    case 'location':
      return place;
    case 'frequency.min':
      return frequency?.min;
    case 'frequency.max':
      return frequency?.max;
    case 'bandwidth':
      // To the nearest number: a request's edges are numbers too.
      return frequency && decimalOfNumber(numberOf(minus(frequency.max, frequency.min)));
    case 'duration':
      return duration;
    case 'location.altitude':
      return place && altitude;
  }
  const ofResource = field.startsWith('resource.') ? field.slice('resource.'.length) : undefined;
  return ofResource === undefined ? request.attributes.get(field) : request.resourceAttributes.get(ofResource);
}

/** -1, 0 or 1; `'unequal'` for truth values that differ; `undefined` when the two can't be compared (A-06, B-09). */
type Comparison = (a: unknown, b: unknown) => number | 'unequal' | undefined;

function comparisonFor(dimension: Dimension | undefined): Comparison {
  return dimension === undefined ? comparePlain : (a, b) => compareQuantities(a, b, dimension);
}

function compareQuantities(a: unknown, b: unknown, dimension: Dimension): number | undefined {
  const [left, right] = [a, b].map((value) => (isDecimal(value) ? value : quantityOf(value, dimension)));
  return left && right && compareDecimals(left, right);
}

function comparePlain(a: unknown, b: unknown): number | 'unequal' | undefined {
  if (typeof a === 'number' && typeof b === 'number') return compareDecimals(decimalOfNumber(a), decimalOfNumber(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b ? 0 : 'unequal';
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  return compareTexts(a.normalize('NFC'), b.normalize('NFC'));
}

/** By code point. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return left.length < right.length ? -1 : 0;
}

function equal(a: unknown, b: unknown, compare: Comparison): Truth {
  const order = compare(a, b);
  return order === undefined ? undefined : order === 0;
}

/** a member of a list, or a part of a text. */
function contains(actual: unknown, wanted: unknown, dimension: Dimension | undefined): Truth {
  const compare = comparisonFor(dimension);
  if (Array.isArray(actual)) return or(actual.map((one) => equal(one, wanted, compare)));
  if (dimension !== undefined || typeof actual !== 'string' || typeof wanted !== 'string') return undefined;
  return actual.normalize('NFC').includes(wanted.normalize('NFC'));
}

function ordered(operator: string, order: number | 'unequal' | undefined): Truth {
  if (order === undefined || order === 'unequal') return undefined;
  if (operator === 'lessthan') return order < 0;
  if (operator === 'lessthanequals') return order <= 0;
  return operator === 'greaterthan' ? order > 0 : order >= 0;
}

function isDecimal(value: unknown): value is Decimal {
  return isObject(value) && typeof value['digits'] === 'bigint';
}
