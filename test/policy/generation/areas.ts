/**
 * Areas of generated policies: boxes, triangles and stars with decimal corners, with and without a hole, circles, and
 * boxes across the antimeridian in each of the three spellings. No ring crosses itself.
 */
import fc from 'fast-check';
import { nestedAliases } from './names.ts';

type Position = readonly [number, number];

const tenth = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((value) => value / 10);

const box = fc
  .tuple(tenth(-4, 2), tenth(-4, 2), tenth(1, 4), tenth(1, 4))
  .map(([west, south, width, height]) => boxRing(west, south, sum(west, width), sum(south, height)));

const boxWithHole = fc.tuple(tenth(-4, 1), tenth(-4, 1), fc.constantFrom(2, 3)).map(([west, south, size]) => {
  const [east, north] = [sum(west, size), sum(south, size)];
  // The hole turns the other way, as RFC 7946 wants it; nothing may depend on that.
  const hole = [...boxRing(sum(west, 0.5), sum(south, 0.5), sum(west, 1.2), sum(south, 1.5))].reverse();
  return polygon([boxRing(west, south, east, north), hole]);
});

/** A star around a centre: its corners lie in growing directions, so it never crosses itself. */
const star = fc
  .tuple(tenth(-2, 2), tenth(-2, 2), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 8 }))
  .map(([x, y, radii]) => {
    const corners = radii.map((radius, index): Position => {
      const angle = (2 * Math.PI * index) / radii.length;
      return [rounded(x + radius * Math.cos(angle)), rounded(y + radius * Math.sin(angle))];
    });
    return polygon([[...corners, corners[0] ?? [x, y]]]);
  });

const acrossTheAntimeridian = fc
  .tuple(tenth(176, 179), tenth(-179, -176), fc.constantFrom(1, 2))
  .chain(([west, east, half]) =>
    fc.constantFrom<object>(
      polygon([boxRing(west, -half, sum(east, 360), half)]),
      polygon([boxRing(west, -half, east, half)]),
      { type: 'MultiPolygon', coordinates: [[boxRing(west, -half, 180, half)], [boxRing(-180, -half, east, half)]] },
    ),
  );

const circle = fc
  .tuple(tenth(-3, 3), tenth(-3, 3), fc.constantFrom<string | number>('30 km', '150 km', 400_000, '1000 ft'))
  .map(([lon, lat, radius]) => ({ circle: { center: [lon, lat], radius } }));

const area = fc.oneof<fc.WeightedArbitrary<object>[]>(
  { weight: 3, arbitrary: box.map((ring) => polygon([ring])) },
  { weight: 2, arbitrary: boxWithHole },
  { weight: 2, arbitrary: star },
  { weight: 1, arbitrary: acrossTheAntimeridian },
  { weight: 2, arbitrary: circle },
  { weight: 1, arbitrary: fc.tuple(box, box).map(([a, b]) => ({ type: 'MultiPolygon', coordinates: [[a], [b]] })) },
);

/** The location aliases, which every generated set defines. */
export const LOCATION_ALIASES = ['Coast', 'Ranges'] as const;

/** `location` of a statement. */
export const arbitraryAreas: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: area },
  { weight: 1, arbitrary: fc.constantFrom(...LOCATION_ALIASES) },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(area, fc.constantFrom(...LOCATION_ALIASES)), { minLength: 1, maxLength: 2 }),
  },
);

/** The members of the location aliases. */
export const arbitraryLocationAliases = nestedAliases<unknown>(LOCATION_ALIASES, area);

function boxRing(west: number, south: number, east: number, north: number): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function polygon(coordinates: readonly (readonly Position[])[]): object {
  return { type: 'Polygon', coordinates };
}

function sum(a: number, b: number): number {
  return rounded(a + b);
}

function rounded(value: number): number {
  return Number(value.toFixed(3)) + 0;
}
