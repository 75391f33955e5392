/** A place on Earth, WGS 84. The `[lon, lat]` pair exists only in GeoJSON. */
export interface Location {
  /** Degrees north, `[-90, 90]`. */
  readonly latitude: number;
  /** Degrees east, `[-180, 180]`. */
  readonly longitude: number;
  /** Metres above the ellipsoid. */
  readonly altitudeM?: number;
}

/** Mean Earth radius, metres (IUGG). */
export const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance on the mean sphere, metres; within 0.5 % of the ellipsoid. */
export function greatCircleDistanceM(a: Location, b: Location): number {
  const phi1 = toRadians(a.latitude);
  const phi2 = toRadians(b.latitude);
  const halfPhi = Math.sin((phi2 - phi1) / 2);
  const halfLambda = Math.sin(toRadians(b.longitude - a.longitude) / 2);
  const h = halfPhi * halfPhi + Math.cos(phi1) * Math.cos(phi2) * halfLambda * halfLambda;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

function toRadians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
