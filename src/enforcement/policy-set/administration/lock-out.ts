import type { Actor } from '../../../identity/actor.ts';
import { decide } from '../../../policy/decide.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import { turningPoints } from './turning-points.ts';
import type { OperationPolicy, ResourceQuery } from '../../access.ts';
import { toPolicyRequest } from '../../policy-question.ts';

/** The operation that every change of the policies is decided as (policy-language §4.9). */
export const POLICY_ADMINISTRATION: OperationPolicy = {
  operation: 'policy_administration',
  scope: 'sensor-management',
  scosTask: 'Policy-administration',
};

/** Whether `set` lets the Actor administer this now. */
export function mayAdminister(
  set: PolicySet,
  actor: Actor,
  { query, now }: { readonly query: ResourceQuery; readonly now: Date },
): boolean {
  return decide(set, toPolicyRequest(actor, POLICY_ADMINISTRATION, query, now)).decision === 'Permit';
}

/**
 * What the Actor may administer under `before` and not under `after`: resources, each now, and the first from any later
 * instant at which a window opens or closes, `<resource> from <instant>`. A denial that begins tomorrow locks out tomorrow.
 */
export function lostAdministration(
  actor: Actor,
  queries: readonly ResourceQuery[],
  sets: { readonly before: PolicySet; readonly after: PolicySet; readonly now: Date },
): readonly string[] {
  const { before, after } = sets;
  const isLost = (query: ResourceQuery, now: Date) =>
    mayAdminister(before, actor, { query, now }) && !mayAdminister(after, actor, { query, now });
  const lost = queries.filter((query) => isLost(query, sets.now)).map(({ resource }) => resource);
  const [first, ...others] = queries;
  if (lost.length > 0 || first === undefined) return lost;
  // The set as a whole is asked last; what lies between is of the same author and stands with the first.
  const asked = [first, ...others.slice(-1)];
  return asked.flatMap((query) => {
    const from = turningPoints(after, sets.now).find((instant) => isLost(query, instant));
    return from === undefined ? [] : [`${query.resource} from ${from.toISOString()}`];
  });
}
