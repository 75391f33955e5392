import type { Denial as PolicyDenial } from '../policy/decision.ts';
import type { Denial, DenialGround } from './policy-denied-error.ts';

/** What the refused Actor is told. A confidential statement shows nothing but the code and the decision's id. */
export function toDenial(decision: PolicyDenial, decisionId: string, nearest: unknown): Denial {
  const confidential = decision.because.some((because) => because.confidential);
  return {
    decisionId,
    reason: decision.reason,
    code: decision.code,
    because: confidential ? [] : groundsOf(decision),
    ...(confidential || nearest === undefined ? {} : { nearest }),
    policySetHash: decision.policySetHash,
  };
}

/** Everything that stood in the way, for the record. */
export function groundsOf(decision: PolicyDenial): DenialGround[] {
  const faults = decision.faults.map((fault) => ({ policy: '', statement: '', detail: fault.detail, values: [] }));
  const grounds = decision.because.map((because) => ({
    policy: `${because.namespace}:${because.policy}`,
    statement: because.statement,
    ...(because.description === '' ? {} : { description: because.description }),
    detail: because.detail,
    values: because.values.map(({ field, actual, operator, limit, unit }) => ({
      field,
      operator,
      ...(actual === undefined ? {} : { actual }),
      ...(limit === undefined ? {} : { limit }),
      ...(unit === undefined ? {} : { unit }),
    })),
  }));
  return [...faults, ...grounds];
}
