import { describe, expect, it } from 'vitest';
import { draftOf } from '../../../src/tasking/planning/schedule-draft.ts';
import { withImposedResolution } from '../../../src/tasking/policy-limits/imposed-resolution.ts';
import type { ScheduleRequest } from '../../../src/tasking/schedule-entry.ts';
import { HeldClock } from '../../events/held-clock.ts';

const clock = new HeldClock();
const SWEEP = { start_hz: 88e6, stop_hz: 108e6, sample_rate_hz: 10.24e6 };

function draft(action: string, parameters: unknown) {
  const request: ScheduleRequest = {
    name: 'fm',
    action,
    parameters,
    selection: { kind: 'sensors', sensorIds: [] },
    start: undefined,
    stop: undefined,
    relativeStopSeconds: undefined,
    intervalSeconds: undefined,
    slotSeconds: undefined,
    priority: 10,
  };
  return draftOf(request, clock.now());
}

describe('a resolution that the Client leaves open', () => {
  it.each([
    ['m4s', { center_hz: 98e6, sample_rate_hz: 10.24e6 }, undefined, 1024],
    ['m4s', { center_hz: 98e6, sample_rate_hz: 10.24e6 }, 10_000, 1024],
    ['m4s', { center_hz: 98e6, sample_rate_hz: 10.24e6 }, 10_001, 512],
    ['m4s', { center_hz: 98e6, sample_rate_hz: 10.24e6 }, 100_000, 64],
    ['m4s', { center_hz: 98e6, sample_rate_hz: 10.24e6 }, 10e6, 16],
    ['sweep', SWEEP, 50_000, 128],
    ['m4s', { center_hz: 98e6, sample_rate_hz: 10.24e6, fft_size: 2048 }, 100_000, 2048],
  ])('of %s %j, with at least %s Hz imposed, becomes %i points', (action, parameters, minimum, points) => {
    const { parametersJson, measurement } = withImposedResolution(draft(action, parameters), minimum);
    expect(parametersJson['fft_size']).toBe(points);
    expect(measurement.attributes['resolution-bandwidth']).toBe(10.24e6 / points);
  });

  it('is none in samples, whose length is the Client’s own', () => {
    const iq = draft('iq', { center_hz: 98e6, sample_rate_hz: 1e6, duration_ms: 10 });
    expect(withImposedResolution(iq, 1e6)).toBe(iq);
  });
});
