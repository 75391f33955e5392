import type { Area } from '../../../spectrum/area.ts';
import type { Band } from '../../../spectrum/band.ts';
import type { Location } from '../../../spectrum/location.ts';
import { EARTH_RADIUS_M } from '../../../spectrum/location.ts';
import type { CompiledStatement } from '../statement.ts';
import { operationsOf } from '../statement.ts';

/** Frequency, latitude, longitude, operation, time: what tells most statements apart comes first. */
export const DIMENSIONS = 5;

/** What of a request is known before any statement is looked at; what is absent may be anything. */
export interface RequestPoint {
  readonly operation: string | undefined;
  readonly band: Band | undefined;
  readonly startMicros: number | undefined;
  readonly stopMicros: number | undefined;
  readonly location: Location | undefined;
}

/** Numbers of operations, in the order in which they are met. */
export type OperationNumbers = Map<string, number>;

type Span = readonly [low: number, high: number];

const ANYTHING: Span = [-Infinity, Infinity];
/** A statement with more bands than this is found by the band around all of them. */
const MOST_BANDS = 16;
const DEGREES = 180 / Math.PI;
/** Degrees by which boxes of areas are too large, so that no rounding leaves a place out: an edge has a width. */
const MARGIN_DEGREES = 1e-6;

/** The boxes outside of which a statement can't hold: low and high side of each dimension, box after box. */
export function boxesOf(statement: CompiledStatement, numbers: OperationNumbers): readonly (readonly number[])[] {
  const operations = spanOfOperations(statement, numbers);
  const time = statement.time?.hull;
  const rest = [...sidesOfAreas(statement.location), ...operations];
  return bandsOf(statement).map((band) => [
    ...band,
    ...rest,
    time?.startMicros ?? -Infinity,
    time?.stopMicros ?? Infinity,
  ]);
}

/** The box of a request: whatever may apply to it meets this. */
export function boxOfRequest(point: RequestPoint, numbers: OperationNumbers): readonly number[] {
  const { operation, band, startMicros = -Infinity, stopMicros = Infinity, location } = point;
  // An operation that no statement names is beyond all numbers: only statements of any operation meet it.
  const number = operation === undefined ? undefined : (numbers.get(operation) ?? Infinity);
  return [
    band === undefined ? -Infinity : band.startHz,
    band === undefined ? Infinity : band.stopHz,
    location === undefined ? -Infinity : location.latitude,
    location === undefined ? Infinity : location.latitude,
    location === undefined ? -Infinity : location.longitude,
    location === undefined ? Infinity : location.longitude,
    number ?? -Infinity,
    number ?? Infinity,
    startMicros,
    stopMicros,
  ];
}

function spanOfOperations(statement: CompiledStatement, numbers: OperationNumbers): Span {
  const operations = operationsOf(statement);
  if (operations === undefined || operations.size === 0) return ANYTHING;
  let [low, high] = [Infinity, -Infinity];
  for (const operation of operations) {
    const number = numbers.get(operation) ?? numbers.size;
    numbers.set(operation, number);
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  return [low, high];
}

function bandsOf({ frequency }: CompiledStatement): readonly Span[] {
  if (frequency === undefined || frequency.bands.length === 0) return [ANYTHING];
  const { bands } = frequency;
  if (bands.length <= MOST_BANDS) return bands.map(({ startHz, stopHz }): Span => [startHz, stopHz]);
  return [[bands[0]?.startHz ?? -Infinity, bands.at(-1)?.stopHz ?? Infinity]];
}

/** Latitude and longitude of all areas together. */
function sidesOfAreas(areas: readonly Area[] | undefined): readonly number[] {
  if (areas === undefined || areas.length === 0) return [...ANYTHING, ...ANYTHING];
  const sides = areas.flatMap(boxesOfArea);
  const least = (index: number) => sides.reduce((low, box) => Math.min(low, box[index] ?? low), Infinity);
  const most = (index: number) => sides.reduce((high, box) => Math.max(high, box[index] ?? high), -Infinity);
  return [least(0), most(1), ...withoutTurn(least(2), most(3))];
}

function boxesOfArea(area: Area): readonly (readonly [number, number, number, number])[] {
  if (area.kind === 'polygons') {
    return area.polygons.flatMap(([outer]) =>
      outer ? [[outer.minY, outer.maxY, outer.minX - MARGIN_DEGREES, outer.maxX + MARGIN_DEGREES] as const] : [],
    );
  }
  const { latitude, longitude } = area.center;
  const reach = (area.radiusM / EARTH_RADIUS_M) * DEGREES + MARGIN_DEGREES;
  const isRoundPole = Math.abs(latitude) + reach >= 90;
  const sine = Math.sin(reach / DEGREES) / Math.cos(latitude / DEGREES);
  const width = isRoundPole || sine >= 1 ? Infinity : Math.asin(sine) * DEGREES + MARGIN_DEGREES;
  return [[latitude - reach, latitude + reach, longitude - width, longitude + width]];
}

/** A meridian has many names: an area that reaches the antimeridian may be anywhere. */
function withoutTurn(west: number, east: number): Span {
  return west > -180 && east < 180 ? [west, east] : ANYTHING;
}
