import type { Band } from '../../../src/spectrum/band.ts';
import type { Placemark, Position, Ring } from './kml/kml.ts';

/** A region that is closed in a band. */
export interface Zone {
  /** Unique among all zones; the name of its alias and of the statement that closes it. */
  readonly id: string;
  readonly band: Band;
  readonly polygons: readonly (readonly Ring[])[];
  /** Around a radar that is a point on the map. Metres. */
  readonly circles: readonly { readonly center: Position; readonly radiusM: number }[];
}

/** The dynamic protection areas are protected in this band, whatever more their file says. */
const PROTECTED: Band = { startHz: 3_550_000_000, stopHz: 3_650_000_000 };

/** Dynamic protection areas; one that is a point reaches as far as its category B neighbourhood. */
export function dynamicProtectionAreas(placemarks: readonly Placemark[]): readonly Zone[] {
  return placemarks.map((placemark) => {
    const radiusM = Number(placemark.data['catbneighborhooddistancekm']) * 1000;
    return { ...shapeOf(placemark, 'DPA', radiusM), band: PROTECTED };
  });
}

/** Exclusion zones, each in the band that its file gives. */
export function exclusionZones(placemarks: readonly Placemark[]): readonly Zone[] {
  return placemarks.map((placemark) => {
    const [startMhz = NaN, stopMhz = NaN] = (placemark.data['freqrangemhz'] ?? '').split('-').map(Number);
    if (!(startMhz < stopMhz)) throw new Error(`${placemark.name} has no band`);
    return { ...shapeOf(placemark, 'EZ', NaN), band: { startHz: startMhz * 1e6, stopHz: stopMhz * 1e6 } };
  });
}

/** The members of the location alias of a zone, as the policy language writes them. */
export function membersOf({ polygons, circles }: Zone): readonly object[] {
  return [
    ...polygons.map((coordinates) => ({ type: 'Polygon', coordinates })),
    ...circles.map(({ center, radiusM }) => ({ circle: { center, radius: `${radiusM / 1000} km` } })),
  ];
}

function shapeOf({ name, polygons, points }: Placemark, prefix: string, radiusM: number): Omit<Zone, 'band'> {
  if (points.length > 0 && !(radiusM > 0)) throw new Error(`${name} is a point without a distance`);
  return { id: `${prefix} ${name}`, polygons, circles: points.map((center) => ({ center, radiusM })) };
}
