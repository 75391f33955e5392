import type { Fault } from '../errors.ts';
import type { Location } from './location.ts';
import { greatCircleDistanceM } from './location.ts';
import { parseQuantity } from './quantity.ts';
import type { Ring } from './ring.ts';
import { findCrossing, locateInRing, ON_EDGE_DEGREES, unwrapRing } from './ring.ts';

/** `[longitude, latitude]`, degrees; only in GeoJSON. */
export type Position = readonly [number, number];

/** A closed region of the Earth: edges and vertices belong to it, and so do the edges of its holes. */
export type Area = PolygonArea | CircleArea;

/** One or more polygons, each an outer ring and its holes. */
export interface PolygonArea {
  readonly kind: 'polygons';
  readonly polygons: readonly (readonly Ring[])[];
  /** The positions as they were given: polygon, ring, position. */
  readonly positions: readonly (readonly (readonly Position[])[])[];
}

/** All places at most `radiusM` metres from `center` along the great circle. */
export interface CircleArea {
  readonly kind: 'circle';
  readonly center: Location;
  readonly radiusM: number;
}

/** A GeoJSON geometry of an area (RFC 7946). */
export type GeoJsonArea =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] };

/** An area, or every fault of its JSON. */
export type AreaReading =
  { readonly ok: true; readonly area: Area } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Half the way round the Earth: no place is farther away. */
const LARGEST_RADIUS_M = 20_015_115;
const CIRCLE_CORNERS = 72;

/**
 * Read a GeoJSON Polygon or MultiPolygon, or `{"circle": {"center": [lon, lat], "radius": "30 km"}}`. Every fault is
 * named with its JSON pointer below `pointer`: `not-closed`, `too-few-positions`, `self-crossing-polygon`,
 * `out-of-range`, `round-a-pole`, `empty-polygon`, `wrong-type`, `unknown-field`.
 */
export function parseArea(value: unknown, pointer = '#'): AreaReading {
  const faults: Fault[] = [];
  const area = readArea(value, pointer, faults);
  return area === undefined || faults.length > 0 ? { ok: false, faults } : { ok: true, area };
}

/** True when `location` lies in `area` or on its edge. Longitudes may be given beyond ±180. */
export function containsLocation(area: Area, location: Location): boolean {
  if (area.kind === 'circle') return greatCircleDistanceM(area.center, location) <= area.radiusM;
  return area.polygons.some((rings) => polygonContains(rings, location));
}

/** The area as GeoJSON, positions as given; a circle becomes a regular polygon of 72 corners. */
export function toGeoJson(area: Area): GeoJsonArea {
  if (area.kind === 'circle') return { type: 'Polygon', coordinates: [circleRing(area)] };
  const [first] = area.positions;
  if (area.positions.length === 1 && first !== undefined) return { type: 'Polygon', coordinates: first };
  return { type: 'MultiPolygon', coordinates: area.positions };
}

function polygonContains(rings: readonly Ring[], { latitude, longitude }: Location): boolean {
  const [outer, ...holes] = rings;
  if (outer === undefined) return false;
  // The same meridian has many names; try each that falls within the unwrapped ring.
  const firstTurn = Math.floor((longitude - outer.minX + ON_EDGE_DEGREES) / 360);
  for (let x = longitude - 360 * firstTurn; x <= outer.maxX + ON_EDGE_DEGREES; x += 360) {
    const place = locateInRing(outer, x, latitude);
    if (place === 'edge') return true;
    if (place === 'inside' && !holes.some((hole) => isInHole(hole, x, latitude))) return true;
  }
  return false;
}

function isInHole(hole: Ring, x: number, latitude: number): boolean {
  const turns = Math.floor((x - hole.minX + ON_EDGE_DEGREES) / 360);
  return locateInRing(hole, x - 360 * turns, latitude) === 'inside';
}

function circleRing({ center, radiusM }: CircleArea): Position[] {
  const angle = radiusM / 6_371_008.8;
  const phi = (center.latitude * Math.PI) / 180;
  const ring = Array.from({ length: CIRCLE_CORNERS }, (_, index): Position => {
    const bearing = (-2 * Math.PI * index) / CIRCLE_CORNERS;
    const phi2 = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
    const east = Math.sin(bearing) * Math.sin(angle) * Math.cos(phi);
    const lambda = Math.atan2(east, Math.cos(angle) - Math.sin(phi) * Math.sin(phi2));
    return [center.longitude + (lambda * 180) / Math.PI, (phi2 * 180) / Math.PI];
  });
  return [...ring, ring[0] ?? [center.longitude, center.latitude]];
}

function readArea(value: unknown, pointer: string, faults: Fault[]): Area | undefined {
  if (!isObject(value)) {
    faults.push(wrongType('expected a GeoJSON Polygon or MultiPolygon, or a circle', pointer));
    return undefined;
  }
  if ('circle' in value) return readCircle(value, pointer, faults);
  const { type, coordinates } = value;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    faults.push(wrongType('`type` must be `Polygon` or `MultiPolygon` (or give a `circle`)', `${pointer}/type`));
    return undefined;
  }
  refuseUnknownFields(value, ['type', 'coordinates', 'bbox'], { pointer, faults });
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) {
    faults.push(wrongType('`coordinates` must be a list of polygons', `${pointer}/coordinates`));
    return undefined;
  }
  const read = polygons.map((polygon: unknown, index) =>
    readPolygon(polygon, type === 'Polygon' ? `${pointer}/coordinates` : `${pointer}/coordinates/${index}`, faults),
  );
  const complete = read.filter((polygon) => polygon !== undefined);
  return {
    kind: 'polygons',
    polygons: complete.map(({ rings }) => rings),
    positions: complete.map(({ positions }) => positions),
  };
}

