import type { Area } from '../spectrum/area.ts';
import type { Band } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';
import type { AssociationState } from './sensor.ts';

/** A place to look in: a box in degrees (west may exceed east: across the antimeridian), a circle, or an area. */
export type Place =
  | {
      readonly kind: 'box';
      readonly west: number;
      readonly south: number;
      readonly east: number;
      readonly north: number;
    }
  | { readonly kind: 'circle'; readonly center: Location; readonly radiusM: number }
  | { readonly kind: 'area'; readonly area: Area };

/** Which sensors are wanted; every part that is given must hold. */
export interface SensorQuery {
  readonly place?: Place;
  /** The sensor can tune the whole of it. */
  readonly band?: Band;
  readonly action?: string;
  readonly association?: AssociationState;
  readonly ids?: readonly string[];
}
