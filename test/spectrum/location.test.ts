import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARTH_RADIUS_M, greatCircleDistanceM, type Location } from '../../src/spectrum/location.ts';

const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const at = (latitude: number, longitude: number): Location => ({ latitude, longitude });

/** The angle between two places as vectors from the middle of the Earth: another formula for the same arc. */
function arcByVectors(a: Location, b: Location): number {
  const [u, v] = [vectorOf(a), vectorOf(b)];
  const cross = Math.hypot(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x);
  return EARTH_RADIUS_M * Math.atan2(cross, u.x * v.x + u.y * v.y + u.z * v.z);
}

function vectorOf({ latitude, longitude }: Location) {
  const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return { x: Math.cos(phi) * Math.cos(lambda), y: Math.cos(phi) * Math.sin(lambda), z: Math.sin(phi) };
}

describe('greatCircleDistanceM', () => {
  it.each([
    ['a degree of longitude on the equator', at(0, 10), at(0, 11), 111_195.08],
    ['a degree of latitude', at(40, 10), at(41, 10), 111_195.08],
    ['pole to pole', at(90, 0), at(-90, 77), Math.PI * EARTH_RADIUS_M],
    ['across the antimeridian', at(0, 179.5), at(0, -179.5), 111_195.08],
  ])('measures %s', (_name, a, b, metres) => {
    expect(Math.abs(greatCircleDistanceM(a, b) - metres)).toBeLessThan(1);
  });

  it('agrees with the angle between vectors', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        // Near the antipode the sine of half the arc is flat: half a metre of rounding there.
        expect(Math.abs(greatCircleDistanceM(a, b) - arcByVectors(a, b))).toBeLessThan(0.5);
      }),
    );
  });

  it('is the same both ways, nothing to itself, and never more than half round', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const distance = greatCircleDistanceM(a, b);
        expect(distance).toBeCloseTo(greatCircleDistanceM(b, a), 3);
        expect(greatCircleDistanceM(a, a)).toBe(0);
        expect(distance).toBeLessThanOrEqual(Math.PI * EARTH_RADIUS_M);
      }),
    );
  });
});