interface ReadPolygon {
  readonly rings: readonly Ring[];
  readonly positions: readonly (readonly Position[])[];
}

function readPolygon(value: unknown, pointer: string, faults: Fault[]): ReadPolygon | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    faults.push(wrongType('a polygon must be a list of rings', pointer));
    return undefined;
  }
  const before = faults.length;
  const positions = value.map((ring: unknown, index) => readPositions(ring, `${pointer}/${index}`, faults));
  if (faults.length > before) return undefined;
  const rings = positions.map((ring, index) => readRing(ring, `${pointer}/${index}`, faults));
  const complete = rings.filter((ring) => ring !== undefined);
  if (complete.length < rings.length) return undefined;
  const crossing = findCrossing(complete);
  if (crossing !== undefined) {
    const detail = `the polygon crosses itself near [${round(crossing.x)}, ${round(crossing.y)}]`;
    faults.push({ code: 'self-crossing-polygon', detail, pointer });
  }
  return { rings: complete, positions };
}

function readRing(positions: readonly Position[], pointer: string, faults: Fault[]): Ring | undefined {
  const ring = unwrapRing(positions);
  if (ring === undefined) {
    const detail = 'the ring goes round a pole; cut it along a meridian into rings that do not';
    faults.push({ code: 'round-a-pole', detail, pointer });
    return undefined;
  }
  if (ring.minX === ring.maxX || ring.minY === ring.maxY) {
    const detail = 'the ring encloses nothing (an edge of more than 180 degrees is taken the short way round)';
    faults.push({ code: 'empty-polygon', detail, pointer });
    return undefined;
  }
  return ring;
}

function readPositions(value: unknown, pointer: string, faults: Fault[]): Position[] {
  if (!Array.isArray(value)) {
    faults.push(wrongType('a ring must be a list of positions', pointer));
    return [];
  }
  const before = faults.length;
  const positions = value.map((position: unknown, index) => readPosition(position, `${pointer}/${index}`, faults));
  if (faults.length > before) return positions;
  const first = positions[0];
  const last = positions.at(-1);
  if (positions.length < 4) {
    const detail = `a ring needs at least 4 positions, the last equal to the first; it has ${positions.length}`;
    faults.push({ code: 'too-few-positions', detail, pointer });
  } else if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    faults.push({ code: 'not-closed', detail: 'the last position of a ring must equal its first', pointer });
  }
  return positions;
}

function readPosition(value: unknown, pointer: string, faults: Fault[]): Position {
  const [longitude, latitude] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (!isFiniteNumber(longitude) || !isFiniteNumber(latitude)) {
    faults.push(wrongType('a position must be two numbers, [longitude, latitude]', pointer));
    return [0, 0];
  }
  // Beyond 180 is one way to write a ring across the antimeridian; a full turn more is a mistake.
  if (Math.abs(longitude) > 360) faults.push(outOfRange(`longitude ${longitude} is out of range`, `${pointer}/0`));
  if (Math.abs(latitude) > 90) faults.push(outOfRange(`latitude ${latitude} is outside -90..90`, `${pointer}/1`));
  return [longitude, latitude];
}

function readCircle(
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  faults: Fault[],
): CircleArea | undefined {
  refuseUnknownFields(value, ['circle'], { pointer, faults });
  const { circle } = value;
  const place = `${pointer}/circle`;
  if (!isObject(circle)) {
    faults.push(wrongType('`circle` must have `center` and `radius`', place));
    return undefined;
  }
  refuseUnknownFields(circle, ['center', 'radius'], { pointer: place, faults });
  const [longitude, latitude] = readPosition(circle['center'], `${place}/center`, faults);
  const radius = parseQuantity(circle['radius'], 'length');
  if (!radius.ok) {
    const detail = radius.problem === 'absent' ? 'a circle needs a `radius`, such as `30 km`' : radius.detail;
    faults.push({ code: 'wrong-quantity', detail, pointer: `${place}/radius` });
    return undefined;
  }
  if (radius.value <= 0 || radius.value > LARGEST_RADIUS_M) {
    faults.push(outOfRange(`a radius of ${radius.value} m is out of range`, `${place}/radius`));
  }
  return { kind: 'circle', center: { latitude, longitude }, radiusM: radius.value };
}

function refuseUnknownFields(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  { pointer, faults }: { pointer: string; faults: Fault[] },
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const detail = `unknown field \`${key}\`; expected ${known.join(', ')}`;
    faults.push({
      code: 'unknown-field',
      detail,
      pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function wrongType(detail: string, pointer: string): Fault {
  return { code: 'wrong-type', detail, pointer };
}

function outOfRange(detail: string, pointer: string): Fault {
  return { code: 'out-of-range', detail, pointer };
}

function round(value: number): number {
  return Number(value.toFixed(6));
}
