import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import type { Decision } from '../../src/policy/decision.ts';
import { DENIAL_REASONS } from '../../src/policy/decision.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import { parsePolicyRequest } from '../../src/policy/request-json.ts';
import { loadPolicies, withoutWholeRequestFields } from './generation/policy-sets.ts';
import { arbitraryCase } from './generation/requests.ts';
import { PART_TIMEOUT_MS, partsOf, print } from './generation/runs.ts';

/** Where the pieces of a request touch, as parts of its band and of its time. */
const cuts = fc.record({
  band: fc.uniqueArray(fc.constantFrom(0.1, 0.25, 0.5, 0.9), { maxLength: 2 }),
  time: fc.uniqueArray(fc.constantFrom(0.1, 0.5, 0.75), { maxLength: 2 }),
});

describe('for policies without whole-request fields, a request cut into touching pieces', () => {
  it.each(partsOf(250, { longParts: 20 }))(
    'is answered as the whole is (part $number)',
    ({ parameters }) => {
      const counts = { Permit: 0, Deny: 0 };
      fc.assert(
        fc.property(
          arbitraryCase(withoutWholeRequestFields, { requests: 25 }),
          cuts,
          ({ document, requests }, where) => {
            const set = loadPolicies(document);
            for (const json of requests) {
              const reading = parsePolicyRequest(json);
              const pieces = reading.ok ? piecesOf(reading.request, where) : [];
              if (!reading.ok || pieces.length < 2) continue;
              const whole = decide(set, reading.request);
              if (whole.decision === 'Deny' && whole.faults.length > 0) continue;
              const decisions = pieces.map((piece) => decide(set, piece));
              counts[whole.decision] += 1;
              expect(joined(decisions), JSON.stringify(reading.request)).toEqual(joined([whole]));
            }
          },
        ),
        parameters,
      );
      print(`pieces: seed ${parameters.seed}, ${counts.Permit} permits and ${counts.Deny} denials`);
      // The property says little about sets that permit nothing.
      expect(counts.Permit).toBeGreaterThan(100);
      expect(counts.Deny).toBeGreaterThan(100);
    },
    PART_TIMEOUT_MS,
  );
});

/** What several answers come to together: the strongest reason, and everything that matched in any of them. */
function joined(decisions: readonly Decision[]): object {
  const reasons = decisions.map(({ reason }) => reason);
  const values = new Map<string, Set<unknown>>();
  for (const decision of decisions) {
    for (const [name, value] of Object.entries(decision.decision === 'Permit' ? decision.settings : {}))
      values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  // Pieces that give a switch different values are a whole that contradicts itself (B-08).
  const contradicts = SWITCHES.some((name) => (values.get(name)?.size ?? 0) > 1);
  const reason = DENIAL_REASONS.find((one) => reasons.some((other) => other === one));
  const matched = decisions.flatMap((decision) =>
    decision.matched.map(({ policyId, statement }) => `${policyId} ${statement}`),
  );
  return { reason: reason ?? (contradicts ? 'invalid-request' : 'permit'), matched: [...new Set(matched)].sort() };
}

const SWITCHES = [
  ...['prioritized-scan-enabled', 'ssm-proxy-enabled', 'detection-threshold', 'averaging-bandwidth', 'fusion-rule'],
];

/** The request cut at these parts of its band and its time; instants and single frequencies stay whole. */
function piecesOf(
  request: PolicyRequest,
  where: { band: readonly number[]; time: readonly number[] },
): PolicyRequest[] {
  const { band, time, timeMicroseconds = 0, durationSeconds = 0 } = request;
  const bands =
    band === undefined
      ? [undefined]
      : spans(band.startHz, band.stopHz, where.band, (hz) => hz).map(([startHz, stopHz]) => ({ startHz, stopHz }));
  const micros = time === undefined ? 0 : time.getTime() * 1000 + timeMicroseconds;
  const times =
    time === undefined
      ? [{}]
      : spans(micros, micros + Math.round(durationSeconds * 1e6), where.time, Math.floor).map(([from, to]) => ({
          time: new Date(Math.floor(from / 1000)),
          timeMicroseconds: from - Math.floor(from / 1000) * 1000,
          durationSeconds: (to - from) / 1e6,
        }));
  return bands.flatMap((one) => times.map((part) => ({ ...request, band: one, ...part })));
}

/** `from..to` cut at the parts of it that lie inside; whole where it has no width. */
function spans(
  from: number,
  to: number,
  where: readonly number[],
  toUnit: (value: number) => number,
): (readonly [number, number])[] {
  const inside = where.map((part) => toUnit(from + (to - from) * part)).filter((cut) => from < cut && cut < to);
  const edges = [from, ...[...new Set(inside)].sort((a, b) => a - b), to];
  return edges.slice(1).map((edge, index) => [edges[index] ?? from, edge]);
}
