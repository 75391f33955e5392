import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPolicyRequest } from '../../src/enforcement/policy-question.ts';
import { decide } from '../../src/policy/decide.ts';
import { parsePolicyRequest } from '../../src/policy/request-json.ts';
import { toRequestJson } from '../../src/policy/request-to-json.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import { arbitraryPolicySet, loadPolicies } from '../policy/generation/policy-sets.ts';
import { arbitraryCase } from '../policy/generation/requests.ts';

/** As it is kept: through JSON, and read again. */
function keptAndRead(request: PolicyRequest): PolicyRequest {
  const reading = parsePolicyRequest(JSON.parse(JSON.stringify(toRequestJson(request))));
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.request;
}

describe('a request that is kept', () => {
  it('is read again as it was, and decided the same', () => {
    let read = 0;
    fc.assert(
      fc.property(arbitraryCase(arbitraryPolicySet, { requests: 20 }), ({ document, requests }) => {
        const set = loadPolicies(document);
        for (const json of requests) {
          const reading = parsePolicyRequest(json);
          if (!reading.ok) continue;
          read += 1;
          const again = keptAndRead(reading.request);
          expect(again).toEqual(reading.request);
          expect(decide(set, again)).toEqual(decide(set, reading.request));
        }
      }),
      { numRuns: 40 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it('keeps all that the gate can ask, to the microsecond', () => {
    const asked = toPolicyRequest(
      { user: 'ann', element: { id: 'e', name: 'foo' }, groups: ['lab'], roles: ['client'] },
      { operation: 'o', scope: 'sensing-management', scosTask: 'Scanning' },
      {
        resource: 'foo:Sensors::roof',
        groups: ['quiet'],
        namespace: 'foo',
        taskName: 'm4s',
        band: { startHz: 88_000_000.5, stopHz: 108e6 },
        durationSeconds: 1.5,
        location: { latitude: 39.995, longitude: -105.262, altitudeM: 1680 },
        attributes: { 'slot-duration': 2, purpose: 'survey', urgent: true },
        resourceAttributes: { sensitivity: -110 },
      },
      new Date('2026-11-20T12:00:00.123Z'),
    );
    const finer = { ...asked, timeMicroseconds: 45, reports: [-80, '-90 dBm'] };
    expect(toRequestJson(finer)).toMatchObject({ time: '2026-11-20T12:00:00.123045Z', reports: [-80, '-90 dBm'] });
    expect(keptAndRead(finer)).toEqual(finer);
  });
});
