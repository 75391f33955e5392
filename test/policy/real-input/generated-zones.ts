import fc from 'fast-check';
import { greatCircleDistanceM } from '../../../src/spectrum/location.ts';
import type { Position, Ring } from './kml/kml.ts';
import type { Zone } from './zones.ts';

/** A zone, and places in it, around it, and on every part of its edge. */
export interface GeneratedZone {
  /** Longitudes may run on beyond 180 degrees, as plane geometry wants them. */
  readonly plain: Omit<Zone, 'id'>;
  /** The same zone, its longitudes written in one of the ways of the policy language. */
  readonly spelled: Omit<Zone, 'id'>;
  readonly places: readonly Position[];
}

// Whole sixty-fourths of a degree are exact in binary, and so are the middles between them: what lies on an edge does so
// to the last bit, for every judge.
const GRID = 64;
const BAND = { startHz: 3_550e6, stopHz: 3_650e6 };
const DIRECTIONS = [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]] as const; // prettier-ignore

const centers = fc.record({
  x: fc.constantFrom(0, -71, 142, 179, 180, -180, -179.5),
  y: fc.constantFrom(0, 40, -33, 60, 71.5),
});

/** A star around a center, with a hole of another form that may touch the outer ring in a corner. */
const stars: fc.Arbitrary<GeneratedZone> = fc
  .record({
    center: centers,
    outer: fc.array(fc.integer({ min: 8, max: 400 }), { minLength: 8, maxLength: 8 }),
    hole: fc.option(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 8, maxLength: 8 }), { freq: 3 }),
    touches: fc.option(fc.nat(7)),
    isReversed: fc.boolean(),
    isWrapped: fc.boolean(),
    steps: fc.array(fc.record({ x: fc.integer({ min: -420, max: 420 }), y: fc.integer({ min: -420, max: 420 }) }), {
      minLength: 10,
      maxLength: 10,
    }),
  })
  .map(({ center, outer, hole, touches, isReversed, isWrapped, steps }) => {
    const inner = hole?.map((size, index) => (index === touches ? (outer[index] ?? 8) : size));
    const rings = [outer, ...(inner === undefined ? [] : [inner])].map((sizes) => starRing(center, sizes, isReversed));
    const anywhere = steps.map(({ x, y }): Position => [center.x + x / GRID, center.y + y / GRID]);
    return generated([rings], isWrapped ? [rings.map(wrappedRing)] : [rings], [
      ...rings.flatMap(edgePlaces),
      ...anywhere,
      [center.x, center.y],
    ]);
  });

/** A box across the antimeridian, cut there in two as RFC 7946 wants it. */
const splitBoxes: fc.Arbitrary<GeneratedZone> = fc
  .record({
    west: fc.integer({ min: 1, max: 300 }),
    east: fc.integer({ min: 1, max: 300 }),
    y: fc.integer({ min: -30, max: 70 }),
  })
  .map(({ west, east, y }) => {
    const [left, right] = [180 - west / GRID, -180 + east / GRID];
    const whole = boxRing(left, right + 360, y);
    const seam: readonly Position[] = [[180, y], [180, y + 0.5], [-180, y + 0.5], [-180, y + 1], [180, y + 1.5]]; // prettier-ignore
    return generated([[whole]], [[boxRing(left, 180, y)], [boxRing(-180, right, y)]], [...edgePlaces(whole), ...seam]);
  });

/** A circle, also round a pole or across the antimeridian; the places keep off its rim. */
const circles: fc.Arbitrary<GeneratedZone> = fc
  .record({
    x: fc.constantFrom(0, -71, 180, -179.5),
    y: fc.constantFrom(0, 40, -89, 90),
    radiusKm: fc.integer({ min: 1, max: 2_000 }),
    places: fc.array(fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -400, max: 400 })), {
      minLength: 12,
      maxLength: 12,
    }),
  })
  .map(({ x, y, radiusKm, places }) => {
    const circle = { center: [x, y] as const, radiusM: radiusKm * 1000 };
    const reach = radiusKm / 111 / 200;
    const around = places.map(([dx, dy]): Position => [
      normalised(x + (dx * reach) / Math.max(0.02, Math.cos((y * Math.PI) / 180))),
      Math.max(-90, Math.min(90, y + dy * reach)),
    ]);
    const offRim = around.filter((place) => Math.abs(distanceM(place, circle.center) - circle.radiusM) > 1);
    const zone = { band: BAND, polygons: [], circles: [circle] };
    return { plain: zone, spelled: zone, places: [circle.center, ...offRim] };
  });

/** Zones of every kind, several at a time. */
export const arbitraryZones: fc.Arbitrary<readonly GeneratedZone[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: stars }, splitBoxes, circles),
  { minLength: 60, maxLength: 60 },
);

function generated(
  plain: readonly (readonly Ring[])[],
  spelled: readonly (readonly Ring[])[],
  places: readonly Position[],
): GeneratedZone {
  return {
    plain: { band: BAND, polygons: plain, circles: [] },
    spelled: { band: BAND, polygons: spelled, circles: [] },
    places: places.map(([x, y]) => [normalised(x), y]),
  };
}

function starRing(center: { x: number; y: number }, sizes: readonly number[], isReversed: boolean): Ring {
  const corners = DIRECTIONS.map(([dx, dy], index): Position => {
    const size = (sizes[index] ?? 1) / GRID;
    return [center.x + dx * size, center.y + dy * size];
  });
  return closed(isReversed ? corners.reverse() : corners);
}

function boxRing(west: number, east: number, south: number): Ring {
  return closed([[west, south], [east, south], [east, south + 2], [west, south + 2]]); // prettier-ignore
}

function closed(corners: readonly Position[]): Ring {
  return [...corners, ...corners.slice(0, 1)];
}

/** Every longitude within ±180: an edge across the antimeridian becomes one of more than 180 degrees. */
function wrappedRing(ring: Ring): Ring {
  return ring.map(([x, y]) => [normalised(x), y]);
}

/** The corners of a ring, the middles of its edges, and places level with a corner. */
function edgePlaces(ring: Ring): readonly Position[] {
  return ring.slice(1).flatMap(([x, y], index): Position[] => {
    const [x1 = x, y1 = y] = ring[index] ?? [];
    return [[x, y], [(x + x1) / 2, (y + y1) / 2], [x - 1 / GRID, y], [x + 1 / GRID, y]]; // prettier-ignore
  });
}

/** Within ±180; those that are already stay as they are. */
function normalised(longitude: number): number {
  return Math.abs(longitude) <= 180 ? longitude : longitude - 360 * Math.round(longitude / 360);
}

function distanceM([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  return greatCircleDistanceM({ latitude: lat1, longitude: lon1 }, { latitude: lat2, longitude: lon2 });
}
