import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatorsFor } from '../../../../bench/policy/generated/country.ts';
import { generatePolicies } from '../../../../bench/policy/generated/policies.ts';
import { generateRequests } from '../../../../bench/policy/generated/requests.ts';
import { Random } from '../../../../bench/policy/generated/random.ts';
import { decide, decideBriefly, decideUnexplained } from '../../../../src/policy/decide.ts';
import type { PolicySet } from '../../../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../../../src/policy/request.ts';
import { loaded } from '../../policy-tests.ts';

const STATEMENTS = 250;
const REQUESTS = 40;
const SETS = 12;

/** Ways in which requests differ from the narrow and complete ones that are generated. */
const CHANGES: readonly ((request: PolicyRequest, random: Random) => PolicyRequest)[] = [
  (request) => request,
  (request) => request,
  ({ band, ...request }, random) => ({
    ...request,
    band: band && { startHz: random.whole(0, 2) * band.startHz, stopHz: band.stopHz + random.whole(0, 800) * 1e6 },
  }),
  ({ band, ...request }) => ({ ...request, band: band && { startHz: band.startHz, stopHz: band.startHz } }),
  (request) => ({ ...request, durationSeconds: 9 * 86_400 }),
  (request) => ({ ...request, attributes: { Resolution_Bandwidth: '5 Hz', purpose: 'commercial' } }),
  (request) => ({ ...request, band: undefined }),
  (request) => ({ ...request, time: undefined }),
  (request) => ({ ...request, location: undefined }),
  (request) => ({ ...request, actor: undefined }),
  (request) => ({ ...request, resource: undefined }),
  (request) => ({ ...request, task: undefined }),
  (request) => ({ ...request, attributes: undefined }),
  (request) => ({ ...request, namespace: `${request.namespace ?? ''}.below` }),
  (request) => ({ ...request, task: { operation: 'Deletion' } }),
];

/** The set as it would be without an index: whatever is not of another scope, operation or namespace may apply. */
function withoutIndex(set: PolicySet): PolicySet {
  return { ...set, applicable: (key) => set.candidates(key) };
}

function forEachRequest(check: (set: PolicySet, request: PolicyRequest) => void): void {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
      const random = new Random(seed);
      const operators = operatorsFor(STATEMENTS, random).slice(0, 1 + random.whole(0, 3));
      const set = loaded([generatePolicies(STATEMENTS, operators, random)]);
      for (const request of generateRequests(REQUESTS, operators, random)) {
        check(set, random.pick(CHANGES)(request, random));
      }
    }),
    { numRuns: SETS },
  );
}

describe('the index', () => {
  it('leaves out no statement that has a part in a decision', () => {
    let found = 0;
    forEachRequest((set, request) => {
      const decision = decideUnexplained(set, request);
      expect(decision).toEqual(decideUnexplained(withoutIndex(set), request));
      found += decision.matched.length;
    });
    // The property says little about requests that no statement matches.
    expect(found).toBeGreaterThan(SETS * REQUESTS);
  });
});

describe('a brief decision', () => {
  it('is the answer of the full one', () => {
    const reasons = new Map<string, number>();
    forEachRequest((set, request) => {
      const { decision, reason, code } = decide(set, request);
      expect(decideBriefly(set, request)).toEqual({ decision, reason, code });
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    });
    expect([...reasons.keys()]).toEqual(
      expect.arrayContaining([
        'permit',
        'explicit-deny',
        'constraint-violation',
        'indeterminate-deny',
        'no-accept-actor',
      ]),
    );
  });

  it('agrees with the unexplained one, which differs from the full one in nothing but the explanation', () => {
    forEachRequest((set, request) => {
      const full = decide(set, request);
      const blanked = full.decision === 'Deny' ? { because: [], detail: expect.any(String) as string } : {};
      expect(decideUnexplained(set, request)).toEqual({ ...full, ...blanked });
    });
  });
});
