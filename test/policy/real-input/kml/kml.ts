import { childText, parseXml, within } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** `[longitude, latitude]`, degrees. */
export type Position = readonly [number, number];

/** A closed line; the last position equals the first. */
export type Ring = readonly Position[];

/** A place of a KML file with its geometry, ready to be GeoJSON. */
export interface Placemark {
  readonly name: string;
  /** What its `ExtendedData` say, by lower-case name. */
  readonly data: Readonly<Record<string, string>>;
  /** Outer ring and holes of each polygon, those of a `MultiGeometry` too. */
  readonly polygons: readonly (readonly Ring[])[];
  readonly points: readonly Position[];
  /** What was wrong with its rings and has been put right; empty for clean data. */
  readonly repairs: readonly string[];
}

/**
 * The placemarks of a KML file. Rings are closed and repeated positions dropped, and each such repair is told; what
 * can't be put right without guessing is an error.
 * @throws {Error} naming the placemark whose coordinates make no sense
 */
export function parseKml(text: string): readonly Placemark[] {
  return within(parseXml(text), 'Placemark').map(readPlacemark);
}

function readPlacemark(element: XmlElement): Placemark {
  const name = childText(element, 'name') ?? '';
  const repairs: string[] = [];
  const rings = (polygon: XmlElement, boundary: string) =>
    within(polygon, boundary)
      .flatMap((one) => within(one, 'LinearRing'))
      .map((ring) => repairedRing(positionsOf(ring, name), name, repairs));
  return {
    name,
    data: Object.fromEntries(
      within(element, 'Data').map((item) => [
        (item.attributes['name'] ?? '').toLowerCase(),
        childText(item, 'value') ?? '',
      ]),
    ),
    polygons: within(element, 'Polygon').map((polygon) => {
      const outer = rings(polygon, 'outerBoundaryIs');
      if (outer.length !== 1) throw new Error(`${name}: a polygon with ${outer.length} outer rings`);
      return [...outer, ...rings(polygon, 'innerBoundaryIs')];
    }),
    points: within(element, 'Point').flatMap((point) => positionsOf(point, name)),
    repairs,
  };
}

/** KML writes `lon,lat[,altitude]`, set apart by any white space. */
function positionsOf(element: XmlElement, name: string): readonly Position[] {
  const text = childText(element, 'coordinates') ?? '';
  return text.split(/\s+/).map((tuple) => {
    const [longitude = NaN, latitude = NaN] = tuple.split(',').map((part) => (part === '' ? NaN : Number(part)));
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) throw new Error(`${name}: \`${tuple}\` is no place`);
    return [longitude, latitude];
  });
}

function repairedRing(positions: readonly Position[], name: string, repairs: string[]): Ring {
  const distinct = positions.filter((position, index) => !isSame(position, positions[index - 1]));
  const repeated = positions.length - distinct.length;
  if (repeated > 0) repairs.push(`${name}: ${repeated} repeated ${repeated === 1 ? 'position' : 'positions'} dropped`);
  const [first] = distinct;
  if (first === undefined || isSame(first, distinct.at(-1))) return distinct;
  repairs.push(`${name}: a ring closed`);
  return [...distinct, first];
}

function isSame(a: Position, b: Position | undefined): boolean {
  return a[0] === b?.[0] && a[1] === b[1];
}
