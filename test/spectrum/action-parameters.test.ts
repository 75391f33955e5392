import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionParameters } from '../../src/spectrum/action-parameters.ts';
import {
  ACTION_NAMES,
  capturedBand,
  estimatedSeconds,
  expectedFormat,
  parametersJsonSchema,
  parseActionParameters,
  resolutionBandwidthHz,
  toParametersJson,
} from '../../src/spectrum/action-parameters.ts';

function good(action: string, json: unknown): ActionParameters {
  const parsed = parseActionParameters(action, json);
  if (!parsed.ok) throw new Error(parsed.faults.map(({ detail }) => detail).join('; '));
  return parsed.parameters;
}

function faultsOf(action: string, json: unknown): string[] {
  const parsed = parseActionParameters(action, json, '/parameters');
  return parsed.ok ? [] : parsed.faults.map(({ code, pointer }) => `${code} ${pointer ?? ''}`);
}

const m4s = { center_hz: 739e6, sample_rate_hz: 15.36e6 };
const iq = { center_hz: 1090e6, sample_rate_hz: 2e6, duration_ms: 10 };
const sweep = { start_hz: 100e6, stop_hz: 200e6, sample_rate_hz: 10e6 };

describe('action parameters', () => {
  it('fill in their defaults', () => {
    expect(toParametersJson(good('m4s', m4s))).toEqual({
      ...m4s,
      fft_size: 1024,
      fft_count: 300,
      gain_db: 40,
      settle_ms: 10,
    });
    expect(toParametersJson(good('iq', iq))).toEqual({ ...iq, gain_db: 40, settle_ms: 10 });
  });

  it.each([
    ['m4s', m4s],
    ['iq', iq],
    ['sweep', sweep],
  ] as const)('of %s survive their JSON', (action, json) => {
    const parameters = good(action, json);
    expect(good(action, toParametersJson(parameters))).toEqual(parameters);
  });

  it.each<[string, string, unknown, string[]]>([
    ['an unknown action', 'scan', {}, ['unknown-action /parameters']],
    ['no object', 'm4s', [1], ['wrong-type /parameters']],
    ['null', 'm4s', null, ['wrong-type /parameters']],
    [
      'nothing at all',
      'm4s',
      undefined,
      ['missing-field /parameters/center_hz', 'missing-field /parameters/sample_rate_hz'],
    ],
    [
      'unknown fields',
      'm4s',
      { ...m4s, 'a/b~': 1, constructor: 2 },
      ['unknown-field /parameters/a~1b~0', 'unknown-field /parameters/constructor'],
    ],
    [
      'several faults at once',
      'm4s',
      { center_hz: '1', sample_rate_hz: -1, fft_size: 1000, fft_count: 1.5, gain_db: Number.NaN, settle_ms: 1e9 },
      [
        'wrong-type /parameters/center_hz',
        'out-of-range /parameters/sample_rate_hz',
        'not-a-power-of-two /parameters/fft_size',
        'wrong-type /parameters/fft_count',
        'wrong-type /parameters/gain_db',
        'out-of-range /parameters/settle_ms',
      ],
    ],
    ['a span that begins below 0 Hz', 'm4s', { ...m4s, center_hz: 1e6 }, ['band-below-zero /parameters/center_hz']],
    [
      'more samples than can be held',
      'm4s',
      { ...m4s, fft_size: 16384, fft_count: 2049 },
      ['too-many-samples /parameters/fft_count'],
    ],
    ['an endless I/Q capture', 'iq', { ...iq, duration_ms: 20_000 }, ['too-many-samples /parameters/duration_ms']],
    [
      'an I/Q capture without a sample',
      'iq',
      { ...iq, duration_ms: 0.0001 },
      ['too-few-samples /parameters/duration_ms'],
    ],
    ['no duration', 'iq', { ...iq, duration_ms: 0 }, ['out-of-range /parameters/duration_ms']],
    ['a band upside down', 'sweep', { ...sweep, stop_hz: 99e6 }, ['band-upside-down /parameters/stop_hz']],
    ['an empty band', 'sweep', { ...sweep, stop_hz: 100e6 }, ['band-upside-down /parameters/stop_hz']],
    [
      'too fine a grid',
      'sweep',
      { ...sweep, stop_hz: 900e6, sample_rate_hz: 1e6, fft_size: 16384 },
      ['too-many-bins /parameters/stop_hz'],
    ],
    [
      'a sweep whose first step reaches below 0 Hz',
      'sweep',
      { ...sweep, start_hz: 1e6 },
      ['band-below-zero /parameters/start_hz'],
    ],
  ])('name %s', (_name, action, json, expected) => {
    expect(faultsOf(action, json)).toEqual(expected);
  });

  it('know the band that is captured', () => {
    expect(capturedBand(good('m4s', m4s))).toEqual({ startHz: 731.32e6, stopHz: 746.68e6 });
    const swept = capturedBand(good('sweep', sweep));
    expect(swept.startHz).toBe(100e6 - 10e6 / 8);
    expect(Math.abs(swept.stopHz - (200e6 + 10e6 / 8))).toBeLessThan(1);
  });

  it('know their resolution, duration and size', () => {
    expect(resolutionBandwidthHz(good('m4s', m4s))).toBe(15_000);
    expect(resolutionBandwidthHz(good('iq', iq))).toBe(100);
    expect(estimatedSeconds(good('m4s', m4s))).toBeCloseTo(0.02 + 0.01 + 0.02, 9);
    expect(estimatedSeconds(good('iq', iq))).toBeCloseTo(0.02 + 0.01 + 0.01, 9);
    expect(estimatedSeconds(good('sweep', { ...sweep, stop_hz: 175e6 }))).toBeCloseTo(10 * (0.03 + 0.03072), 9);
    expect(expectedFormat(good('m4s', m4s))).toMatchObject({ datatype: 'rf32_le', minBytes: 20_480, maxBytes: 20_480 });
    expect(expectedFormat(good('iq', iq))).toMatchObject({ datatype: 'cf32_le', minBytes: 8, maxBytes: 160_000 });
  });

  it('never throw, whatever they are given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTION_NAMES, 'x'), fc.anything(), (action, json) => {
        const parsed = parseActionParameters(action, json);
        if (!parsed.ok) expect(parsed.faults.length).toBeGreaterThan(0);
      }),
    );
  });

  it('are described by a JSON Schema', () => {
    expect(parametersJsonSchema('iq')).toMatchObject({
      required: ['center_hz', 'sample_rate_hz', 'duration_ms'],
      additionalProperties: false,
      properties: { gain_db: { type: 'number', default: 40 } },
    });
  });
});
