import { describe, expect, it } from 'vitest';
import type { IncomingRecording } from '../../src/observations/outcome.ts';
import { checkRecording, type RecordingExpectation } from '../../src/observations/recording-check.ts';
import { parseActionParameters } from '../../src/spectrum/action-parameters.ts';
import {
  incoming,
  type LooseMetadata,
  M4S_PARAMETERS,
  metadataOf,
  type RecordingOf,
  sha512Of,
} from './recording-fixture.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number) => new Date(NOON + seconds * 1000);

function parametersOf(action: string, json: unknown) {
  const parsed = parseActionParameters(action, json);
  if (!parsed.ok) throw new Error('the parameters of this test are wrong');
  return parsed.parameters;
}

const expected: RecordingExpectation = {
  parameters: parametersOf('m4s', M4S_PARAMETERS),
  slot: { start: at(0), stop: at(1) },
  timing: { start: at(0), stop: at(0.5) },
  sensorLocation: { latitude: 39.995, longitude: -105.2617 },
  sensorIsMobile: false,
};

/** A good recording with something changed in its metadata. */
function withMetadata(change: (metadata: LooseMetadata) => void, given: RecordingOf = {}): IncomingRecording {
  const metadata = metadataOf(given);
  change(metadata);
  return incoming(given, metadata);
}

const codesOf = (recording: IncomingRecording, against: RecordingExpectation = expected) => {
  const verdict = checkRecording(recording, against);
  return verdict.ok ? ['accepted'] : [verdict.code, ...verdict.faults.map((fault) => fault.code)];
};

describe('a recording that agrees with its task', () => {
  it('is accepted with its place, its band in whole hertz, and when it ran', () => {
    expect(checkRecording(incoming(), expected)).toEqual({
      ok: true,
      recording: {
        metadata: metadataOf(),
        datatype: 'rf32_le',
        location: { latitude: 39.995, longitude: -105.2617 },
        band: { startHz: 92.88e6, stopHz: 103.12e6 },
        window: expected.timing,
      },
    });
  });

  it('was made where its sensor stands, when it does not say', () => {
    const verdict = checkRecording(incoming({ coordinates: null }), expected);
    expect(verdict).toMatchObject({ ok: true, recording: { location: expected.sensorLocation } });
  });

  it('was made where it says, when the sensor moves', () => {
    const recording = incoming({ coordinates: [10, 50] });
    expect(codesOf(recording)).toEqual([304, 'wrong-place']);
    expect(codesOf(recording, { ...expected, sensorIsMobile: true })).toEqual(['accepted']);
  });

  it.each<[string, RecordingOf]>([
    ['two seconds early', { at: at(-2) }],
    ['two seconds late', { at: at(3) }],
    ['900 m away', { coordinates: [-105.2617, 40.0031] }],
    ['a little off its frequency', { centerHz: 98e6 + 10_000 }],
    ['a little faster', { sampleRateHz: 10.24e6 * 1.001 }],
  ])('may be %s', (_name, given) => {
    expect(codesOf(incoming(given))).toEqual(['accepted']);
  });

  it('may be cut short when it holds samples, down to one', () => {
    const parameters = parametersOf('iq', { center_hz: 98e6, sample_rate_hz: 10.24e6, duration_ms: 1 });
    const of = (samples: number) => incoming({ datatype: 'cf32_le', data: new Uint8Array(8 * samples) });
    expect(codesOf(of(10_240), { ...expected, parameters })).toEqual(['accepted']);
    expect(codesOf(of(1), { ...expected, parameters })).toEqual(['accepted']);
    expect(codesOf(of(10_241), { ...expected, parameters })).toEqual([304, 'wrong-size']);
    expect(codesOf(of(0), { ...expected, parameters })).toEqual([304, 'wrong-size']);
    expect(codesOf(of(10.5), { ...expected, parameters })).toEqual([304, 'wrong-size']);
  });

  it('may have been staged: then what was counted and hashed on the way is held against it', () => {
    const data = new Uint8Array(320).fill(7);
    const staged = { kind: 'staged', path: '/never/read', bytes: 320, sha512: sha512Of(data) } as const;
    expect(codesOf({ ...incoming({ data }), data: staged })).toEqual(['accepted']);
    expect(codesOf({ ...incoming({ data }), data: { ...staged, bytes: 319 } })).toEqual([403, 'truncated']);
    expect(codesOf({ ...incoming({ data }), data: { ...staged, sha512: sha512Of(new Uint8Array(1)) } })).toEqual([
      403,
      'hash-mismatch',
    ]);
  });
});

