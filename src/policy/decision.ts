import type { Fault } from '../errors.ts';
import type { Scalar, Step } from './terms/tree.ts';

/** Why a request is denied, from the strongest reason to the weakest. */
export const DENIAL_REASONS = [
  'explicit-deny',
  'constraint-violation',
  'indeterminate-deny',
  'no-accept-actor',
  'no-accept-resource',
  'invalid-request',
] as const;

/** One of `DENIAL_REASONS`. */
export type DenialReason = (typeof DENIAL_REASONS)[number];

/** SCOS response codes of the reasons. */
export const REASON_CODES: Readonly<Record<DenialReason, number>> = {
  'explicit-deny': 201,
  'constraint-violation': 202,
  'indeterminate-deny': 203,
  'no-accept-actor': 204,
  'no-accept-resource': 205,
  'invalid-request': 206,
};

/** The answer to a policy request. A denial is a result, not an error. */
export type Decision = Permit | Denial;

/** The answer alone. */
export type BriefDecision = Pick<Permit, 'decision' | 'reason' | 'code'> | Pick<Denial, 'decision' | 'reason' | 'code'>;

/** Every point of the request is permitted. */
export interface Permit extends Answer {
  readonly decision: 'Permit';
  readonly reason: 'permit';
  readonly code: 0;
  readonly settings: Settings;
  /** Whether the reports of the request amount to an occupied band; absent when that can't be said. */
  readonly occupied?: boolean;
}

/** Some point of the request is not permitted, or the request means nothing. */
export interface Denial extends Answer {
  readonly decision: 'Deny';
  readonly reason: DenialReason;
  readonly code: number;
  /** One sentence for a person; the first of `because` where there is one. */
  readonly detail: string;
  /** The statements that stand in the way; for no-accept-* the permits that came nearest, at most 5. */
  readonly because: readonly Because[];
  /** Only for invalid-request: what is wrong with the request. */
  readonly faults: readonly Fault[];
}

interface Answer {
  /** Every statement that matched in some part of the request, in the set's own order. */
  readonly matched: readonly StatementReference[];
  readonly obligations: readonly Obligation[];
  readonly policySetHash: string;
  /** The steps at which a configured default accepted, because no statement did. */
  readonly defaultsUsed: readonly Step[];
}

/** What policy imposes on what it permits: by lower-case attribute name; numbers in base units. */
export type Settings = Readonly<Record<string, number | boolean | string>>;

/** A statement by the names a regulator knows it by. */
export interface StatementReference {
  readonly namespace: string;
  readonly policy: string;
  readonly policyId: string;
  readonly statement: string;
}

/** What has to be done along with the answer. */
export interface Obligation {
  readonly action: 'transmit-sensing-data' | 'store-sensing-data' | 'discard-sensing-data';
  readonly statement: StatementReference;
  /** The Resources and SCOS-Tasks that the statement names, as written. */
  readonly resources: readonly string[];
  readonly tasks: readonly string[];
}

/** One statement that stood in the way, and the values that made it so. */
export interface Because extends StatementReference {
  /** The statement's description, or its policy's; may be empty. */
  readonly description: string;
  /** The statement must not be shown to an Actor without Policy-administration on it; nor this explanation. */
  readonly confidential: boolean;
  /** One sentence for a person. */
  readonly detail: string;
  readonly values: readonly FailedValue[];
}

/** A value that decided, beside what it was held against; quantities are in base units. */
export interface FailedValue {
  /** `frequency`, `location`, `time`, `actor`, `resource`, `task`, or a field's name. */
  readonly field: string;
  /** Absent when the request does not give it. */
  readonly actual?: Scalar | readonly Scalar[];
  /** What was asked of it: an operator of conditions, `at-least`, `at-most`, `one-of`, `inside`, `outside`. */
  readonly operator: string;
  readonly limit?: Scalar | readonly Scalar[];
  /** Unit of `actual` and `limit`, where they are quantities. */
  readonly unit?: string;
  /** One clause for a person. */
  readonly detail: string;
}
