import { describe, expect, it } from 'vitest';
import { type Fault, InvalidInputError } from '../../../src/errors.ts';
import { draftOf } from '../../../src/tasking/planning/schedule-draft.ts';
import type { ScheduleRequest } from '../../../src/tasking/schedule-entry.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const request: ScheduleRequest = {
  name: 'fm',
  action: 'm4s',
  parameters: { center_hz: 98e6, sample_rate_hz: 10.24e6 },
  selection: { kind: 'sensors', sensorIds: ['s'] },
  start: after(60),
  stop: undefined,
  relativeStopSeconds: undefined,
  intervalSeconds: undefined,
  slotSeconds: undefined,
  priority: 10,
};

function faultsOf(change: Partial<ScheduleRequest>): readonly Fault[] {
  try {
    draftOf({ ...request, ...change }, NOW);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.faults;
    throw error;
  }
  return [];
}

describe('a schedule request that makes no sense', () => {
  it.each<[string, Partial<ScheduleRequest>, string, string]>([
    ['an action that nobody has', { action: 'listen' }, 'unknown-action', '#/action'],
    ['no centre', { parameters: { sample_rate_hz: 1e6 } }, 'missing-field', '#/parameters/center_hz'],
    [
      'a parameter of another action',
      { parameters: { center_hz: 98e6, sample_rate_hz: 1e6, duration_ms: 1 } },
      'unknown-field',
      '#/parameters/duration_ms',
    ],
    ['parameters that are a list', { parameters: [] }, 'wrong-type', '#/parameters'],
    [
      'a span that reaches below 0 Hz',
      { parameters: { center_hz: 1e6, sample_rate_hz: 4e6 } },
      'band-below-zero',
      '#/parameters/center_hz',
    ],
    ['both kinds of stop', { stop: after(120), relativeStopSeconds: 60 }, 'contradiction', '#/relative_stop'],
    ['a stop before the start', { stop: after(59) }, 'stop-before-start', '#/stop'],
    ['a stop at the start', { stop: after(60) }, 'stop-before-start', '#/stop'],
    ['a stop in the past', { start: undefined, stop: after(-1) }, 'stop-before-start', '#/stop'],
    ['a start in the past', { start: after(-0.501) }, 'in-the-past', '#/start'],
    ['a slot shorter than the action', { slotSeconds: 0.1 }, 'slot-too-short', '#/slot'],
    ['an interval shorter than the action', { intervalSeconds: 0.1 }, 'interval-too-short', '#/interval'],
    ['an interval shorter than the slot', { intervalSeconds: 5, slotSeconds: 6 }, 'interval-too-short', '#/interval'],
  ])('has %s: it is named with its place', (_name, change, code, pointer) => {
    expect(faultsOf(change)).toEqual([expect.objectContaining({ code, pointer })]);
  });

  it('is told all of its faults at once', () => {
    const faults = faultsOf({ parameters: { center_hz: -1, gain_db: 'loud' }, start: after(-9), stop: after(-10) });
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '#/parameters/center_hz',
      '#/parameters/sample_rate_hz',
      '#/parameters/gain_db',
      '#/stop',
      '#/start',
    ]);
    const twice = faultsOf({ slotSeconds: 0.01, intervalSeconds: 0.01 });
    expect(twice.map(({ code }) => code)).toEqual(['slot-too-short', 'interval-too-short']);
  });
});

describe('a schedule request that makes sense', () => {
  it('gets every default written out, its band, and the time it needs', () => {
    const draft = draftOf(request, NOW);
    expect(draft.parametersJson).toEqual({
      center_hz: 98e6,
      sample_rate_hz: 10.24e6,
      fft_size: 1024,
      fft_count: 300,
      gain_db: 40,
      settle_ms: 10,
    });
    expect(draft.band).toEqual({ startHz: 92.88e6, stopHz: 103.12e6 });
    // 20 ms to tune, 10 ms to settle, 30 ms of samples, 100 ms to process.
    expect(draft.neededSeconds).toBe(0.16);
    expect(draft.need).toMatchObject({ action: 'm4s', sampleRateHz: 10.24e6, gainDb: 40, resolutionHz: 10_000 });
  });

  it('may start a moment ago: clocks differ', () => {
    expect(faultsOf({ start: after(-0.5) })).toEqual([]);
  });

  it('may repeat on a grid that began long ago', () => {
    expect(faultsOf({ start: after(-86_400), intervalSeconds: 60 })).toEqual([]);
  });

  it.each([
    ['its start', after(60), after(90)],
    ['the present when it has none', undefined, after(30)],
  ])('counts a relative stop from %s', (_name, start, stop) => {
    expect(draftOf({ ...request, start, relativeStopSeconds: 30, intervalSeconds: 10 }, NOW).stop).toEqual(stop);
  });
});
