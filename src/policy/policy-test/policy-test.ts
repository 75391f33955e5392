import type { Decision } from '../decision.ts';
import type { Place } from '../source/fault-log.ts';
import type { JsonObject, JsonValue } from '../source/json-text.ts';

/** One policy test: a set, requests, and what is expected of each (policy-language §4.8). */
export interface PolicyTest {
  readonly id: string;
  readonly title: string;
  /** Its own policies, aliases and defaults; without any, the test is about the policies around it. */
  readonly own: OwnPolicies | undefined;
  readonly cases: readonly PolicyTestCase[];
  readonly place: Place;
}

/** Policies that a test brings along, as JSON; what is left out is not there. */
export interface OwnPolicies {
  readonly policies: readonly { readonly value: JsonValue; readonly place: Place }[];
  readonly aliases: JsonValue | undefined;
  readonly defaults: JsonValue | undefined;
}

/** One request of a test. */
export interface PolicyTestCase {
  /** In the JSON form of the policy language; it may be malformed on purpose. */
  readonly request: JsonValue;
  /** By key of an answer; keys that are left out may be anything. */
  readonly expect: JsonObject;
  readonly why: string;
  readonly place: Place;
}

/** The keys that `expect` may have. */
export const ANSWER_KEYS = [
  'decision',
  'reason',
  'code',
  'matched',
  'set',
  'obligations',
  'occupied',
  'defaults',
  'because',
] as const;

/** A decision in the words of a test's `expect`; quantities are numbers in base units, `matched` is sorted. */
export type PolicyAnswer = Readonly<Record<(typeof ANSWER_KEYS)[number], unknown>>;

/** A decision in the words of a test's `expect`. */
export function answerOf(decision: Decision): PolicyAnswer {
  const settings = decision.decision === 'Permit' ? decision.settings : {};
  return {
    decision: decision.decision,
    reason: decision.reason,
    code: decision.code,
    matched: decision.matched.map(({ statement }) => statement).sort(),
    set: Object.keys(settings).length === 0 ? null : settings,
    obligations: decision.obligations.map(({ action, resources }) =>
      resources.length === 0 ? { action } : { action, resource: resources.length === 1 ? resources[0] : resources },
    ),
    occupied: decision.decision === 'Permit' ? (decision.occupied ?? null) : null,
    defaults: decision.defaultsUsed,
    because: decision.decision === 'Deny' ? decision.because.map(({ statement }) => statement) : [],
  };
}
