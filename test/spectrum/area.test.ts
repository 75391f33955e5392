import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Area } from '../../src/spectrum/area.ts';
import { containsLocation, parseArea, toGeoJson } from '../../src/spectrum/area.ts';

const polygon = (...rings: [number, number][][]) => ({ type: 'Polygon', coordinates: rings });
const box = (west: number, south: number, east: number, north: number): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

function area(value: unknown): Area {
  const reading = parseArea(value);
  if (!reading.ok) throw new Error(reading.faults.map(({ detail }) => detail).join('; '));
  return reading.area;
}

function faultsOf(value: unknown): string[] {
  const reading = parseArea(value, '#/area');
  return reading.ok ? [] : reading.faults.map(({ code, pointer }) => `${code} ${pointer ?? ''}`);
}

const at = (longitude: number, latitude: number) => ({ latitude, longitude });

describe('parseArea', () => {
  it.each<[string, unknown, string[]]>([
    ['a ring that is not closed', polygon(box(0, 0, 1, 1).slice(0, 4)), ['not-closed #/area/coordinates/0']],
    [
      'too few positions',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      ['too-few-positions #/area/coordinates/0'],
    ],
    [
      'a bow tie',
      polygon([
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
        [0, 0],
      ]),
      ['self-crossing-polygon #/area/coordinates'],
    ],
    [
      'an edge walked twice',
      polygon([
        [0, 0],
        [2, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ]),
      ['self-crossing-polygon #/area/coordinates'],
    ],
    [
      'a hole across the outer ring',
      polygon(box(0, 0, 4, 4), box(3, 1, 5, 2)),
      ['self-crossing-polygon #/area/coordinates'],
    ],
    [
      'coordinates out of range',
      polygon([
        [0, 0],
        [1, 91],
        [400, 1],
        [0, 0],
      ]),
      ['out-of-range #/area/coordinates/0/1/1', 'out-of-range #/area/coordinates/0/2/0'],
    ],
    [
      'a ring round a pole',
      polygon([
        [0, 80],
        [90, 80],
        [180, 80],
        [-90, 80],
        [0, 80],
      ]),
      ['round-a-pole #/area/coordinates/0'],
    ],
    [
      'a ring around the whole world by its corners',
      polygon(box(-180, -90, 180, 90)),
      ['empty-polygon #/area/coordinates/0'],
    ],
    [
      'a position of texts',
      polygon([['0', 0] as never, [1, 1], [1, 0], [0, 0]]),
      ['wrong-type #/area/coordinates/0/0'],
    ],
    ['another geometry', { type: 'Point', coordinates: [0, 0] }, ['wrong-type #/area/type']],
    ['an unknown field', { ...polygon(box(0, 0, 1, 1)), crs: 'x' }, ['unknown-field #/area/crs']],
    ['a circle without radius', { circle: { center: [0, 0] } }, ['wrong-quantity #/area/circle/radius']],
    ['a circle in kilohertz', { circle: { center: [0, 0], radius: '3 kHz' } }, ['wrong-quantity #/area/circle/radius']],
    ['a circle beyond the pole', { circle: { center: [0, 95], radius: 1 } }, ['out-of-range #/area/circle/center/1']],
    [
      'the second polygon of many',
      { type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(5, 5, 6, 6).slice(1)]] },
      ['not-closed #/area/coordinates/1/0'],
    ],
    ['nothing', null, ['wrong-type #/area']],
  ])('names the fault of %s', (_, value, expected) => {
    expect(faultsOf(value)).toEqual(expected);
  });

  it('accepts a hole that touches the outer ring in a point', () => {
    expect(
      faultsOf(
        polygon(box(0, 0, 4, 4), [
          [0, 2],
          [1, 1],
          [1, 3],
          [0, 2],
        ]),
      ),
    ).toEqual([]);
  });
});

