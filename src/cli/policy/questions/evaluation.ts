import { decideJson } from '../../../policy/decide.ts';
import type { DenialGround } from '../../../policy/decision-json.ts';
import { groundsOf, statementName } from '../../../policy/decision-json.ts';
import type { Decision } from '../../../policy/decision.ts';
import { explainRequest } from '../../../policy/explain/explain-request.ts';
import type { ExplanationJson } from '../../../policy/explain/explanation-json.ts';
import { toExplanationJson } from '../../../policy/explain/explanation-json.ts';
import type { OfferedResource } from '../../../policy/nearest/offered-resource.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import { parsePolicyRequest } from '../../../policy/request-json.ts';
import { toRequestJson } from '../../../policy/request-to-json.ts';

/** What policy says of one request, as a Manager answers it, too. */
export interface Evaluation {
  readonly decision: 'Permit' | 'Deny';
  readonly reason: string;
  readonly code: number;
  readonly matched: readonly string[];
  readonly set: Readonly<Record<string, number | boolean | string>> | null;
  readonly obligations: readonly { readonly action: string; readonly statement: string }[];
  readonly occupied: boolean | null;
  readonly defaults: readonly string[];
  readonly because: readonly DenialGround[];
  readonly request: unknown;
  readonly explanation?: ExplanationJson;
  /** The nearest permitted request, from a Manager that tells no more. */
  readonly nearest?: unknown;
  readonly policy_set?: string;
}

/** Decide a request in JSON, and explain the decision if asked to. */
export function evaluate(
  set: PolicySet,
  json: unknown,
  { explain, offer }: { readonly explain: boolean; readonly offer: readonly OfferedResource[] },
): Evaluation {
  const reading = parsePolicyRequest(json);
  if (!reading.ok || !explain)
    return toEvaluation(decideJson(set, json), reading.ok ? toRequestJson(reading.request) : null);
  const explanation = explainRequest(set, reading.request, offer);
  const explained = toExplanationJson(explanation);
  return {
    ...toEvaluation(explanation.decision, toRequestJson(reading.request)),
    explanation: explained,
    ...(explained.nearest?.request && { nearest: explained.nearest.request }),
  };
}

/** A decision as JSON. */
export function toEvaluation(decision: Decision, request: unknown): Evaluation {
  const isPermit = decision.decision === 'Permit';
  const settings = isPermit ? decision.settings : {};
  return {
    decision: decision.decision,
    reason: decision.reason,
    code: decision.code,
    matched: decision.matched.map(statementName),
    set: Object.keys(settings).length === 0 ? null : settings,
    obligations: decision.obligations.map((one) => ({ ...one, statement: statementName(one.statement) })),
    occupied: isPermit ? (decision.occupied ?? null) : null,
    defaults: decision.defaultsUsed,
    because: isPermit ? [] : groundsOf(decision),
    request,
    policy_set: decision.policySetHash,
  };
}
