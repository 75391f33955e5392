import { describe, expect, it } from 'vitest';
import { type MeasurementNeed, shortcomings } from '../../../src/tasking/planning/capability-check.ts';
import { capabilityOf, sensorNamed } from '../../sensors/sensors.ts';

const sensor = {
  ...sensorNamed('roof'),
  capability: capabilityOf({
    tunableBands: [
      { startHz: 70e6, stopHz: 200e6 },
      { startHz: 400e6, stopHz: 500e6 },
    ],
  }),
};
const need: MeasurementNeed = {
  action: 'm4s',
  band: { startHz: 88e6, stopHz: 108e6 },
  sampleRateHz: 20e6,
  gainDb: 40,
  resolutionHz: 20_000,
};

describe('what a sensor lacks for a measurement', () => {
  it.each<[string, Partial<MeasurementNeed>, RegExp]>([
    ['an action that it has not', { action: 'iq' }, /no action `iq`/],
    ['a band that no receiver of it covers', { band: { startHz: 300e6, stopHz: 310e6 } }, /cannot tune 300000000\.\./],
    ['a band in two of its bands but in none whole', { band: { startHz: 190e6, stopHz: 410e6 } }, /cannot tune/],
    ['a band that reaches 1 Hz beyond', { band: { startHz: 190e6, stopHz: 200e6 + 1 } }, /it tunes 70000000\.\./],
    ['a rate above its own', { sampleRateHz: 61.45e6 }, /cannot sample at 61450000 Hz \(100000 to 61440000 Hz\)/],
    ['a rate below its own', { sampleRateHz: 99_999 }, /cannot sample at/],
    ['a gain above its own', { gainDb: 77 }, /no gain of 77 dB \(0 to 76 dB\)/],
    ['a gain below its own', { gainDb: -1 }, /no gain of -1 dB/],
  ])('is %s', (_name, change, reason) => {
    expect(shortcomings(sensor, { ...need, ...change })).toEqual([expect.stringMatching(reason)]);
  });

  it('is nothing when all of it fits, edges included', () => {
    expect(shortcomings(sensor, need)).toEqual([]);
    const edge = { band: { startHz: 70e6, stopHz: 200e6 }, sampleRateHz: 61.44e6, gainDb: 76 };
    expect(shortcomings(sensor, { ...need, ...edge })).toEqual([]);
  });

  it('does not name the gain of a receiver without a gain control', () => {
    const fixed = { ...sensor, capability: capabilityOf({ gainDb: { min: 0, max: 0 } }) };
    expect(shortcomings(fixed, need)).toEqual([]);
  });

  it('is told with its most telling reason first, and all of them', () => {
    const all = { action: 'iq', band: { startHz: 0, stopHz: 1e12 }, sampleRateHz: 1e12, gainDb: 1000 };
    expect(shortcomings(sensor, { ...need, ...all }).map((reason) => reason.slice(0, 15))).toEqual([
      'it has no actio',
      'it cannot tune ',
      'it cannot sampl',
      'it has no gain ',
    ]);
  });

  it('is everything as long as it has not said what it can do', () => {
    expect(shortcomings(sensorNamed('new'), need)).toEqual(['it has not published its capability yet']);
  });
});
