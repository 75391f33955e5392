import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, boxesAround, splitBox } from '../../../src/database/geometry/boxes.ts';
import { greatCircleDistanceM } from '../../../src/spectrum/location.ts';

const location = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const radius = fc.oneof(fc.double({ min: 1, max: 1e5, noNaN: true }), fc.double({ min: 1, max: 3e7, noNaN: true }));

describe('boxes around a place', () => {
  it('hold every place within the radius', () => {
    fc.assert(
      fc.property(
        location,
        radius,
        fc.double({ min: 0, max: 360 }),
        fc.double({ min: 0, max: 1 }),
        (center, r, bearing, part) => {
          const place = travel(center, bearing || 0, r * (part || 0));
          if (greatCircleDistanceM(center, place) > r) return;
          expect(boxesAround(center, r).some((box) => holds(box, place))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are at most two, and none crosses the antimeridian', () => {
    fc.assert(
      fc.property(location, radius, (center, r) => {
        const boxes = boxesAround(center, r);
        expect(boxes.length).toBeLessThanOrEqual(2);
        for (const box of boxes) expect(box.west).toBeLessThanOrEqual(box.east);
      }),
    );
  });

  it('stay small away from the poles', () => {
    const [box] = boxesAround({ latitude: 60, longitude: 10 }, 10_000);
    expect(box?.west).toBeCloseTo(10 - 0.1817, 3);
    expect(box?.north).toBeCloseTo(60 + 0.0908, 3);
  });
});

describe('a box', () => {
  it('across the antimeridian becomes two', () => {
    expect(splitBox({ west: 170, south: -10, east: -170, north: 10 })).toEqual([
      { west: 170, south: -10, east: 180, north: 10 },
      { west: -180, south: -10, east: -170, north: 10 },
    ]);
  });

  it('that ends at the antimeridian has both names of it', () => {
    expect(splitBox({ west: 170, south: 0, east: 180, north: 1 })).toContainEqual({
      west: -180,
      south: 0,
      east: -180,
      north: 1,
    });
    expect(splitBox({ west: -180, south: 0, east: 0, north: 1 })).toContainEqual({
      west: 180,
      south: 0,
      east: 180,
      north: 1,
    });
  });
});

function holds(
  { west, south, east, north }: Box,
  { latitude, longitude }: { latitude: number; longitude: number },
): boolean {
  return south <= latitude && latitude <= north && west <= longitude && longitude <= east;
}

/** Where one arrives from `from` after `distanceM` along the great circle in direction `bearing`, degrees. */
function travel(from: { latitude: number; longitude: number }, bearing: number, distanceM: number) {
  const [angle, theta] = [distanceM / 6_371_008.8, (bearing * Math.PI) / 180];
  const phi = (from.latitude * Math.PI) / 180;
  const sinPhi2 = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(theta);
  const y = Math.sin(theta) * Math.sin(angle) * Math.cos(phi);
  const longitude = from.longitude + (Math.atan2(y, Math.cos(angle) - Math.sin(phi) * sinPhi2) * 180) / Math.PI;
  return {
    latitude: (Math.asin(Math.max(-1, Math.min(1, sinPhi2))) * 180) / Math.PI,
    longitude: longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude,
  };
}
