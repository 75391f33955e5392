import { decide } from '../../policy/decide.ts';
import type { Decision } from '../../policy/decision.ts';
import { groundsOf, statementName } from '../../policy/decision-json.ts';
import { parsePolicyRequest } from '../../policy/request-json.ts';
import type { NewDecision } from '../decision-log.ts';
import type { Insight } from './insight.ts';

/** A kept decision as one reader may see it. */
export interface ShownDecision extends Omit<NewDecision, 'setHash'> {
  /** Absent for a reader who may not know which set it was made under. */
  readonly setHash: string | undefined;
}

/** Who reads a kept decision. */
export interface DecisionReader {
  /** Into the set that the decision was made under; absent when that can't be read any more. */
  readonly insight: Insight | undefined;
  /** Whether policy permits it to read this decision; if not, it reads what it asked itself. */
  readonly isPermitted: boolean;
}

/**
 * `decision` as the reader may see it. Of a set that hides something from it, all but the answer and its code is worked
 * out again from the public part alone, as it was when the Actor was answered.
 */
export function shownDecision(decision: NewDecision, { insight, isPermitted }: DecisionReader): ShownDecision {
  const setHash = decision.setHash === '' || insight?.knowsSet === true ? decision.setHash : undefined;
  // How many things a list left out is nothing that its reader may know: they were left out.
  const reason = isPermitted ? decision.reason : decision.reason.replace(/, \d+ left out$/, '');
  return { ...decision, ...explanationFor(decision, insight), reason, setHash };
}

type Explanation = Pick<NewDecision, 'statements' | 'settings' | 'because'>;

function explanationFor(decision: NewDecision, insight: Insight | undefined): Explanation {
  // Made without any set: there is nothing to hide.
  if (decision.setHash === '') return decision;
  if (insight === undefined) return nothingOf(decision);
  if (decision.request === undefined) return publicOf(decision, insight);
  const reading = parsePolicyRequest(decision.request);
  if (!reading.ok) return nothingOf(decision);
  if (!insight.isHidden(reading.request)) return decision;
  const open = decide(insight.set.publicPart, reading.request);
  return isSame(open, decision) ? explanationOf(open) : nothingOf(decision);
}

function isSame(open: Decision, kept: NewDecision): boolean {
  return open.decision === kept.outcome && open.reason === kept.reason;
}

function explanationOf(open: Decision): Explanation {
  return {
    statements: open.matched.map(statementName),
    settings: open.decision === 'Permit' ? open.settings : undefined,
    because: open.decision === 'Deny' ? groundsOf(open) : undefined,
  };
}

function nothingOf({ outcome }: NewDecision): Explanation {
  return {
    statements: [],
    settings: outcome === 'Permit' ? {} : undefined,
    because: outcome === 'Deny' ? [] : undefined,
  };
}

/** A read of many things: of the statements that let them through those that anybody may see. */
function publicOf(decision: NewDecision, { set, hidesAny }: Insight): Explanation {
  if (!hidesAny) return decision;
  const open = new Set(
    set.publicPart.statements.map(({ policy, statement }) =>
      statementName({ namespace: policy.namespace, policy: policy.name, policyId: policy.id, statement: statement.id }),
    ),
  );
  return { ...decision, statements: decision.statements.filter((statement) => open.has(statement)) };
}
