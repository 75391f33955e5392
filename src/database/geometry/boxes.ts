import { EARTH_RADIUS_M, type Location } from '../../spectrum/location.ts';

/** A box in degrees; `west` greater than `east` means across the antimeridian. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** What the mean sphere, on which the boxes are computed, is off against the ellipsoid at most, and some more. */
const MARGIN = 1.01;
const RIM_DEGREES = 1e-6;

/** The box as one or more that do not cross the antimeridian. A box that touches it has the meridian's both names. */
export function splitBox(box: Box): readonly Box[] {
  const { west, south, east, north } = box;
  if (west > east)
    return [
      { west, south, east: 180, north },
      { west: -180, south, east, north },
    ];
  if (west > -180 && east === 180) return [box, { west: -180, south, east: -180, north }];
  if (west === -180 && east < 180) return [box, { west: 180, south, east: 180, north }];
  return [box];
}

/** Boxes that hold every point within `radiusM` metres of `center`, none of them across the antimeridian. */
export function boxesAround({ latitude, longitude }: Location, radiusM: number): readonly Box[] {
  const angle = (radiusM * MARGIN) / EARTH_RADIUS_M;
  const reach = toDegrees(angle) + RIM_DEGREES;
  const south = Math.max(-90, latitude - reach);
  const north = Math.min(90, latitude + reach);
  // Round a pole, every meridian is within reach.
  if (south === -90 || north === 90) return [{ west: -180, south, east: 180, north }];
  const width = toDegrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos(toRadians(latitude))))) + RIM_DEGREES;
  if (width >= 180) return [{ west: -180, south, east: 180, north }];
  return splitBox({ west: wrap(longitude - width), south, east: wrap(longitude + width), north });
}

function wrap(longitude: number): number {
  if (longitude < -180) return longitude + 360;
  return longitude > 180 ? longitude - 360 : longitude;
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function toDegrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
