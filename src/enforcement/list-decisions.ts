import type { Actor } from '../identity/actor.ts';
import { decide } from '../policy/decide.ts';
import type { Decision } from '../policy/decision.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { OperationPolicy, ResourceQuery } from './access.ts';
import { toPolicyRequest } from './policy-question.ts';

/** Answers remembered for each set and Actor; then all are forgotten. */
const MOST = 10_000;

/**
 * Decides about the items of lists. The same Actor sees the same things again and again, and `decide` is pure: where no
 * statement of a set looks at the time, the same question has the same answer for as long as the set is in force.
 */
export class ListDecisions {
  readonly #answers = new WeakMap<PolicySet, WeakMap<Actor, Map<string, Decision>>>();
  readonly #timeless = new WeakMap<PolicySet, boolean>();

  decide(
    set: PolicySet,
    actor: Actor,
    asked: { operation: OperationPolicy; query: ResourceQuery; now: Date },
  ): Decision {
    const { operation, query, now } = asked;
    const key = this.#isTimeless(set) ? keyOf(operation, query) : undefined;
    const answers = this.#answersFor(set, actor);
    const known = key === undefined ? undefined : answers.get(key);
    if (known !== undefined) return known;
    const decision = decide(set, toPolicyRequest(actor, operation, query, now));
    if (key === undefined) return decision;
    if (answers.size >= MOST) answers.clear();
    answers.set(key, decision);
    return decision;
  }

  #isTimeless(set: PolicySet): boolean {
    const known = this.#timeless.get(set);
    if (known !== undefined) return known;
    const timeless = set.statements.every((statement) => statement.windowSets.length === 0);
    this.#timeless.set(set, timeless);
    return timeless;
  }

  #answersFor(set: PolicySet, actor: Actor): Map<string, Decision> {
    const ofSet = this.#answers.get(set) ?? new WeakMap<Actor, Map<string, Decision>>();
    this.#answers.set(set, ofSet);
    const answers = ofSet.get(actor) ?? new Map<string, Decision>();
    ofSet.set(actor, answers);
    return answers;
  }
}

/** All that is asked but the time, unambiguously: what is absent differs from what is no number. */
function keyOf(operation: OperationPolicy, query: ResourceQuery): string {
  const { band, location } = query;
  return JSON.stringify([
    ...[operation.operation, operation.scope, operation.scosTask],
    ...[query.resource, query.namespace, query.taskName, query.groups],
    query.durationSeconds !== undefined && [query.durationSeconds],
    band && [band.startHz, band.stopHz],
    location && [location.latitude, location.longitude, location.altitudeM !== undefined && [location.altitudeM]],
    ...[query.attributes, query.resourceAttributes],
  ]);
}
