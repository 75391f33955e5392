import { decideJson } from '../decide.ts';
import type { Decision } from '../decision.ts';
import type { PolicySet } from '../policy-set.ts';
import { loadPolicySet } from '../policy-set.ts';
import type { PolicyFault } from '../source/fault-log.ts';
import { FaultLog } from '../source/fault-log.ts';
import type { Difference } from './differences.ts';
import { differencesOf } from './differences.ts';
import type { OwnPolicies, PolicyTest, PolicyTestCase } from './policy-test.ts';
import { answerOf } from './policy-test.ts';

/** How one case went. */
export interface CaseResult {
  readonly test: PolicyTest;
  readonly case: PolicyTestCase;
  /** Its number in the test, from 1. */
  readonly number: number;
  readonly passed: boolean;
  /** What is not as expected, key by key. */
  readonly differences: readonly Difference[];
  /** Why nothing could be decided: what is wrong with the policies of the test. */
  readonly faults: readonly PolicyFault[];
  /** The set that decided it. */
  readonly set: PolicySet | undefined;
  readonly decision: Decision | undefined;
}

/** The policies that tests without their own are about. */
export type PoliciesAround =
  | { readonly ok: true; readonly set: PolicySet }
  /** They have faults, or there are none. */
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

/** Run every case of `tests`. A test whose policies don't load fails in every case. Never throws. */
export function runPolicyTests(tests: readonly PolicyTest[], around: PoliciesAround): readonly CaseResult[] {
  return tests.flatMap((test) => {
    const policies = test.own === undefined ? around : loadOwn(test, test.own);
    return test.cases.map((one, index): CaseResult => {
      const subject = { test, case: one, number: index + 1 };
      if (!policies.ok)
        return {
          ...subject,
          passed: false,
          differences: [],
          faults: policies.faults,
          set: undefined,
          decision: undefined,
        };
      const decision = decideJson(policies.set, one.request);
      const differences = differencesOf(one.expect, answerOf(decision));
      return { ...subject, passed: differences.length === 0, differences, faults: [], set: policies.set, decision };
    });
  });
}

/** The set of a test's own policies; faults point into the test file. */
export function loadOwn(test: PolicyTest, own: OwnPolicies): PoliciesAround {
  const document = {
    Policies: own.policies.map(({ value }) => value),
    ...(own.aliases === undefined ? {} : { Aliases: own.aliases }),
    ...(own.defaults === undefined ? {} : { Defaults: own.defaults }),
  };
  const load = loadPolicySet([{ path: `${test.place.file.path} (${test.id})`, text: JSON.stringify(document) }]);
  if (load.ok) return load;
  const log = new FaultLog();
  for (const { code, detail, pointer } of load.faults) log.error(code, detail, placeInTest(test, own, pointer));
  return { ok: false, faults: log.errors };
}

/** Where in the test file stands what `pointer` names in the document made of its policies. */
function placeInTest({ place }: PolicyTest, own: OwnPolicies, pointer: string) {
  const [, part = '', ...rest] = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (part === 'Aliases') return rest.reduce((at, key) => at.at(key), place.at('aliases'));
  if (part === 'Defaults') return rest.reduce((at, key) => at.at(key), place.at('defaults'));
  const [index = '', ...keys] = rest;
  const policy = own.policies[Number(index)];
  return policy === undefined ? place : keys.reduce((at, key) => at.at(key), policy.place);
}
