import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decideJson } from '../../../src/policy/decide.ts';
import { diffPolicySets } from '../../../src/policy/diff/diff-policy-sets.ts';
import { changeBetween } from '../../../src/policy/diff/exploration.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicyDocument } from '../generation/policy-sets.ts';
import { arbitraryPolicySet, loadPolicies, toFiles } from '../generation/policy-sets.ts';
import { arbitraryCase } from '../generation/requests.ts';
import { PART_TIMEOUT_MS, partsOf, print } from '../generation/runs.ts';
import { isLongRun } from '../../support/long-runs.ts';
import { arbitraryMutation, respelled } from './mutations.ts';

/** Of sets that are hard to compare only a part is looked at. */
const EFFORT = { looks: 200_000, decided: 1000 };

const pairs = arbitraryCase(arbitraryPolicySet, { requests: 60 }).chain(({ document, requests }) =>
  arbitraryMutation(document)
    .filter((other) => loadPolicySet(toFiles(other)).ok)
    .map((other) => ({ document, other, requests })),
);

describe('the difference of two policy sets', () => {
  // Differences are looked for with new seeds in long runs; an ordinary run looks at the same pairs each time.
  const parts = isLongRun
    ? partsOf(60, { longParts: 50 })
    : [{ number: 1, parameters: { numRuns: 60, seed: 768975351 } }];
  const what = 'has counterexamples that differ, and where it is empty no request is decided differently, part $number';
  it.each(parts)(what, { timeout: PART_TIMEOUT_MS }, ({ parameters }) => {
    const seen = { pairs: 0, differing: 0, incomplete: 0 };
    fc.assert(
      fc.property(pairs, ({ document, other, requests }) => {
        const [before, after] = [loadPolicies(document), loadPolicies(other)];
        const { differences, isComplete } = diffPolicySets(before, after, EFFORT);
        seen.pairs += 1;
        seen.differing += differences.length > 0 ? 1 : 0;
        seen.incomplete += isComplete ? 0 : 1;
        for (const { change, counterexample } of differences.slice(0, 50)) {
          const { request } = counterexample;
          expect(changeBetween(decide(before, request), decide(after, request))).toBe(change);
        }
        if (differences.length > 0 || !isComplete) return;
        for (const request of requests) {
          const change = changeBetween(decideJson(before, request), decideJson(after, request));
          expect(change, JSON.stringify(request)).toBeUndefined();
        }
      }),
      parameters,
    );
    print(`diff: seed ${parameters.seed}, ${JSON.stringify(seen)}`);
    expect(seen.differing).toBeGreaterThan(seen.pairs / 12);
  });

  it('is empty between a set and itself, spelled and ordered otherwise', () => {
    fc.assert(
      fc.property(arbitraryPolicySet, (document: PolicyDocument) => {
        const { differences, isComplete } = diffPolicySets(loadPolicies(document), loadPolicies(respelled(document)));
        expect(isComplete).toBe(true);
        expect(differences).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
