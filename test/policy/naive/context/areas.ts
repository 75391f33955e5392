import type { Decimal } from '../values/decimals.ts';
import { compareDecimals, decimalOfNumber, minus, plus, times } from '../values/decimals.ts';
import { listOf, member } from '../json.ts';
import { quantityOf } from '../values/quantities.ts';
import { numberOf } from '../values/decimals.ts';

/** A place, degrees. */
export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

interface Point {
  readonly x: Decimal;
  readonly y: Decimal;
}

const EARTH_RADIUS_M = 6_371_008.8;
const TURN = decimalOfNumber(360);

/** True when the place lies in the area or on its edge. Polygons exactly, in decimals. */
export function areaHolds(area: unknown, place: Place): boolean {
  const circle = member(area, 'circle');
  if (circle !== undefined) return circleHolds(circle, place);
  const coordinates = member(area, 'coordinates');
  const polygons = member(area, 'type') === 'Polygon' ? [coordinates] : listOf(coordinates);
  return polygons.some((rings) => polygonHolds(listOf(rings).map(unwrapped), place));
}

/** A-14, by the angle between the two directions from the centre of the Earth. */
function circleHolds(circle: unknown, place: Place): boolean {
  const [longitude, latitude] = listOf(member(circle, 'center')).map(Number);
  const radius = quantityOf(member(circle, 'radius'), 'length');
  if (radius === undefined) return false;
  const a = direction({ longitude: longitude ?? 0, latitude: latitude ?? 0 });
  const b = direction(place);
  const cross = Math.hypot(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
  const angle = Math.atan2(cross, a.x * b.x + a.y * b.y + a.z * b.z);
  return angle * EARTH_RADIUS_M <= numberOf(radius);
}

function direction({ longitude, latitude }: Place): { x: number; y: number; z: number } {
  const [lambda, phi] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  return { x: Math.cos(phi) * Math.cos(lambda), y: Math.cos(phi) * Math.sin(lambda), z: Math.sin(phi) };
}

/** a step over 180 degrees is taken the short way, so that the longitudes run on beyond 180. */
function unwrapped(ring: unknown): readonly Point[] {
  const points: Point[] = [];
  for (const position of listOf(ring)) {
    const [lon = 0, lat = 0] = listOf(position).map(Number);
    const before = points.at(-1);
    let x = decimalOfNumber(lon);
    for (const half = decimalOfNumber(180); before !== undefined && compareDecimals(minus(x, before.x), half) > 0;)
      x = minus(x, TURN);
    for (const half = decimalOfNumber(-180); before !== undefined && compareDecimals(minus(x, before.x), half) < 0;)
      x = plus(x, TURN);
    points.push({ x, y: decimalOfNumber(lat) });
  }
  return points;
}

/** The meridian of a place has a name in every turn; a ring may use any of three. */
function polygonHolds([outer = [], ...holes]: readonly (readonly Point[])[], place: Place): boolean {
  const y = decimalOfNumber(place.latitude);
  const here = decimalOfNumber(place.longitude);
  const names = [-2, -1, 0, 1, 2].map((turns) => ({ x: plus(here, times(TURN, decimalOfNumber(turns))), y }));
  const where = (ring: readonly Point[]) => names.map((point) => locate(ring, point));
  const inOuter = where(outer);
  if (inOuter.includes('edge')) return true;
  return inOuter.includes('inside') && !holes.some((hole) => where(hole).includes('inside'));
}

/** By counting the sides that a ray to the east crosses. */
function locate(ring: readonly Point[], point: Point): 'inside' | 'outside' | 'edge' {
  let crossings = 0;
  for (const [index, a] of ring.entries()) {
    const b = ring[index + 1];
    if (b === undefined) break;
    const side = turn(a, b, point);
    if (side === 0 && isBetween(a.x, point.x, b.x) && isBetween(a.y, point.y, b.y)) return 'edge';
    const [aAbove, bAbove] = [compareDecimals(a.y, point.y) > 0, compareDecimals(b.y, point.y) > 0];
    if (aAbove !== bAbove && (bAbove ? side > 0 : side < 0)) crossings += 1;
  }
  return crossings % 2 === 1 ? 'inside' : 'outside';
}

/** Positive when `p` is to the left of the way from `a` to `b`, 0 on its line. */
function turn(a: Point, b: Point, p: Point): number {
  const left = times(minus(b.x, a.x), minus(p.y, a.y));
  return compareDecimals(left, times(minus(b.y, a.y), minus(p.x, a.x)));
}

function isBetween(a: Decimal, value: Decimal, b: Decimal): boolean {
  return compareDecimals(a, value) * compareDecimals(value, b) >= 0;
}
