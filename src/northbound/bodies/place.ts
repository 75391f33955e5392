import type { components } from '../../../openapi/generated/contract.ts';
import type { Fault } from '../../errors.ts';
import { InvalidInputError } from '../../errors.ts';
import type { Place } from '../../sensors/sensor-query.ts';
import type { GeoJsonArea } from '../../spectrum/area.ts';
import { parseArea, toGeoJson } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type { Location } from '../../spectrum/location.ts';

export type AreaBody = components['schemas']['Area'];
export type BandBody = components['schemas']['Band'];
export type LocationBody = components['schemas']['Location'];

/** The parameters of a place: a box, or a point with a radius. */
export interface PlaceQuery {
  readonly bbox?: readonly [number, number, number, number];
  readonly point?: readonly [number, number];
  readonly radius_m?: number;
}

/** Finding crossings takes up to the square of this. */
const MOST_POSITIONS = 2000;

/** The place that parameters name; what is wrong goes to `faults`. */
export function toPlace({ bbox, point, radius_m }: PlaceQuery, faults: Fault[]): Place | undefined {
  if (point === undefined && radius_m !== undefined) {
    faults.push({ code: 'missing-parameter', detail: '`radius_m` needs a `point`', parameter: 'point' });
  }
  if (point !== undefined && radius_m === undefined) {
    faults.push({ code: 'missing-parameter', detail: '`point` needs a `radius_m`', parameter: 'radius_m' });
  }
  if (bbox !== undefined && point !== undefined) {
    faults.push({ code: 'contradictory-parameters', detail: 'give either `bbox` or `point`', parameter: 'point' });
  }
  if (bbox !== undefined) return toBox(bbox, faults);
  if (point === undefined || radius_m === undefined) return undefined;
  return { kind: 'circle', center: { longitude: point[0], latitude: point[1] }, radiusM: radius_m };
}

function toBox([west, south, east, north]: readonly [number, number, number, number], faults: Fault[]): Place {
  if (south > north) {
    const detail = `south (${south}) must not be greater than north (${north}); the order is west, south, east, north`;
    faults.push({ code: 'upside-down', detail, parameter: 'bbox' });
  }
  return { kind: 'box', west, south, east, north };
}

/** The place that an area in a body names; what is wrong goes to `faults`. */
export function toAreaPlace(body: AreaBody, faults: Fault[]): Place | undefined {
  const positions = countPositions(body.coordinates);
  if (positions > MOST_POSITIONS) {
    const detail = `the area has ${positions} positions; at most ${MOST_POSITIONS} are taken`;
    faults.push({ code: 'too-many-positions', detail, pointer: '#/area/coordinates' });
    return undefined;
  }
  const reading = parseArea(body, '#/area');
  if (!reading.ok) {
    faults.push(...reading.faults);
    return undefined;
  }
  const { area } = reading;
  return area.kind === 'circle'
    ? { kind: 'circle', center: area.center, radiusM: area.radiusM }
    : { kind: 'area', area };
}

/** Arrays that hold no array. */
function countPositions(value: unknown): number {
  if (!Array.isArray(value)) return 0;
  const inner = value.filter((item) => Array.isArray(item));
  return inner.length === 0 ? 1 : inner.reduce((sum: number, item) => sum + countPositions(item), 0);
}

/** A place as the area of a body; a box becomes a polygon. */
export function toAreaBody(place: Place): AreaBody {
  switch (place.kind) {
    case 'circle':
      return {
        circle: { center: [place.center.longitude, place.center.latitude], radius: `${place.radiusM} m` },
      };
    case 'box': {
      const { west, south, north } = place;
      const east = place.east < west ? place.east + 360 : place.east;
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ];
      return { type: 'Polygon', coordinates: [ring] };
    }
    case 'area':
      return toGeoJsonBody(toGeoJson(place.area));
  }
}

function toGeoJsonBody(area: GeoJsonArea): AreaBody {
  return { type: area.type, coordinates: area.coordinates };
}

/** The band of a `band` parameter; what is wrong goes to `faults`. */
export function toBand([startHz, stopHz]: readonly [number, number], faults: Fault[]): Band {
  if (startHz >= stopHz) faults.push({ ...upsideDown(startHz, stopHz), parameter: 'band' });
  return { startHz, stopHz };
}

/** The band of a body at `#/band`; what is wrong goes to `faults`. */
export function fromBandBody({ start_hz, stop_hz }: BandBody, faults: Fault[]): Band {
  if (start_hz >= stop_hz) faults.push({ ...upsideDown(start_hz, stop_hz), pointer: '#/band' });
  return { startHz: start_hz, stopHz: stop_hz };
}

function upsideDown(startHz: number, stopHz: number): { code: string; detail: string } {
  const code = startHz === stopHz ? 'empty-band' : 'upside-down';
  return { code, detail: `the band must start (${startHz} Hz) below its stop (${stopHz} Hz)` };
}

export function toBandBody({ startHz, stopHz }: Band): BandBody {
  return { start_hz: startHz, stop_hz: stopHz };
}

export function toLocationBody({ latitude, longitude, altitudeM }: Location): LocationBody {
  return { latitude, longitude, altitude_m: altitudeM ?? null };
}

/** Refuses a request for all that was found wrong with it. @throws {InvalidInputError} when there is any. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new InvalidInputError(faults);
}
