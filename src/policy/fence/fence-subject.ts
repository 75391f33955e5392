import type { Location } from '../../spectrum/location.ts';
import type { PolicyAttributes } from '../request.ts';

/** A sensor as policy is asked about it: what a fence is derived for. */
export interface FenceSubject {
  /** `<Element>:Sensors::<name>`. */
  readonly resource: string;
  readonly groups: readonly string[];
  /** That of the Element which owns the sensor. */
  readonly namespace: string;
  readonly attributes: PolicyAttributes;
  /** Where a fixed sensor stands; absent: not known. A mobile one is judged at its position of the moment. */
  readonly location: Location | undefined;
  readonly mobile: boolean;
}
