import { isDeepStrictEqual } from 'node:util';
import { decide } from '../../policy/decide.ts';
import { groundsOf, statementName } from '../../policy/decision-json.ts';
import type { Decision } from '../../policy/decision.ts';
import type { PolicySet } from '../../policy/policy-set.ts';
import { parsePolicyRequest } from '../../policy/request-json.ts';
import type { PolicyRequest } from '../../policy/request.ts';
import { type ApiClient, ApiError } from '../api-client.ts';
import { type KeptDecision, keptDecision, keptFiles, readKeptSet } from './replay/kept-decisions.ts';

/** A kept decision made again, here, from all that it was made of. */
export interface Reproduction {
  readonly kept: KeptDecision;
  readonly set: PolicySet;
  readonly request: PolicyRequest;
  readonly decision: Decision;
  /** Empty: reproduced exactly. */
  readonly differences: readonly Difference[];
}

/** What a decision says now, beside what was kept of it. */
export interface Difference {
  readonly member: string;
  readonly kept: unknown;
  readonly now: unknown;
}

/**
 * Fetches the decision and the set it was made under, and decides it again on this machine.
 * @throws {ApiError} when one of them is not there or may not be seen, or it was a read of many things
 */
export async function reproduceDecision(id: string, api: ApiClient): Promise<Reproduction> {
  const kept = await keptDecision(api, id);
  if (kept.request === null) throw new ApiError('it was a read of many things, of which no single request is kept', 1);
  if (kept.policy_set === null) throw new ApiError('you may not see the set of policies that it was made under', 1);
  if (kept.policy_set === '') throw new ApiError('it was made while no set of policies was in force', 1);
  const reading = parsePolicyRequest(kept.request);
  if (!reading.ok) throw new ApiError(`its request can't be read: ${reading.faults[0]?.detail ?? ''}`, 1);
  const { request } = reading;
  const set = readKeptSet(await keptFiles(api, kept.policy_set));
  const decision = decide(set, request);
  return { kept, set, request, decision, differences: differencesOf(kept, decision) };
}

/** One line that says whether it is the same, and one for each difference. */
export function reproductionLines({ kept, differences }: Reproduction): readonly string[] {
  if (differences.length === 0) return [`decision ${kept.id} of ${kept.at}: reproduced exactly`];
  return [
    `decision ${kept.id} of ${kept.at}: NOT reproduced`,
    ...differences.map(
      (one) => `  ${one.member}: it was ${JSON.stringify(one.kept)}, and is ${JSON.stringify(one.now)} now`,
    ),
  ];
}

/** Everything that is kept of a decision must come out again. */
function differencesOf(kept: KeptDecision, decision: Decision): readonly Difference[] {
  const isPermit = decision.decision === 'Permit';
  const now: Readonly<Record<string, unknown>> = {
    outcome: decision.decision,
    reason: decision.reason,
    code: decision.code,
    statements: decision.matched.map(statementName),
    set: isPermit ? decision.settings : null,
    because: isPermit ? null : groundsOf(decision),
    policy_set: decision.policySetHash,
  };
  return Object.entries(now)
    .map(([member, value]) => ({ member, kept: kept[member as keyof KeptDecision], now: asJson(value) }))
    .filter((one) => !isDeepStrictEqual(one.kept, one.now));
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
