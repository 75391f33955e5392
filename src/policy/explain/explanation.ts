import type { Decision, DenialReason } from '../decision.ts';
import type { PolicyRequest } from '../request.ts';
import type { PolicyAction, Step } from '../terms/tree.ts';
import type { Culprit } from './culprit.ts';
import type { RequestChange } from './request-changes.ts';

/** A decision with all that led to it. Statements are named `<namespace>:<policy>#<StatementId>`. */
export interface Explanation {
  readonly decision: Decision;
  /** Every statement of the scope, in the set's own order. */
  readonly statements: readonly ExplainedStatement[];
  readonly steps: readonly ExplainedStep[];
  /** What is imposed, or would be; a request that goes against it is refused. */
  readonly settings: readonly ExplainedSetting[];
  /** The pieces of the request, where policy does not say the same of all of it. */
  readonly pieces: readonly ExplainedPiece[];
  /** Only for a denial. */
  readonly nearest?: ExplainedNearest;
}

/** What one statement said of the request. */
export interface ExplainedStatement {
  readonly statement: string;
  readonly action: PolicyAction;
  readonly effect: 'permit' | 'deny' | 'set';
  readonly description: string;
  readonly confidential: boolean;
  /** `yes` and `unknown`: in some piece of the request at least. */
  readonly matches: 'yes' | 'no' | 'unknown';
  /** It does not say the same of every piece. */
  readonly inPart: boolean;
  /** The steps that a permit counts for. */
  readonly steps: readonly Step[];
  /** What kept it from matching, in the first piece in which something did; absent when it matches everywhere. */
  readonly failed?: Culprit;
}

/** Who accepted at a step. */
export interface ExplainedStep {
  readonly step: Step;
  /** Permits that hold in some piece. */
  readonly by: readonly string[];
  /** `default`: in some piece only the default accepted; `nobody`: in some piece nothing did. */
  readonly accepted: 'statements' | 'default' | 'nobody';
}

/** What policy imposes. */
export interface ExplainedSetting {
  readonly attribute: string;
  readonly value: number | boolean | string;
  /** Base unit of the value, where it is a quantity. */
  readonly unit?: string;
  readonly by: readonly string[];
  /** Statements that want another value of a switch. */
  readonly against: readonly string[];
}

/** A piece of the request of which policy says one thing. */
export interface ExplainedPiece {
  /** Hertz; absent where the request gives no band. */
  readonly band?: { readonly min: number; readonly max: number };
  /** The instant at which it begins; absent where the request gives no time. */
  readonly from?: string;
  readonly reasons: readonly DenialReason[];
  /** The denials and limits that stand in the way here. */
  readonly by: readonly string[];
}

/** The nearest request that would be permitted. */
export interface ExplainedNearest {
  /** Absent when none was found. */
  readonly request?: PolicyRequest;
  readonly changes: readonly RequestChange[];
  /** False when far candidates were not looked at. */
  readonly isComplete: boolean;
}
