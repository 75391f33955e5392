import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateInRing, type Ring, unwrapRing } from '../../src/spectrum/ring.ts';

/** Star-shaped around the origin of degrees, so that it never crosses itself; corners on a raster meet points exactly. */
const star = fc
  .tuple(fc.array(fc.integer({ min: 4, max: 40 }), { minLength: 60, maxLength: 150 }), fc.constantFrom(0, 179, -120))
  .map(([radii, east]) => {
    const ring = radii.map((radius, index): [number, number] => {
      const angle = (2 * Math.PI * index) / radii.length;
      const [x, y] = [(radius / 4) * Math.cos(angle), (radius / 4) * Math.sin(angle)];
      return [east + Math.round(x * 8) / 8, Math.round(y * 8) / 8];
    });
    const first = ring[0] ?? [0, 0];
    return unwrapRing([...ring, first]);
  })
  .filter((ring) => ring !== undefined);

/** The same ring, to be walked round edge by edge. */
function withoutEdges({ edges, ...ring }: Ring): Ring {
  expect(edges).toBeDefined();
  return ring;
}

/** Corners, middles of edges, raster points and points next to all of these. */
function pointsNear(ring: Ring): readonly (readonly [number, number])[] {
  const corners = Array.from(ring.x, (x, i) => [x, ring.y[i] ?? 0] as const);
  const middles = corners
    .slice(1)
    .map(([x, y], i) => [(x + (ring.x[i] ?? 0)) / 2, (y + (ring.y[i] ?? 0)) / 2] as const);
  const raster = corners.map(([x, y], i) => [Math.round(x), Math.round((corners[i + 1]?.[1] ?? y) + 1)] as const);
  const points = [...corners, ...middles, ...raster];
  return points.flatMap(([x, y]) => [
    [x, y],
    [x + 1e-9, y],
    [x, y - 1e-9],
    [x + 1e-12, y + 1e-12],
  ]);
}

describe('locateInRing', () => {
  it('says the same of a long ring by its index as by walking round it', () => {
    const seen = { inside: 0, outside: 0, edge: 0 };
    fc.assert(
      fc.property(star, (ring) => {
        const plain = withoutEdges(ring);
        for (const [x, y] of pointsNear(ring)) {
          const place = locateInRing(ring, x, y);
          seen[place] += 1;
          expect(place).toBe(locateInRing(plain, x, y));
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(seen.inside, seen.outside, seen.edge)).toBeGreaterThan(1000);
  });
});
