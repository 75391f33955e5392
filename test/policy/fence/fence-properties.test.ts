import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.ts';
import { deriveFence } from '../../../src/policy/fence/fence-derivation.ts';
import type { PolicySet } from '../../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import type { Capture } from '../../../src/spectrum/fence/capture.ts';
import { fenceAllows } from '../../../src/spectrum/fence/fence-evaluation.ts';
import { fromFenceJson, toFenceJson, type FenceJson } from '../../../src/spectrum/fence/fence-json.ts';
import { arbitraryCase } from '../generation/requests.ts';
import { arbitraryPolicySet, toFiles } from '../generation/policy-sets.ts';
import { actorsToTry, captureOfRequest, measurementRequest, subjectOf } from './measurement-cases.ts';

const RUNS = 80;
const REQUESTS = 12;

const cases = fc.record({
  drawn: arbitraryCase(arbitraryPolicySet, { requests: REQUESTS }),
  mobile: fc.boolean(),
});

/** The set of a generated document whose single tasks are the actions that sensors have. */
function setOf(document: Parameters<typeof toFiles>[0]): PolicySet {
  const files = toFiles(document).map(({ path, text }) => ({
    path,
    text: text.replaceAll('survey-1', 'm4s').replaceAll('survey-*', 'm4*').replaceAll('survey-?', 'i?'),
  }));
  const load = loadPolicySet(files);
  if (!load.ok) throw new Error(load.faults.map(({ detail }) => detail).join('\n'));
  return load.set;
}

/** What the sensor gets: the fence after its way through JSON. */
function fenceFor(set: PolicySet, request: PolicyRequest, mobile: boolean) {
  const json: unknown = JSON.parse(JSON.stringify(toFenceJson(deriveFence(set, subjectOf(request, mobile)))));
  const reading = fromFenceJson(json as FenceJson);
  if (!reading.ok) throw new Error(reading.faults.map(({ detail }) => detail).join('; '));
  return reading.fence;
}

const isPermitted = (set: PolicySet, request: PolicyRequest) => decide(set, request).decision === 'Permit';

describe('a fence', () => {
  it('allows every measurement that policy permits to the one who asks, of any width and length', () => {
    let permitted = 0;
    const property = fc.property(cases, ({ drawn, mobile }) => {
      const set = setOf(drawn.document);
      for (const request of drawn.requests.flatMap((json) => measurementRequest(json) ?? [])) {
        if (!isPermitted(set, request)) continue;
        permitted += 1;
        expect(fenceAllows(fenceFor(set, request, mobile), captureOfRequest(request))).toBe(true);
      }
    });
    fc.assert(property, { numRuns: RUNS });
    expect(permitted).toBeGreaterThan(RUNS / 2);
  });

  it('allows a point exactly when some Actor is permitted to measure there', () => {
    const seen = { allowed: 0, refused: 0 };
    const property = fc.property(cases, ({ drawn, mobile }) => {
      const set = setOf(drawn.document);
      for (const request of drawn.requests.flatMap((json) => measurementRequest(json) ?? []).slice(0, 2)) {
        const point = pointOf(request);
        const allowed = fenceAllows(fenceFor(set, point, mobile), captureOfRequest(point));
        seen[allowed ? 'allowed' : 'refused'] += 1;
        expect(actorsToTry().some((actor) => isPermitted(set, { ...point, actor }))).toBe(allowed);
      }
    });
    fc.assert(property, { numRuns: RUNS });
    expect(seen.allowed).toBeGreaterThan(RUNS / 4);
    expect(seen.refused).toBeGreaterThan(RUNS / 4);
  });

  it('allows no capture of which it refuses a point', () => {
    const property = fc.property(
      cases,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (drawn, part) => {
        const set = setOf(drawn.drawn.document);
        for (const request of drawn.drawn.requests.flatMap((json) => measurementRequest(json) ?? [])) {
          const fence = fenceFor(set, request, drawn.mobile);
          const capture = captureOfRequest(request);
          if (fenceAllows(fence, capture)) expect(fenceAllows(fence, pointWithin(capture, part))).toBe(true);
        }
      },
    );
    fc.assert(property, { numRuns: RUNS });
  });
});

/** The request's first frequency and instant, all else the same. */
function pointOf(request: PolicyRequest): PolicyRequest {
  const { band } = request;
  return { ...request, band: band && { startHz: band.startHz, stopHz: band.startHz }, durationSeconds: 0 };
}

function pointWithin(capture: Capture, part: number): Capture {
  const { startHz, stopHz } = capture.band;
  const hz = startHz + part * (stopHz - startHz);
  // Cut before it is added: beside microseconds since 1970 a fraction is rounded up to the next one.
  const micros = capture.startMicros + Math.floor(part * (capture.stopMicros - capture.startMicros));
  return { ...capture, band: { startHz: hz, stopHz: hz }, startMicros: micros, stopMicros: micros };
}
