import type { Band } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';
import type { JsonValue } from './source/json-text.ts';
import type { Scope } from './terms/tree.ts';

/** Values by field name, in any case. A bare number is in the base unit of its field. */
export type PolicyAttributes = Readonly<Record<string, JsonValue | undefined>>;

/**
 * What policy is asked: may this Actor do this task with this resource, at all these frequencies, instants and at this
 * place? A part that is left out is not known, and what needs it is then unknown too.
 */
export interface PolicyRequest {
  readonly scope: Scope;
  /** That of the Element which owns the resource; global when absent. */
  readonly namespace?: string | undefined;
  readonly actor?: PolicyActor | undefined;
  readonly resource?: PolicyResource | undefined;
  readonly task?: PolicyTask | undefined;
  /** A band of no width is a single frequency. */
  readonly band?: Band | undefined;
  readonly time?: Date | undefined;
  /** What `time` can't hold: microseconds beyond its millisecond, 0..999. */
  readonly timeMicroseconds?: number | undefined;
  /** Absent or 0: an instant. */
  readonly durationSeconds?: number | undefined;
  readonly location?: Location | undefined;
  readonly attributes?: PolicyAttributes | undefined;
  /** Power readings of several sensors, dBm or texts with a unit. */
  readonly reports?: readonly JsonValue[] | undefined;
}

/** Names exactly as registered, without `user:`, `group:` or `role:`. */
export interface PolicyActor {
  readonly user?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
}

/** `<Element>:Sensors::<name>` and the like, with its groups. */
export interface PolicyResource {
  readonly id?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly attributes?: PolicyAttributes | undefined;
}

/** The operation (Scanning, Storage, …) and, where there is one, the particular task. */
export interface PolicyTask {
  readonly operation?: string | undefined;
  readonly name?: string | undefined;
  readonly groups?: readonly string[] | undefined;
}
