import { decide } from '../../policy/decide.ts';
import type { Decision, Denial as PolicyDenial, Permit, Settings } from '../../policy/decision.ts';
import { groundsOf } from '../../policy/decision-json.ts';
import { explainRequest } from '../../policy/explain/explain-request.ts';
import { type ExplanationJson, type StatementJson, toExplanationJson } from '../../policy/explain/explanation-json.ts';
import type { OfferedResource } from '../../policy/nearest/offered-resource.ts';
import { nearestPermitted } from '../../policy/nearest.ts';
import type { PolicyRequest } from '../../policy/request.ts';
import type { Denial } from '../policy-denied-error.ts';
import type { Insight } from './insight.ts';

/**
 * What a reader is told of a decision. Where confidential statements are hidden from it, everything but the decision and
 * its code is worked out from the public part of the set alone, and only told if that part alone decides the same: so
 * nothing that is told can depend on what a hidden statement says.
 */
export function toldOf(decision: Decision, request: PolicyRequest, insight: Insight): Decision {
  const told = insight.isHidden(request) ? withoutHidden(decision, decide(insight.set.publicPart, request)) : decision;
  return { ...told, policySetHash: insight.knowsSet ? decision.policySetHash : '' };
}

/**
 * `decision` as far as the public part, which decides `open`, explains it.
 * INVARIANT: of `decision` nothing is used but the decision itself, its reason and its code.
 */
function withoutHidden(decision: Decision, open: Decision): Decision {
  if (decision.decision === open.decision && decision.reason === open.reason) return open;
  const nothing = { matched: [], obligations: [], defaultsUsed: [], policySetHash: '' };
  if (decision.decision === 'Permit') {
    return { ...nothing, decision: 'Permit', reason: 'permit', code: decision.code, settings: {} };
  }
  const { reason, code } = decision;
  return { ...nothing, decision: 'Deny', reason, code, detail: `denied by policy: ${reason}`, because: [], faults: [] };
}

/** What a permit imposes as far as a reader may know it; undefined where that is all of it. */
export function toldSettings(permit: Permit, request: PolicyRequest, insight: Insight): Settings | undefined {
  // Whatever public statements impose, the whole set imposes something on the same attribute.
  const imposesNothing = Object.keys(permit.settings).length === 0;
  if (imposesNothing || !insight.isHidden(request)) return undefined;
  const told = toldOf(permit, request, insight);
  return told.decision === 'Permit' ? told.settings : {};
}

/**
 * Statement by statement what led to a decision, for a reader who may know it; `offer` could be asked instead. Where
 * hidden statements might have had a part in it, the public part explains itself, if it decides the same, and no request
 * near it is offered.
 */
export function explainedTo(
  request: PolicyRequest,
  insight: Insight,
  offer: readonly OfferedResource[] = [],
): ExplanationJson | undefined {
  const { set } = insight;
  if (!insight.isHidden(request)) {
    // What is offered elsewhere may be hidden there.
    const open = offer.filter(({ namespace }) => !insight.isHidden({ scope: request.scope, namespace }));
    const { statements, ...explanation } = toExplanationJson(explainRequest(set, request, open));
    const isSeen = (one: StatementJson) => !one.confidential || !insight.hidesStatement(one.statement);
    return { ...explanation, statements: statements.filter(isSeen) };
  }
  const open = explainRequest(set.publicPart, request);
  const { decision, reason } = decide(set, request);
  if (open.decision.decision !== decision || open.decision.reason !== reason) return undefined;
  const { statements, steps, settings, pieces } = toExplanationJson(open);
  return { statements, steps, settings, pieces };
}

/**
 * The nearest request that would be permitted, for a reader who may know it: found among public statements alone it
 * might not be permitted, and found among all of them it would show where hidden ones end.
 */
export function nearestFor(request: PolicyRequest, insight: Insight): PolicyRequest | undefined {
  return insight.isHidden(request) ? undefined : nearestPermitted(insight.set, request);
}

/** What a reader is told of a denial, but for the nearest request. */
export function toDenial(
  { decision, request, id }: { readonly decision: PolicyDenial; readonly request: PolicyRequest; readonly id: string },
  insight: Insight,
): Denial {
  const told = toldOf(decision, request, insight);
  return {
    decisionId: id,
    reason: decision.reason,
    code: decision.code,
    ...(told.decision === 'Deny' ? { detail: told.detail, because: groundsOf(told) } : { because: [] }),
    ...(told.policySetHash === '' ? {} : { policySetHash: told.policySetHash }),
  };
}
