import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.ts';
import { faultsOfRequest } from '../../../src/policy/evaluate/request-faults.ts';
import { findNearest } from '../../../src/policy/nearest.ts';
import { parsePolicyRequest } from '../../../src/policy/request-json.ts';
import { arbitraryPolicySet, loadPolicies } from '../generation/policy-sets.ts';
import { arbitraryCase } from '../generation/requests.ts';
import { bruteForce, compareCosts, costOf } from './brute-force.ts';
import { arbitrarySmallRequest, arbitrarySmallSet, OFFER } from './small-sets.ts';

/** So many candidates of each choice of kinds are decided. */
const MOST = 3000;

describe('the nearest permitted request', () => {
  it('is found whenever a search over all edges finds one, and nothing is nearer', () => {
    const seen = { denied: 0, helped: 0, spared: 0 };
    fc.assert(
      fc.property(arbitrarySmallSet, arbitrarySmallRequest, (set, request) => {
        fc.pre(decide(set, request).decision === 'Deny');
        seen.denied += 1;
        const { request: nearest, isComplete } = findNearest(set, request, OFFER);
        const best = bruteForce(set, request, { offer: OFFER, most: MOST });
        if (nearest !== undefined) expect(decide(set, nearest).decision).toBe('Permit');
        if (best === undefined) return;
        seen.helped += 1;
        seen.spared += isComplete ? 0 : 1;
        if (!isComplete) return;
        expect(nearest, `of ${JSON.stringify(best)}`).toBeDefined();
        if (nearest === undefined) return;
        const cost = costOf(request, nearest);
        expect(compareCosts(cost, best.cost), JSON.stringify({ nearest, best: best.request })).toBeLessThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
    // Where so little is to be looked at, next to nothing is left out.
    expect(seen.spared).toBeLessThanOrEqual(seen.denied / 20);
    expect(seen.helped).toBeGreaterThan(seen.denied / 6);
  });

  it('is permitted, for sets and requests of every kind', () => {
    fc.assert(
      fc.property(arbitraryCase(arbitraryPolicySet, { requests: 12 }), ({ document, requests }) => {
        const set = loadPolicies(document);
        for (const json of requests) {
          const reading = parsePolicyRequest(json);
          if (!reading.ok || faultsOfRequest(reading.request).length > 0) continue;
          const { request: nearest, isComplete } = findNearest(set, reading.request, OFFER);
          if (nearest !== undefined) expect(decide(set, nearest).decision).toBe('Permit');
          else if (isComplete) {
            const best = bruteForce(set, reading.request, { offer: OFFER, most: 40 });
            expect(best, JSON.stringify(best)).toBeUndefined();
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