describe('containsLocation', () => {
  const ring = area(polygon(box(0, 0, 4, 4), box(1, 1, 2, 2)));

  it.each<[string, number, number, boolean]>([
    ['inside', 3, 3, true],
    ['on an edge', 4, 3, true],
    ['on a vertex', 0, 0, true],
    ['in the hole', 1.5, 1.5, false],
    ['on the edge of the hole', 1, 1.5, true],
    ['just outside', 4.000_000_001, 3, false],
    ['level with a vertex, outside', -1, 4, false],
  ])('knows a point %s', (_, longitude, latitude, expected) => {
    expect(containsLocation(ring, at(longitude, latitude))).toBe(expected);
  });

  it('holds every point of a slanted edge', () => {
    const slanted = area(
      polygon([
        [0.1, 0.1],
        [0.7, 0.3],
        [0.2, 0.9],
        [0.1, 0.1],
      ]),
    );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
        expect(containsLocation(slanted, at(0.1 + part * 0.6, 0.1 + part * 0.2))).toBe(true);
      }),
    );
  });

  it('reads the three spellings of an area across the antimeridian alike', () => {
    const split = area({ type: 'MultiPolygon', coordinates: [[box(170, -10, 180, 10)], [box(-180, -10, -170, 10)]] });
    const beyond = area(polygon(box(170, -10, 190, 10)));
    const jump = area(
      polygon([
        [170, -10],
        [-170, -10],
        [-170, 10],
        [170, 10],
        [170, -10],
      ]),
    );
    const edges = fc.constantFrom(-180, 180, 170, -170, 0, 190, -190, 169.999, -169.999);
    fc.assert(
      fc.property(
        fc.oneof(edges, fc.double({ min: -180, max: 180, noNaN: true })),
        fc.integer({ min: -12, max: 12 }),
        (x, y) => {
          const answers = [split, beyond, jump].map((spelling) => containsLocation(spelling, at(x, y)));
          expect(new Set(answers).size).toBe(1);
        },
      ),
    );
    expect(containsLocation(jump, at(180, 0))).toBe(true);
    expect(containsLocation(jump, at(-180, 0))).toBe(true);
    expect(containsLocation(jump, at(0, 0))).toBe(false);
  });

  it('measures a circle along the great circle, its rim included', () => {
    const circle = area({ circle: { center: [-79.8398, 38.4331], radius: '30 km' } });
    expect(containsLocation(circle, at(-79.8398, 38.4331))).toBe(true);
    expect(containsLocation(circle, at(-79.8398, 38.4331 + 29.9 / 111.195))).toBe(true);
    expect(containsLocation(circle, at(-79.8398, 38.4331 + 30.1 / 111.195))).toBe(false);
  });

  it('decides a polygon of 10,000 vertices the same as its circle', () => {
    const corners = Array.from({ length: 10_000 }, (_, i): [number, number] => [
      10 * Math.cos((i * Math.PI) / 5000),
      10 * Math.sin((i * Math.PI) / 5000),
    ]);
    const disc = area(polygon([...corners, corners[0] ?? [10, 0]]));
    fc.assert(
      fc.property(
        fc.double({ min: -12, max: 12, noNaN: true }),
        fc.double({ min: -12, max: 12, noNaN: true }),
        (x, y) => {
          fc.pre(Math.abs(Math.hypot(x, y) - 10) > 1e-4);
          expect(containsLocation(disc, at(x, y))).toBe(Math.hypot(x, y) < 10);
        },
      ),
    );
  });
});

describe('toGeoJson', () => {
  it('gives polygons back as they came', () => {
    const given = polygon(box(0, 0, 4, 4), box(1, 1, 2, 2));
    expect(toGeoJson(area(given))).toEqual(given);
  });

  it('draws a circle whose corners lie on its rim', () => {
    const circle = area({ circle: { center: [10, 60], radius: 5000 } });
    const drawn = toGeoJson(circle);
    expect(parseArea(drawn).ok).toBe(true);
    const wider = area({ circle: { center: [10, 60], radius: 5000.001 } });
    const [corners = []] = drawn.type === 'Polygon' ? drawn.coordinates : [];
    expect(corners).toHaveLength(73);
    expect(corners.every(([x, y]) => containsLocation(wider, at(x, y)))).toBe(true);
  });
});
