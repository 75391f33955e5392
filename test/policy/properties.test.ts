import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideJson } from '../../src/policy/decide.ts';
import type { Decision } from '../../src/policy/decision.ts';
import type { GeneratedPolicy, PolicyDocument } from './generation/policy-sets.ts';
import { arbitraryPolicySet, loadPolicies, toFiles } from './generation/policy-sets.ts';
import { arbitraryCase } from './generation/requests.ts';
import { PART_TIMEOUT_MS, partsOf, print } from './generation/runs.ts';
import { arbitraryStatement } from './generation/statements.ts';
import { loaded } from './policy-tests.ts';

const PERMITTING = ['permit', 'scan', 'calibrate', 'transmitsensingdata', 'storesensingdata'];
const cases = arbitraryCase(arbitraryPolicySet, { requests: 20 });
const parts = partsOf(200, { longParts: 20 });

/** A policy of one Deny; whichever way it is worded. */
const denyingPolicy: fc.Arbitrary<GeneratedPolicy> = fc
  .record({
    namespace: fc.constantFrom('global', 'Foo'),
    Scope: fc.constantFrom('sensing-management', 'sensing-management', 'sensing-data-management'),
    statement: arbitraryStatement('SPA-Policy', {}, { wholeRequestFields: true, confidentialOfTen: 0 }),
  })
  .map(({ statement, ...policy }) => ({
    ...policy,
    name: 'added',
    'Policy-type': 'SPA-Policy',
    Statement: [{ ...withoutAttributes(statement), 'Policy-Action': 'Deny' }],
  }));

describe('decisions on generated sets and requests', () => {
  it.each(parts)(
    'never turn from a denial into a permit when a Deny is added (part $number)',
    ({ parameters }) => {
      let denied = 0;
      fc.assert(
        fc.property(cases, denyingPolicy, ({ document, requests }, policy) => {
          const before = loadPolicies(document);
          const after = loadPolicies({ ...document, policies: [...document.policies, policy] });
          for (const request of requests) {
            const [was, is] = [decideJson(before, request), decideJson(after, request)];
            if (was.decision === 'Deny') expect(is.decision).toBe('Deny');
            else if (is.decision === 'Deny') denied += 1;
          }
        }),
        parameters,
      );
      print(`a Deny added: seed ${parameters.seed}, ${denied} permits became denials`);
      expect(denied).toBeGreaterThan(0);
    },
    PART_TIMEOUT_MS,
  );

  it.each(parts)(
    'never turn into a permit when a permitting statement is taken away (part $number)',
    ({ parameters }) => {
      let denied = 0;
      fc.assert(
        fc.property(cases, fc.nat(), ({ document, requests }, pick) => {
          const smaller = withoutAPermit(document, pick);
          fc.pre(smaller !== undefined);
          const [before, after] = [loadPolicies(document), loadPolicies(smaller)];
          for (const request of requests) {
            const [was, is] = [decideJson(before, request), decideJson(after, request)];
            if (was.decision === 'Deny') expect(is.decision).toBe('Deny');
            else if (is.decision === 'Deny') denied += 1;
          }
        }),
        parameters,
      );
      print(`a Permit taken away: seed ${parameters.seed}, ${denied} permits became denials`);
      expect(denied).toBeGreaterThan(0);
    },
    PART_TIMEOUT_MS,
  );

  it.each(parts)(
    'do not depend on the order of policies, statements and aliases, nor on their division into files (part $number)',
    ({ parameters }) => {
      fc.assert(
        fc.property(cases, ({ document, requests }) => {
          const [whole, split] = [loadPolicies(document), loaded(toFiles(document, { split: true }))];
          expect(split.hash).toBe(whole.hash);
          const turned = loadPolicies(turnedRound(document));
          for (const request of requests) {
            const decision = decideJson(whole, request);
            expect(decideJson(split, request)).toEqual(decision);
            expect(essence(decideJson(turned, request))).toEqual(essence(decision));
          }
        }),
        parameters,
      );
      print(`order and division: seed ${parameters.seed}`);
    },
    PART_TIMEOUT_MS,
  );
});

function withoutAttributes(statement: object): object {
  return Object.fromEntries(Object.entries(statement).filter(([key]) => key !== 'Attributes'));
}

/** The document without the statement that `pick` falls on among those that permit. */
function withoutAPermit(document: PolicyDocument, pick: number): PolicyDocument | undefined {
  const statements = document.policies.flatMap(({ Statement }) => Statement);
  const permits = statements.filter((one) =>
    PERMITTING.includes(one['Policy-Action'].toLowerCase().replace(/[-_]/g, '')),
  );
  const gone = permits[pick % permits.length];
  if (gone === undefined) return undefined;
  const policies = document.policies.map((policy) => ({
    ...policy,
    Statement: policy.Statement.filter((one) => one !== gone),
  }));
  return { ...document, policies: policies.filter(({ Statement }) => Statement.length > 0) };
}

/** The document with policies, their statements, and the members of its aliases in reverse order. */
function turnedRound({ policies, aliases, ...rest }: PolicyDocument): PolicyDocument {
  const turned = policies.map((policy) => ({ ...policy, Statement: policy.Statement.toReversed() })).reverse();
  return {
    ...rest,
    policies: turned,
    aliases: mapValues(aliases, (kinds) => mapValues(kinds, (names) => mapValues(names, (list) => list.toReversed()))),
  };
}

function mapValues<T, U>(object: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** An answer without what is told in the set's own order. */
function essence(decision: Decision): object {
  const { reason, matched, obligations, defaultsUsed } = decision;
  const settings = decision.decision === 'Permit' ? [decision.settings, decision.occupied] : [];
  const texts = (things: readonly object[]) => things.map((one) => JSON.stringify(one)).sort();
  return {
    reason,
    settings,
    defaultsUsed,
    matched: texts(matched),
    obligations: obligations.map(({ action }) => action).sort(),
  };
}
