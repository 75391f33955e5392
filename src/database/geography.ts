import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Area, PolygonArea } from '../spectrum/area.ts';
import type { Location } from '../spectrum/location.ts';
import { type Box, boxesAround, splitBox } from './geometry/boxes.ts';
import { type Column, toSql } from './ranges.ts';
import { turnsOf } from './geometry/turned-polygons.ts';

/*
 * Columns are geography(Point, 4326). Searches go through an index on `(column::geometry)`: the planner estimates
 * rows well there and badly on geography, which costs a nationwide page a hundredfold.
 */

/** The place as geography(Point, 4326); its altitude has a column of its own. */
export function pointValue({ latitude, longitude }: Location): RawBuilder<string> {
  return sql<string>`${pointGeometry(latitude, longitude)}::geography`;
}

/** `latitude` and `longitude` of a point column, in degrees, for a `select`. */
export function locationColumns(
  column: Column,
): [AliasedRawBuilder<number, 'latitude'>, AliasedRawBuilder<number, 'longitude'>] {
  const geometry = asGeometry(column);
  return [sql<number>`st_y(${geometry})`.as('latitude'), sql<number>`st_x(${geometry})`.as('longitude')];
}

/** True for points at most `radiusM` metres from `center` along the ellipsoid (WGS 84). */
export function withinRadius(column: Column, center: Location, radiusM: number): RawBuilder<SqlBool> {
  const geometry = asGeometry(column);
  const point = pointGeometry(center.latitude, center.longitude);
  // From cheap to exact: the index, the sphere with room for what it is off, the ellipsoid on what remains.
  return sql<SqlBool>`(${anyOf(boxesAround(center, radiusM).map((box) => touches(geometry, box)))}
    and st_distancesphere(${geometry}, ${point}) <= ${radiusM * SPHERE_MARGIN}::float8
    and st_distance(${toSql(column)}, ${point}::geography) <= ${radiusM}::float8)`;
}

/** True for points in `box` or on its edge; `west` greater than `east` means across the antimeridian. */
export function withinBox(column: Column, box: Box): RawBuilder<SqlBool> {
  const geometry = asGeometry(column);
  return anyOf(
    splitBox(box).map(
      // The index knows single precision only: the coordinates decide.
      (part) => sql<SqlBool>`(${touches(geometry, part)}
        and st_x(${geometry}) between ${part.west}::float8 and ${part.east}::float8
        and st_y(${geometry}) between ${part.south}::float8 and ${part.north}::float8)`,
    ),
  );
}

/** True for points in `area` or on an edge of it; edges are straight in longitude and latitude (RFC 7946). */
export function withinArea(column: Column, area: Area): RawBuilder<SqlBool> {
  if (area.kind === 'circle') return withinRadius(column, area.center, area.radiusM);
  return withinPolygons(asGeometry(column), area);
}

/** The sphere of mean radius and the ellipsoid differ by up to 0.56 %. */
const SPHERE_MARGIN = 1.01;

function withinPolygons(geometry: RawBuilder<unknown>, area: PolygonArea): RawBuilder<SqlBool> {
  return anyOf(
    turnsOf(area).map((polygons) => {
      const geoJson = JSON.stringify({ type: 'MultiPolygon', coordinates: polygons });
      return sql<SqlBool>`st_intersects(st_setsrid(st_geomfromgeojson(${geoJson}::text), 4326), ${geometry})`;
    }),
  );
}

function asGeometry(column: Column): RawBuilder<unknown> {
  return sql`(${toSql(column)}::geometry)`;
}

function pointGeometry(latitude: number, longitude: number): RawBuilder<unknown> {
  return sql`st_setsrid(st_makepoint(${longitude}::float8, ${latitude}::float8), 4326)`;
}

function touches(geometry: RawBuilder<unknown>, { west, south, east, north }: Box): RawBuilder<SqlBool> {
  return sql<SqlBool>`${geometry} && st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
}

function anyOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}
