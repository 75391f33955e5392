import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkPolicies } from '../../../src/policy/check/check-policies.ts';
import { decideJson } from '../../../src/policy/decide.ts';
import type { Decision } from '../../../src/policy/decision.ts';
import type { PolicySet } from '../../../src/policy/policy-set.ts';
import { isLongRun } from '../../support/long-runs.ts';
import type { GeneratedPolicy, PolicyDocument } from '../generation/policy-sets.ts';
import { arbitraryPolicySet, loadPolicies, toFiles } from '../generation/policy-sets.ts';
import { arbitraryCase } from '../generation/requests.ts';
import { print } from '../generation/runs.ts';

type GeneratedStatement = GeneratedPolicy['Statement'][number];

/** What is said to change no decision by going. */
const IDLE = ['redundant-permit', 'redundant-denial', 'idle-permit', 'permit-denied'];

/** What the checks report of a set, by the ids of statements (unique in generated sets) and names of attributes. */
class Reported {
  readonly #codes = new Map<string, Set<string>>();

  constructor(document: PolicyDocument, { statements }: PolicySet) {
    const findings = checkPolicies(toFiles(document));
    const add = (code: string, what: string) => this.#codes.set(code, (this.#codes.get(code) ?? new Set()).add(what));
    for (const { code, path, pointer } of findings) {
      for (const { statement } of statements) {
        const isAt = (place: { file: { path: string }; pointer: string }) =>
          place.file.path === path && place.pointer === pointer;
        if (isAt(statement.place)) add(code, statement.id);
        for (const { attribute, place } of statement.settings)
          if (isAt(place)) add(code, `${statement.id} ${attribute.name}`);
      }
    }
  }

  has(codes: readonly string[], what: string): boolean {
    return codes.some((code) => this.#codes.get(code)?.has(what) === true);
  }

  count(code: string): number {
    return this.#codes.get(code)?.size ?? 0;
  }
}

/** The document without the statements and attributes that are said to be idle. */
function withoutIdle(document: PolicyDocument, reported: Reported): PolicyDocument {
  const policies = document.policies.flatMap((policy) => {
    const Statement = policy.Statement.flatMap((one) => lessOf(one, reported));
    return Statement.length === 0 ? [] : [{ ...policy, Statement }];
  });
  return { ...document, policies };
}

function lessOf(statement: GeneratedStatement, reported: Reported): GeneratedStatement[] {
  const id = String(statement['StatementId']);
  if (reported.has(IDLE, id)) return [];
  const given = statement['Attributes'];
  if (given === undefined) return [statement];
  const rest = Object.entries(given as object).filter(
    ([name]) => !reported.has(['beaten-setting'], `${id} ${name.toLowerCase()}`),
  );
  return rest.length === 0 ? [] : [{ ...statement, Attributes: Object.fromEntries(rest) }];
}

function outcome(decision: Decision): unknown {
  return decision.decision === 'Permit' ? decision.settings : 'Deny';
}

it('what the checks say never matches, never permits or never counts, does so in no decision', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(arbitraryCase(arbitraryPolicySet, { requests: 25 }), ({ document, requests }) => {
      const set = loadPolicies(document);
      const reported = new Reported(document, set);
      for (const code of [...IDLE, 'beaten-setting', 'never-matches'])
        seen.set(code, (seen.get(code) ?? 0) + reported.count(code));
      const rest = loadPolicies(withoutIdle(document, reported));
      for (const request of requests) {
        const decision = decideJson(set, request);
        const never = decision.decision === 'Permit' ? ['never-matches', 'permit-denied'] : ['never-matches'];
        expect(decision.matched.filter(({ statement }) => reported.has(never, statement))).toEqual([]);
        expect(outcome(decideJson(rest, request))).toEqual(outcome(decision));
      }
    }),
    { numRuns: isLongRun ? 5000 : 70 },
  );
  print(`checks of generated sets: ${[...seen].map(([code, count]) => `${code} ${count}`).join(', ')}`);
  // Rare ones may be missing in a short run.
  const least = isLongRun ? 1 : 0;
  expect([...seen].filter(([, count]) => count < least)).toEqual([]);
  expect([...seen.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(70);
});
