import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../../src/database/schema.ts';
import type { Position } from './kml/kml.ts';
import type { Zone } from './zones.ts';

/** What PostGIS is asked about. */
export type Shape = Pick<Zone, 'id' | 'polygons' | 'circles'>;

/**
 * PostGIS as a second judge of the language's areas. A polygon of the language is closed and has straight edges in
 * longitude and latitude: that is `ST_Covers` on plane geometry (`ST_Contains` leaves the edge out, and geography bends
 * the edges), and it is asked polygon by polygon, so that a place on the seam of two belongs to both. Nothing is
 * rounded on either side. A circle is `ST_DWithin` on the sphere; that of PostGIS is 2.9 cm smaller in radius than
 * 6371008.8 m, so its answer counts only for places that are not on the rim itself: see `nearestRimM`.
 */
export class PostgisJudge {
  readonly #db: Kysely<Database>;

  private constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  static async of(db: Kysely<Database>, shapes: readonly Shape[]): Promise<PostgisJudge> {
    await sql`drop table if exists shape_polygon, shape_circle`.execute(db);
    await sql`create table shape_polygon (
      id text not null, outline geometry not null,
      west float8 generated always as (st_xmin(outline)) stored, east float8 generated always as (st_xmax(outline)) stored,
      south float8 generated always as (st_ymin(outline)) stored, north float8 generated always as (st_ymax(outline)) stored
    )`.execute(db);
    await sql`create table shape_circle (id text not null, center geometry not null, radius_m float8 not null)`.execute(
      db,
    );
    const polygons = shapes.flatMap(({ id, polygons: all }) => all.map((coordinates) => ({ id, coordinates })));
    const ids = polygons.map(({ id }) => id);
    const outlines = polygons.map(({ coordinates }) => JSON.stringify({ type: 'Polygon', coordinates }));
    await sql`insert into shape_polygon (id, outline)
      select id, st_setsrid(st_geomfromgeojson(outline), 4326)
      from unnest(${ids}::text[], ${outlines}::text[]) as given (id, outline)`.execute(db);
    for (const { id, circles } of shapes) {
      for (const { center, radiusM } of circles)
        await sql`insert into shape_circle
          values (${id}, st_setsrid(st_makepoint(${center[0]}, ${center[1]}), 4326), ${radiusM})`.execute(db);
    }
    return new PostgisJudge(db);
  }

  /**
   * The ids of the shapes that hold each position, sorted. Rings may run on beyond 180 degrees. With `besideDegrees` also
   * those of polygons whose edge is no farther away than that.
   */
  async covering(positions: readonly Position[], besideDegrees = 0): Promise<readonly (readonly string[])[]> {
    const turned = sql`st_setsrid(st_makepoint(turned, y), 4326)`;
    const holds =
      besideDegrees === 0
        ? sql`st_covers(outline, ${turned})`
        : sql`st_dwithin(outline, ${turned}, ${besideDegrees}::float8)`;
    // The inner query may not be flattened: PostGIS keeps the index of a polygon only while it is asked about that one.
    const { rows } = await sql<{ number: number; id: string }>`
      with place as materialized (${this.#places(positions)})
      select distinct number, id from shape_polygon, lateral (
        select number from place, unnest(array[x - 360, x, x + 360]) as turned
          where turned between west - 1e-9 and east + 1e-9 and y between south - 1e-9 and north + 1e-9 and ${holds}
          offset 0) as inside
      union
      select number, id from place, shape_circle
        where st_dwithin(center::geography, st_makepoint(x, y)::geography, radius_m, false)`.execute(this.#db);
    const found = positions.map((): string[] => []);
    for (const { number, id } of rows) found[number - 1]?.push(id);
    return found.map((ids) => ids.sort());
  }

  /** How near any of the positions comes to the rim of a circle. Metres. */
  async nearestRimM(positions: readonly Position[]): Promise<number> {
    const { rows } = await sql<{ least: number | null }>`
      with place as (${this.#places(positions)})
      select min(abs(st_distance(center::geography, st_makepoint(x, y)::geography, false) - radius_m)) as least
        from place, shape_circle`.execute(this.#db);
    return rows[0]?.least ?? Infinity;
  }

  /** The ids of shapes whose polygons break the rules of OGC, with the reason. */
  async invalid(): Promise<readonly string[]> {
    const { rows } = await sql<{ fault: string }>`
      select id || ': ' || st_isvalidreason(outline) as fault
        from shape_polygon where not st_isvalid(outline) order by 1`.execute(this.#db);
    return rows.map(({ fault }) => fault);
  }

  #places(positions: readonly Position[]) {
    const [x, y] = [positions.map(([longitude]) => longitude), positions.map(([, latitude]) => latitude)];
    return sql`select number::int, x, y
      from unnest(${x}::float8[], ${y}::float8[]) with ordinality as given (x, y, number)`;
  }
}