describe('a recording that was damaged is refused with 403', () => {
  const good = incoming();
  const flipped = new Uint8Array(320).fill(1);

  it.each<[string, IncomingRecording, string]>([
    ['cut short on the way', { ...good, data: { kind: 'inline', bytes: new Uint8Array(319) } }, 'truncated'],
    ['longer than announced', { ...good, data: { kind: 'inline', bytes: new Uint8Array(321) } }, 'truncated'],
    ['with other bytes', { ...good, data: { kind: 'inline', bytes: flipped } }, 'hash-mismatch'],
    ['with the hash of something else', { ...good, sha512: sha512Of(flipped) }, 'hash-mismatch'],
    [
      'whose metadata has another hash',
      withMetadata(({ global }) => (global['core:sha512'] = sha512Of(flipped))),
      'hash-mismatch',
    ],
    ['whose metadata has no hash', withMetadata(({ global }) => (global['core:sha512'] = undefined)), 'hash-mismatch'],
    ['whose metadata is no JSON', { ...good, metaJson: new TextEncoder().encode('{') }, 'bad-metadata'],
    ['without captures', withMetadata(({ captures }) => captures.splice(0)), 'bad-metadata'],
    ['without a frequency', withMetadata(({ captures: [one] }) => delete one?.['core:frequency']), 'bad-metadata'],
  ])('%s', (_name, recording, code) => {
    expect(codesOf(recording)).toEqual([403, code]);
  });
});

describe('a recording of something else is refused with 304', () => {
  it.each<[string, IncomingRecording, string]>([
    ['another band', incoming({ centerHz: 99e6 }), 'wrong-band'],
    ['a wider band', incoming({ sampleRateHz: 11e6 }), 'wrong-rate'],
    ['a band said to be next to nothing', incoming({ sampleRateHz: 1 }), 'wrong-rate'],
    ['a centre a little off', incoming({ centerHz: 98.02e6 }), 'wrong-band'],
    ['the slot before', incoming({ at: at(-2.1) }), 'wrong-time'],
    ['the slot after', incoming({ at: at(3.1) }), 'wrong-time'],
    ['another year', incoming({ at: new Date('1970-01-01T00:00:00Z') }), 'wrong-time'],
    ['another place', incoming({ coordinates: [-105.2617, 40.005] }), 'wrong-place'],
    ['another format', incoming({ datatype: 'cf32_le' }), 'wrong-format'],
    ['more bins', incoming({ data: new Uint8Array(640) }), 'wrong-size'],
    ['fewer bins', incoming({ data: new Uint8Array(160) }), 'wrong-size'],
    ['half a bin', incoming({ data: new Uint8Array(322) }), 'wrong-size'],
  ])('%s', (_name, recording, code) => {
    expect(codesOf(recording)).toEqual([304, code]);
  });

  it('is said to have run outside its slot, or to have ended before it began', () => {
    for (const timing of [
      { start: at(-3), stop: at(0) },
      { start: at(0), stop: at(4) },
      { start: at(0.5), stop: at(0.4) },
    ]) {
      expect(codesOf(incoming(), { ...expected, timing })).toEqual([304, 'wrong-time']);
    }
  });

  it('says nowhere where it was made', () => {
    const lost = { ...expected, sensorLocation: undefined };
    expect(codesOf(incoming({ coordinates: null }), lost)).toEqual([304, 'no-place']);
    expect(codesOf(incoming(), lost)).toEqual(['accepted']);
  });

  it('is told all that is wrong with it', () => {
    const worst = incoming({ centerHz: 1e9, at: at(-60), coordinates: [0, 0], datatype: 'ri8' });
    expect(codesOf(worst)).toEqual([304, 'wrong-format', 'wrong-time', 'wrong-place', 'wrong-band']);
    const verdict = checkRecording(worst, expected);
    if (verdict.ok) throw new Error('accepted');
    for (const fault of verdict.faults) expect(fault.pointer).toMatch(/^\/(global|captures\/0)\/core:/);
  });
});

describe('a recording with several captures', () => {
  it('is refused when one of them was taken elsewhere in the spectrum', () => {
    const second = { 'core:sample_start': 8, 'core:frequency': 900e6, 'core:datetime': at(0).toISOString() };
    expect(codesOf(withMetadata(({ captures }) => captures.push(second)))).toEqual([304, 'wrong-band']);
  });
});
