import { decide } from './decide.ts';
import { NearestSearch } from './nearest/nearest-search.ts';
import type { OfferedResource } from './nearest/offered-resource.ts';
import { SearchEffort } from './nearest/search-effort.ts';
import type { PolicySet } from './policy-set.ts';
import type { PolicyRequest } from './request.ts';

// What is nearest, exactly. A request can be changed in four kinds of ways, from the lightest to the gravest:
//
//   limits   values that the one who asks chooses (`ADJUSTABLE_FIELDS`: resolution, slot, storage, duration, …)
//   band     the band narrowed, shifted, or given a width that a condition on `bandwidth` accepts
//   start    a later start
//   sensor   another sensor on offer
//
// Of two permitted requests the nearer one
//   1. changes fewer kinds of things;
//   2. of equally many, leaves the graver kinds alone (limits and band before start; all without sensor before sensor);
//   3. of the same kinds, changes the gravest less, then the next:
//      sensor  the nearer to the place asked for; then the one whose name comes first;
//      start   the sooner;
//      band    keeps more of the band; then is nearer to its width; then begins nearer to its begin; then is lower;
//      limits  changes fewer fields; then the earlier ones in `ADJUSTABLE_FIELDS`; then each that was given by less.
//
// It is looked for where policies change their mind: on the edges of bands and windows, and at the limits of statements
// and conditions (one step past those that are excluded: 1 Hz, 1 us, 1). Only statements that could apply to the request
// with some band, start and limits have edges that matter. A band never becomes a single frequency. Whatever is returned
// was decided, and is permitted.

/** At most so much is looked at; the far candidates are the ones left out. */
const EFFORT = { decisions: 600, looks: 150_000 };

/** The nearest permitted request. */
export interface NearestPermitted {
  /** `undefined` when there is none, or none was found. */
  readonly request: PolicyRequest | undefined;
  /** False when candidates were left out, the far ones of each kind of change: one of them may be permitted, too. */
  readonly isComplete: boolean;
}

/**
 * The nearest permitted request to a denied one, as defined above; a permitted request itself. `offer` are the resources
 * that could be asked instead. `undefined` when no change of these kinds helps.
 */
export function nearestPermitted(
  set: PolicySet,
  request: PolicyRequest,
  offer: readonly OfferedResource[] = [],
): PolicyRequest | undefined {
  return findNearest(set, request, offer).request;
}

/** As `nearestPermitted`, and whether all candidates were looked at. */
export function findNearest(
  set: PolicySet,
  request: PolicyRequest,
  offer: readonly OfferedResource[] = [],
): NearestPermitted {
  const decision = decide(set, request);
  if (decision.decision === 'Permit') return { request, isComplete: true };
  // What is malformed has no neighbours; switches that contradict one another may have.
  if (decision.faults.length > 0) return { request: undefined, isComplete: true };
  const search = new NearestSearch(set, request, { offer, effort: new SearchEffort(EFFORT) });
  const found = search.run();
  return { request: found, isComplete: search.effort.isComplete };
}
