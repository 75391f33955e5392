import { NotFoundError } from '../errors.ts';
import type { AuthenticatedActor } from '../identity/actor.ts';
import type { Band } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';
import type { Denial, PolicyDeniedError } from './policy-denied-error.ts';

/** What the contract says of an operation: the policy scope and SCOS-Task it is decided under (policy-language §4.9). */
export interface OperationPolicy {
  readonly operation: string;
  readonly scope: 'sensing-management' | 'sensing-data-management' | 'sensor-management';
  readonly scosTask: string;
}

/** One resource an operation touches, with all that a statement may ask about it. */
export interface ResourceQuery {
  /** `<Element>:Sensors::<name>` … */
  readonly resource: string;
  readonly groups?: readonly string[];
  /** Namespace: the name of the Element that owns the resource. */
  readonly namespace: string;
  /** Name of the specific task, where there is one: the action. */
  readonly taskName?: string;
  readonly band?: Band;
  readonly time?: Date;
  readonly durationSeconds?: number;
  readonly location?: Location;
  readonly attributes?: Readonly<Record<string, number | string | boolean>>;
  readonly resourceAttributes?: Readonly<Record<string, number | string | boolean>>;
}

/** Settings that policy imposes on what it permits: names of the registry, values in base units. */
export type Settings = Readonly<Record<string, number | boolean | string>>;

/**
 * One Actor's passage through the policy gate for one operation. Whoever holds the resource asks it; the edge settles it
 * before it answers, and an operation that never asked is a fault of the program, not a permission.
 */
export interface Access {
  readonly actor: AuthenticatedActor;
  readonly operation: OperationPolicy;
  /**
   * For lists: from now on every item that is shown goes through `permits`. A list may turn out to be empty. `as` names
   * what is open to everybody and shows nothing of anybody's; it is kept by that name.
   */
  beginList(as?: string): void;
  /** For lists: whether this item may be shown. Kept as one decision for the whole request. */
  permits(query: ResourceQuery): boolean;
  /** For choosing among resources and times: what policy says of one, without refusing the request. */
  consider(query: ResourceQuery): Verdict;
  /** The refusal for a denial that `consider` found, after it is stored. */
  refuse(denial: Denial): Promise<PolicyDeniedError>;
  /** The settings of the permit. @throws {PolicyDeniedError} after the denial is stored. */
  require(query: ResourceQuery): Promise<Settings>;
}

/** What policy says of one resource. */
export type Verdict =
  | {
      readonly permitted: true;
      readonly settings: Settings;
      /** What of them anybody may be told, where that is not all: confidential statements impose and are not shown. */
      readonly told?: Settings;
    }
  | { readonly permitted: false; readonly denial: Denial };

/**
 * For a thing that was named and is not there: the question about it is on record, and its answer is that there is none.
 */
export function nothingThere(
  access: Access,
  thing: { readonly collection: string; readonly what: string },
  id: string,
): NotFoundError {
  const { name } = access.actor.element;
  access.permits({ resource: `${name}:${thing.collection}::${id}`, namespace: name });
  return new NotFoundError(thing.what, id);
}
