import type { Area, CircleArea, Position } from '../../../spectrum/area.ts';
import type { Location } from '../../../spectrum/location.ts';
import { greatCircleDistanceM } from '../../../spectrum/location.ts';
import type { Point } from './point.ts';

/** About a centimetre. */
const STEP_DEGREES = 1e-7;
const STEP_M = 0.01;

/** Just inside, on and outside the middle of each side, and on each corner; for circles at four points of the rim. */
export function areaPoints(areas: readonly Area[]): readonly Point[] {
  return areas.flatMap((area) =>
    area.kind === 'circle'
      ? circlePoints(area)
      : area.positions.flatMap((rings) => rings.flatMap((ring, index) => ringPoints(ring, index > 0))),
  );
}

function ringPoints(ring: readonly Position[], isHole: boolean): readonly Point[] {
  const what = isHole ? 'a hole' : 'the polygon';
  return ring.slice(1).flatMap((to, index) => {
    const from = ring[index] ?? to;
    const side = `side ${index + 1} of ${what}`;
    // A step over 180° is taken the short way round.
    const east = to[0] - from[0] - 360 * Math.round((to[0] - from[0]) / 360);
    const north = to[1] - from[1];
    const length = Math.hypot(east, north);
    const corner = at(from[0], from[1], `on corner ${index + 1} of ${what}, which belongs to the area`);
    if (length === 0) return corner;
    const [x, y] = [from[0] + east / 2, from[1] + north / 2];
    const [dx, dy] = [(-north / length) * STEP_DEGREES, (east / length) * STEP_DEGREES];
    return [
      ...at(x + dx, y + dy, `1 cm left of the middle of ${side}`),
      ...at(x - dx, y - dy, `1 cm right of the middle of ${side}`),
      ...at(x, y, `on the middle of ${side}, which belongs to the area`),
      ...corner,
    ];
  });
}

function circlePoints(circle: CircleArea): readonly Point[] {
  const { center, radiusM } = circle;
  const bearings = [
    ['north', 0, 1],
    ['east', 1, 0],
    ['south', 0, -1],
    ['west', -1, 0],
  ] as const;
  return [
    ...at(center.longitude, center.latitude, 'in the centre of the circle'),
    ...bearings.flatMap(([name, east, north]) =>
      [radiusM - STEP_M, radiusM + STEP_M].flatMap((distance) => {
        const place = placeAt(center, { east, north }, distance);
        const side = distance < radiusM ? 'inside' : 'outside';
        return place === undefined ? [] : at(place.longitude, place.latitude, `1 cm ${side} the rim in the ${name}`);
      }),
    ),
  ];
}

/** The place `distanceM` away along the meridian or the parallel; undefined where the line does not go so far. */
function placeAt(center: Location, to: { east: number; north: number }, distanceM: number): Location | undefined {
  let [near, far] = [0, to.north === 0 ? 180 : 90 - to.north * center.latitude];
  const along = (degrees: number): Location => ({
    latitude: center.latitude + to.north * degrees,
    longitude: center.longitude + to.east * degrees,
  });
  if (distanceM <= 0 || greatCircleDistanceM(center, along(far)) < distanceM) return undefined;
  for (let i = 0; i < 60; i += 1) {
    const middle = (near + far) / 2;
    if (greatCircleDistanceM(center, along(middle)) < distanceM) near = middle;
    else far = middle;
  }
  return along(near);
}

function at(lon: number, lat: number, why: string): Point[] {
  if (Math.abs(lat) > 90) return [];
  const turned = lon > 180 || lon < -180 ? lon - 360 * Math.round(lon / 360) : lon;
  return [{ parts: { place: { lat, lon: turned } }, why }];
}
