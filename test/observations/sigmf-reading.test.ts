import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCapture, readSigmf } from '../../src/observations/sigmf-reading.ts';
import { parseActionParameters } from '../../src/spectrum/action-parameters.ts';
import { M4S_PARAMETERS, metadataOf } from './recording-fixture.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (value: unknown) => readSigmf(bytes(JSON.stringify(value)));
const whole = metadataOf();

function parametersOf(action: string, json: unknown) {
  const parsed = parseActionParameters(action, json);
  if (!parsed.ok) throw new Error('the parameters of this test are wrong');
  return parsed.parameters;
}

describe('SigMF metadata from an agent', () => {
  it.each([
    ['nothing', bytes(''), ''],
    ['no JSON', bytes('{"global":'), ''],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), ''],
    ['a list', bytes('[]'), ''],
    ['null', bytes('null'), ''],
    ['no global', bytes(JSON.stringify({ ...whole, global: undefined })), '/global'],
    ['a list for global', bytes(JSON.stringify({ ...whole, global: [] })), '/global'],
    ['no captures', bytes(JSON.stringify({ ...whole, captures: undefined })), '/captures'],
    ['an empty list of captures', bytes(JSON.stringify({ ...whole, captures: [] })), '/captures'],
    ['a capture that is a number', bytes(JSON.stringify({ ...whole, captures: [1] })), '/captures'],
    ['no annotations', bytes(JSON.stringify({ ...whole, annotations: undefined })), '/annotations'],
    ['a text among the annotations', bytes(JSON.stringify({ ...whole, annotations: ['x'] })), '/annotations'],
    ['a NUL character', bytes(JSON.stringify({ ...whole, global: { 'core:author': 'a\u0000b' } })), ''],
    ['half of a character', bytes(JSON.stringify({ ...whole, global: { 'core:author': 'a\ud800b' } })), ''],
    ['half of a character in a name', bytes('{"global":{"\\udc00":1},"captures":[{}],"annotations":[]}'), ''],
    [
      'lists a thousand deep',
      bytes(`{"global":{"a":${'['.repeat(1000)}${']'.repeat(1000)}},"captures":[{}],"annotations":[]}`),
      '',
    ],
  ])('is refused when it holds %s', (_name, metaJson, pointer) => {
    expect(readSigmf(metaJson)).toEqual({
      ok: false,
      faults: [expect.objectContaining({ code: 'bad-metadata', pointer })],
    });
  });

  it('is kept as it is, with what the Manager does not know', () => {
    const given = { ...whole, global: { ...whole.global, 'vendor:thing': { deep: ['\u{1f4e1}', 1e300, null] } } };
    expect(read(given)).toEqual({ ok: true, metadata: given });
  });

  it('never makes the reader throw, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.jsonValue().map((value) => bytes(JSON.stringify(value))),
        ),
        (metaJson) => {
          expect(readSigmf(metaJson).ok).toBe(false);
        },
      ),
    );
  });
});

describe('the first capture', () => {
  const change = (part: Record<string, unknown>) =>
    readCapture({ ...whole, captures: [{ ...whole.captures[0], ...part }], annotations: [] });

  it('says when, where and in which band it was made', () => {
    const capture = readCapture({ ...whole, annotations: [] });
    expect(capture).toMatchObject({
      ok: true,
      datetime: new Date('2026-11-20T12:00:00Z'),
      location: { latitude: 39.995, longitude: -105.2617 },
    });
    if (!capture.ok) throw new Error('unreadable');
    expect(capture.band(parametersOf('m4s', M4S_PARAMETERS))).toEqual({ startHz: 92.88e6, stopHz: 103.12e6 });
  });

  it('of a sweep stands for all that the sweep captured', () => {
    const sweep = parametersOf('sweep', { start_hz: 80e6, stop_hz: 120e6, sample_rate_hz: 10.24e6 });
    const capture = change({ 'core:frequency': 100e6 });
    if (!capture.ok) throw new Error('unreadable');
    const band = capture.band(sweep);
    expect(band.startHz).toBeLessThanOrEqual(80e6);
    expect(band.stopHz).toBeGreaterThanOrEqual(120e6);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no frequency', { 'core:frequency': undefined }, 'core:frequency'],
    ['a frequency in words', { 'core:frequency': '98 MHz' }, 'core:frequency'],
    ['an endless frequency', { 'core:frequency': Infinity }, 'core:frequency'],
    ['no time', { 'core:datetime': undefined }, 'core:datetime'],
    ['a time without a zone', { 'core:datetime': '2026-11-20T12:00:00' }, 'core:datetime'],
    ['a time with an offset', { 'core:datetime': '2026-11-20T12:00:00+01:00' }, 'core:datetime'],
    ['a day that there is not', { 'core:datetime': '2026-13-40T12:00:00Z' }, 'core:datetime'],
    ['a time as a number', { 'core:datetime': 1_795_176_000 }, 'core:datetime'],
    ['a place in words', { 'core:geolocation': 'on the roof' }, 'core:geolocation'],
    ['a place that is a line', { 'core:geolocation': { type: 'LineString', coordinates: [1, 2] } }, 'core:geolocation'],
    ['a place without a latitude', { 'core:geolocation': { type: 'Point', coordinates: [1] } }, 'core:geolocation'],
    [
      'a latitude beyond the pole',
      { 'core:geolocation': { type: 'Point', coordinates: [0, 90.1] } },
      'core:geolocation',
    ],
    [
      'a longitude beyond half round',
      { 'core:geolocation': { type: 'Point', coordinates: [-180.1, 0] } },
      'core:geolocation',
    ],
  ])('is refused with %s', (_name, part, field) => {
    expect(change(part)).toEqual({
      ok: false,
      faults: [expect.objectContaining({ code: 'bad-metadata', pointer: `/captures/0/${field}` })],
    });
  });

  it.each([0, -1, '10 MS/s', undefined])('is refused with a sample rate of %s', (rate) => {
    const capture = readCapture({ ...whole, global: { ...whole.global, 'core:sample_rate': rate }, annotations: [] });
    expect(capture).toMatchObject({ ok: false, faults: [{ pointer: '/global/core:sample_rate' }] });
  });

  it('may leave out where it was made, and say how high', () => {
    expect(change({ 'core:geolocation': undefined })).toMatchObject({ ok: true, location: undefined });
    const high = change({ 'core:geolocation': { type: 'Point', coordinates: [-105, 40, 1655] } });
    expect(high).toMatchObject({ location: { latitude: 40, longitude: -105, altitudeM: 1655 } });
  });
});
