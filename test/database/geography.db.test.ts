import fc from 'fast-check';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { locationColumns, pointValue, withinArea, withinBox, withinRadius } from '../../src/database/geography.ts';
import { type Area, containsLocation, parseArea } from '../../src/spectrum/area.ts';
import { greatCircleDistanceM, type Location } from '../../src/spectrum/location.ts';
import { describeEachDatabase, type TestDatabase } from '../support/databases.ts';

const PLACES: Readonly<Record<string, Location>> = {
  paris: { latitude: 48.8566, longitude: 2.3522 },
  london: { latitude: 51.5074, longitude: -0.1278 },
  fiji: { latitude: -17.7134, longitude: 178.065 },
  samoa: { latitude: -13.759, longitude: -172.1046 },
  antimeridian: { latitude: 0, longitude: 180 },
  northPole: { latitude: 90, longitude: 0 },
  nearPole: { latitude: 89.9, longitude: 135 },
};
const PARIS_TO_LONDON_M = 343_923; // along the ellipsoid (Vincenty); 343,556 on the mean sphere

describeEachDatabase('places in SQL', (database) => {
  beforeAll(async () => {
    const { db } = database();
    await sql`create table place (name text, spot_on_earth geography(Point, 4326))`.execute(db);
    await sql`create index on place using gist ((spot_on_earth::geometry))`.execute(db);
    for (const [name, location] of Object.entries(PLACES)) {
      await sql`insert into place values (${name}, ${pointValue(location)})`.execute(db);
    }
    await sql`insert into place values ('nowhere', null)`.execute(db);
  });

  it('are read back exactly', async () => {
    const columns = sql.join(locationColumns('spotOnEarth').map((column) => sql`${column}`));
    const { rows } = await sql<Location>`select ${columns} from place where name = 'paris'`.execute(database().db);
    expect(rows).toEqual([PLACES['paris']]);
  });

  describe('within a radius', () => {
    it('are those at most so far along the ellipsoid', async () => {
      const paris = PLACES['paris'] ?? fail();
      expect(await find(database(), withinRadius('spotOnEarth', paris, PARIS_TO_LONDON_M + 5))).toEqual([
        'london',
        'paris',
      ]);
      expect(await find(database(), withinRadius('spotOnEarth', paris, PARIS_TO_LONDON_M - 5))).toEqual(['paris']);
    });

    it('are found across the antimeridian', async () => {
      const east = { latitude: 0, longitude: -179.99 };
      expect(await find(database(), withinRadius('spotOnEarth', east, 1_200))).toEqual(['antimeridian']);
      const between = { latitude: -15, longitude: -179.9 };
      expect(await find(database(), withinRadius('place.spotOnEarth', between, 900_000))).toEqual(['fiji', 'samoa']);
    });

    it('are found across a pole', async () => {
      const beyond = { latitude: 89.95, longitude: -45 };
      expect(await find(database(), withinRadius('spotOnEarth', beyond, 20_000))).toEqual(['nearPole', 'northPole']);
    });

    it('are all when it spans the Earth', async () => {
      const antipode = { latitude: -48.8566, longitude: -177.6478 };
      expect(await find(database(), withinRadius('spotOnEarth', antipode, 20_100_000))).toHaveLength(7);
    });

    it('agree with the mean sphere to 0.6 %', async () => {
      const location = fc.record({
        latitude: fc.double({ min: -90, max: 90, noNaN: true }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(location, location, async (a, b) => {
          const distance = greatCircleDistanceM(a, b);
          fc.pre(distance > 10);
          const [near, far] = [distance * 0.994, distance * 1.006].map((radius) =>
            withinRadius(pointValue(b), a, radius),
          );
          const { rows } = await sql`select ${near} as near, ${far} as far`.execute(database().db);
          expect(rows).toEqual([{ near: false, far: true }]);
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('within a box', () => {
    it('include its edges', async () => {
      const box = { west: -0.1278, south: 48.8566, east: 2.3522, north: 51.5074 };
      expect(await find(database(), withinBox('spotOnEarth', box))).toEqual(['london', 'paris']);
      const smaller = { ...box, west: -0.127799999 };
      expect(await find(database(), withinBox('spotOnEarth', smaller))).toEqual(['paris']);
    });

    it('are found across the antimeridian when west is greater than east', async () => {
      const box = { west: 170, south: -20, east: -170, north: 20 };
      expect(await find(database(), withinBox('spotOnEarth', box))).toEqual(['antimeridian', 'fiji', 'samoa']);
    });

    it('lie on the antimeridian under either of its names', async () => {
      const box = { west: -180, south: -1, east: -179, north: 1 };
      expect(await find(database(), withinBox('spotOnEarth', box))).toEqual(['antimeridian']);
    });
  });

  describe('within an area', () => {
    const crossing = (positions: readonly (readonly [number, number])[]) =>
      area({ type: 'Polygon', coordinates: [[...positions, positions[0]]] });

    it('agree over the three ways to write one across the antimeridian', async () => {
      const beyond = crossing([[170, -20], [190, -20], [190, 5], [170, 5]]); // prettier-ignore
      const shortWay = crossing([[170, -20], [-170, -20], [-170, 5], [170, 5]]); // prettier-ignore
      const split = area({
        type: 'MultiPolygon',
        coordinates: [
          [[[170, -20], [180, -20], [180, 5], [170, 5], [170, -20]]],
          [[[-180, -20], [-170, -20], [-170, 5], [-180, 5], [-180, -20]]],
        ],
      }); // prettier-ignore
      for (const one of [beyond, shortWay, split]) {
        expect(await find(database(), withinArea('spotOnEarth', one))).toEqual(['antimeridian', 'fiji', 'samoa']);
      }
    });

    it('are not those in a hole, wherever its longitudes run', async () => {
      const outer = [[170, -20], [190, -20], [190, 5], [170, 5], [170, -20]]; // prettier-ignore
      const hole = [[-173, -15], [-171, -15], [-171, -12], [-173, -12], [-173, -15]]; // prettier-ignore
      const holed = area({ type: 'Polygon', coordinates: [outer, hole] });
      expect(await find(database(), withinArea('spotOnEarth', holed))).toEqual(['antimeridian', 'fiji']);
    });

    it('are those of its circle', async () => {
      const circle = area({ circle: { center: [0, 90], radius: '12 km' } });
      expect(await find(database(), withinArea('spotOnEarth', circle))).toEqual(['nearPole', 'northPole']);
    });

    it('are those that the policy engine finds in it', async () => {
      const triangle = crossing([[-10, 40], [20, 45], [5, 60]]); // prettier-ignore
      const near = fc.record({
        latitude: fc.double({ min: 35, max: 65, noNaN: true }),
        longitude: fc.double({ min: -15, max: 25, noNaN: true }),
      });
      await fc.assert(
        fc.asyncProperty(near, async (location) => {
          const { rows } = await sql`select ${withinArea(pointValue(location), triangle)} as within`.execute(
            database().db,
          );
          expect(rows).toEqual([{ within: containsLocation(triangle, location) }]);
        }),
        { numRuns: 40 },
      );
    });
  });

  it('are searched through the index', async () => {
    const paris = PLACES['paris'] ?? fail();
    const plan = await database()
      .db.transaction()
      .execute(async (trx) => {
        await sql`set local enable_seqscan = off`.execute(trx);
        return sql`explain (costs off) select name from place where ${withinRadius('spotOnEarth', paris, 1000)}`.execute(
          trx,
        );
      });
    expect(JSON.stringify(plan.rows)).toContain('place_spot_on_earth_idx');
  });
});

async function find({ db }: TestDatabase, condition: RawBuilder<SqlBool>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from place where ${condition} order by name`.execute(db);
  return rows.map(({ name }) => name);
}

function area(geoJson: unknown): Area {
  const reading = parseArea(geoJson);
  return reading.ok ? reading.area : fail(JSON.stringify(reading.faults));
}

function fail(why = 'a test refers to something that is not there'): never {
  throw new Error(why);
}
