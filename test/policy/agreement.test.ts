import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideJson } from '../../src/policy/decide.ts';
import type { Decision } from '../../src/policy/decision.ts';
import { DENIAL_REASONS } from '../../src/policy/decision.ts';
import { arbitraryPolicySet, generated, loadPolicies, toJson } from './generation/policy-sets.ts';
import { arbitraryCase } from './generation/requests.ts';
import { PART_TIMEOUT_MS, partsOf, print } from './generation/runs.ts';
import { evaluateNaively } from './naive/evaluate.ts';
import type { PolicyTest } from './policy-tests.ts';
import { answerOf, filesBelow } from './policy-tests.ts';

/** A case is a set with up to 50 requests, 23 on average: a part has at least 20 000 pairs, and 50 parts a million. */
const CASES = 950;
const LEAST_PAIRS = 20_000;
const LONG_PARTS = 50;

describe('the engine and the naive evaluator', () => {
  it.each(partsOf(CASES, { longParts: LONG_PARTS }))(
    'agree on generated sets and requests (part $number)',
    ({ parameters }) => {
      const counts = new Map<string, number>();
      fc.assert(
        fc.property(arbitraryCase(arbitraryPolicySet, { requests: 50 }), ({ document, requests }) => {
          const set = loadPolicies(document);
          const documents = toJson(document);
          for (const request of requests) {
            const decision = decideJson(set, request);
            counts.set(decision.reason, (counts.get(decision.reason) ?? 0) + 1);
            expect(comparable(decision), JSON.stringify(request)).toEqual(sorted(evaluateNaively(documents, request)));
          }
        }),
        parameters,
      );
      const pairs = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const shares = new Map([...counts].map(([reason, count]) => [reason, count / pairs]));
      print(`agreement: seed ${parameters.seed}, ${pairs} pairs, ${percentages(shares)}; ${droppedShare()}`);
      // Below these, the agreement would say little: most of the rules would never come into play.
      expect(pairs).toBeGreaterThanOrEqual(LEAST_PAIRS);
      expect(shares.get('permit')).toBeGreaterThanOrEqual(0.25);
      expect(DENIAL_REASONS.filter((reason) => (shares.get(reason) ?? 0) < 0.02)).toEqual([]);
    },
    PART_TIMEOUT_MS,
  );
});

describe('the naive evaluator', () => {
  const corpus = filesBelow(join(import.meta.dirname, '../corpus')).filter(({ path }) => !path.includes('malformed'));
  const tests = corpus.flatMap(({ text }) => JSON.parse(text) as PolicyTest[]);
  it.each(tests)('answers $id: $title', ({ policy, aliases, defaults, cases }) => {
    const documents = [{ Policies: [policy].flat(), Aliases: aliases ?? {}, Defaults: defaults ?? {} }];
    for (const { request, expect: expected, why } of cases) {
      const answer = evaluateNaively(documents, request);
      const given: Record<string, unknown> = { ...answer, matched: answer.matched.map(idOf).sort() };
      // What explains an answer is the engine's alone.
      const keys = Object.keys(expected).filter((key) => key !== 'because');
      const wanted = keys.map((key) => [key, key === 'matched' ? sortedTexts(expected[key]) : expected[key]]);
      expect(Object.fromEntries(keys.map((key) => [key, given[key]])), why).toEqual(Object.fromEntries(wanted));
    }
  });
});

/** A decision as the naive evaluator gives it. */
function comparable(decision: Decision): object {
  const { reason, code, set, obligations, occupied, defaults } = answerOf(decision);
  const matched = decision.matched.map(({ namespace, policy, statement }) => `${namespace}:${policy}#${statement}`);
  const answer = { decision: decision.decision, reason, code, set, occupied, defaults, matched: matched.sort() };
  return sorted({ ...answer, obligations: Array.isArray(obligations) ? obligations : [] });
}

/** The order of obligations has no meaning. */
function sorted<T extends { readonly obligations: readonly unknown[] }>(answer: T): T {
  return { ...answer, obligations: answer.obligations.map((one) => JSON.stringify(one)).sort() };
}

function idOf(reference: string): string {
  return reference.slice(reference.indexOf('#') + 1);
}

function sortedTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String).sort() : [];
}

function percentages(shares: ReadonlyMap<string, number>): string {
  return [...shares]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, share]) => `${reason} ${(100 * share).toFixed(1)} %`)
    .join(', ');
}

function droppedShare(): string {
  return `${generated.dropped} of ${generated.sets} generated sets did not load and were dropped`;
}
