import type { PolygonArea } from '../../spectrum/area.ts';
import type { Ring } from '../../spectrum/ring.ts';

/** Coordinates of a GeoJSON MultiPolygon: polygon, ring, position `[longitude, latitude]`. */
export type MultiPolygonCoordinates = readonly (readonly (readonly (readonly [number, number])[])[])[];

/**
 * The polygons as seen from longitudes of -180 to 180. Their own longitudes run on across the antimeridian, so a
 * polygon may have to be looked at again a full turn further on: one MultiPolygon for each turn that has any.
 */
export function turnsOf({ polygons }: PolygonArea): readonly MultiPolygonCoordinates[] {
  return [-720, -360, 0, 360, 720]
    .map((turn) => polygons.filter(([outer]) => isInView(outer, turn)).map((rings) => turned(rings, turn)))
    .filter((polygonsInView) => polygonsInView.length > 0);
}

function isInView(outer: Ring | undefined, turn: number): boolean {
  return outer !== undefined && outer.minX + turn <= 180 && outer.maxX + turn >= -180;
}

/** Each ring was unwrapped by itself, so a hole can be full turns away from the ring that it lies in. */
function turned(rings: readonly Ring[], turn: number): (readonly (readonly [number, number])[])[] {
  const start = rings[0]?.minX ?? 0;
  return rings.map((ring) => {
    const toOuter = 360 * Math.ceil((start - ring.minX) / 360 - ROUNDING);
    return Array.from(ring.x, (x, index) => [x + toOuter + turn, ring.y[index] ?? 0] as const);
  });
}

const ROUNDING = 1e-9;
