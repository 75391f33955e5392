import type { Band } from '../../spectrum/band.ts';
import type { Decision } from '../decision.ts';
import type { PolicyRequest } from '../request.ts';
import type { Scope } from '../terms/tree.ts';

/** How two policy sets differ in meaning. */
export interface PolicySetDifference {
  /** Empty and `isComplete`: no request is decided differently. */
  readonly differences: readonly PolicyDifference[];
  /** False when there may be more differences. */
  readonly isComplete: boolean;
  /** What was not looked at, one sentence each. */
  readonly notLookedAt: readonly string[];
}

/** Requests that both sets decide differently, all in the same way. */
export interface PolicyDifference {
  /**
   * `permitted` and `denied`: they are now; `settings`: permitted by both, and something else is imposed; `obligations`:
   * decided alike, and something else has to be done.
   */
  readonly change: 'permitted' | 'denied' | 'settings' | 'obligations';
  readonly scope: Scope;
  readonly namespace: string;
  /** Of each part what it may be; a part that is left out makes no difference. */
  readonly parts: Readonly<Partial<Record<PartName, PartLabel>>>;
  /** Values of fields, as texts; a field that is left out makes no difference where it is not given. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** The statements that differ between the sets and had a part in it, `<namespace>:<policy>#<StatementId>`. */
  readonly statements: { readonly old: readonly string[]; readonly new: readonly string[] };
  /** One such request, and what each set says of it. */
  readonly counterexample: {
    readonly request: PolicyRequest;
    readonly old: Decision;
    readonly new: Decision;
  };
}

/** The parts of a request that people tell differences by. */
export type PartName = 'task' | 'frequency' | 'time' | 'location' | 'resource' | 'actor';

/** Bands, or whatever else can be said in texts. */
export type PartLabel =
  | { readonly kind: 'bands'; readonly bands: readonly Band[]; readonly texts: readonly string[] }
  | { readonly kind: 'texts'; readonly texts: readonly string[] };
