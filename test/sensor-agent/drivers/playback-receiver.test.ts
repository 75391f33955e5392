import { createHash } from 'node:crypto';
import { rm, truncate } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { InputFileError } from '../../../sensor-agent/drivers/input-file-error.ts';
import { PlaybackReceiver } from '../../../sensor-agent/drivers/playback/playback-receiver.ts';
import { describeReceiver } from './receiver-contract.ts';
import type { RecordingFixture } from './recording-fixture.ts';
import { RecordingFolder, countingBytes, toneBytes } from './recording-fixture.ts';

const signal = new AbortController().signal;
const clock = { now: () => new Date('2026-01-02T03:04:05.678Z') };
const own = { centerHz: 100e6, sampleRateHz: 1e6, gainDb: 0 };

let folder: RecordingFolder;
beforeAll(async () => {
  folder = await RecordingFolder.create();
});
afterAll(() => folder.remove());

async function openNew(fixture: RecordingFixture, loop = false): Promise<PlaybackReceiver> {
  const receiver = await PlaybackReceiver.open(await folder.write(fixture), { clock, loop });
  onTestFinished(() => receiver.close());
  return receiver;
}

async function faultsOf(fixture: RecordingFixture): Promise<string[]> {
  const path = await folder.write(fixture);
  const error: unknown = await PlaybackReceiver.open(path, { clock }).catch((caught: unknown) => caught);
  if (!(error instanceof InputFileError)) throw new Error('the recording was accepted', { cause: error });
  expect(error.message).toContain(`${path}.sigmf-meta`);
  return error.faults.map(({ code, pointer }) => `${code} ${pointer}`);
}

/** Largest distance between the samples and a tone of amplitude 0.5, `offsetHz` from the centre. */
function distanceFromTone(samples: Float32Array, offsetHz: number, sampleRateHz: number): number {
  const expected = new Float32Array(toneBytes(offsetHz, sampleRateHz, samples.length / 2).buffer);
  // The ends look beyond the recording, where it is silent.
  return samples
    .subarray(400, -400)
    .reduce((worst, value, i) => Math.max(worst, Math.abs(value - (expected[i + 400] ?? 0))), 0);
}

const counting: RecordingFixture = { datatype: 'cu8', data: countingBytes(5000) };

describeReceiver('the playback receiver', {
  open: async () => PlaybackReceiver.open(await folder.write(counting), { clock }),
  settings: own,
});

describe('the playback receiver', () => {
  it('plays cu8 untouched at its own centre and rate', async () => {
    const receiver = await openNew(counting);
    await receiver.tune({ ...own, gainDb: 40 });
    const { samples, startedAt, settings } = await receiver.receive(5000, signal);
    expect(samples).toEqual(Float32Array.from(counting.data, (code) => (code - 127.5) / 127.5));
    expect(settings.gainDb).toBe(0);
    expect(startedAt).toEqual(clock.now());
  });

  it('goes on from block to block, is short at the end, then empty, and starts again when tuned', async () => {
    const receiver = await openNew(counting);
    await receiver.tune(own);
    const first = await receiver.receive(3000, signal);
    const second = await receiver.receive(3000, signal);
    expect(second.samples).toHaveLength(2 * 2000);
    expect(second.samples[0]).toBe(Math.fround(((counting.data[6000] ?? 0) - 127.5) / 127.5));
    expect((await receiver.receive(10, signal)).samples).toHaveLength(0);
    await receiver.tune(own);
    expect((await receiver.receive(3000, signal)).samples).toEqual(first.samples);
  });

  it('loops when told to', async () => {
    const receiver = await openNew(counting, true);
    await receiver.tune(own);
    const { samples } = await receiver.receive(12_000, signal);
    expect(samples).toHaveLength(24_000);
    expect(samples.subarray(10_000, 20_000)).toEqual(samples.subarray(0, 10_000));
    expect(samples.subarray(20_000)).toEqual(samples.subarray(0, 4000));
  });

  it.each([
    ['shifted', 100.1e6, 1e6],
    ['resampled down', 100e6, 400e3],
    ['resampled up', 100e6, 1.5e6],
    ['shifted and resampled', 100.05e6, 256e3],
  ])('keeps frequency, level and phase of a tone when %s', async (_name, centerHz, sampleRateHz) => {
    const receiver = await openNew({ datatype: 'cf32_le', data: toneBytes(60e3, 1e6, 20_000) });
    await receiver.tune({ centerHz, sampleRateHz, gainDb: 0 });
    const { samples } = await receiver.receive(50_000, signal);
    expect(samples).toHaveLength(2 * Math.ceil((20_000 * sampleRateHz) / 1e6));
    expect(distanceFromTone(samples, 100.06e6 - centerHz, sampleRateHz)).toBeLessThan(0.001);
  });

  it('does not hear what lies outside the new span', async () => {
    const receiver = await openNew({ datatype: 'cf32_le', data: toneBytes(-400e3, 1e6, 20_000) });
    await receiver.tune({ centerHz: 100.3e6, sampleRateHz: 1e6, gainDb: 0 });
    const { samples } = await receiver.receive(20_000, signal);
    expect(Math.max(...samples.subarray(400, -400).map(Math.abs))).toBeLessThan(1e-3);
  });

  it('gives the same samples in one block or in several when resampled', async () => {
    const receiver = await openNew(counting);
    const settings = { centerHz: 100.02e6, sampleRateHz: 700e3, gainDb: 0 };
    await receiver.tune(settings);
    const whole = await receiver.receive(3000, signal);
    await receiver.tune(settings);
    const parts = [await receiver.receive(1234, signal), await receiver.receive(1766, signal)];
    parts
      .flatMap(({ samples }) => Array.from(samples))
      .forEach((value, i) => {
        expect(value).toBeCloseTo(whole.samples[i] ?? Number.NaN, 6);
      });
  });

  it('refuses a span of which the recording holds nothing', async () => {
    const receiver = await openNew(counting);
    const aside = { centerHz: 100.4999e6, sampleRateHz: 1000, gainDb: 0 };
    await expect(receiver.tune({ ...aside, centerHz: 102e6 })).rejects.toThrow('centre 102000000 Hz is outside');
    await expect(receiver.tune({ ...aside, centerHz: 100.4999999e6 })).resolves.toBeDefined();
  });

  it('says what it plays', async () => {
    const captures = [{ 'core:sample_start': 0, 'core:frequency': 100e6, 'core:datetime': '2020-01-01T00:00:00Z' }];
    const { capability } = await openNew({ ...counting, captures, global: { 'core:description': 'a test' } });
    expect(capability.playbackOf).toEqual({
      sha512: createHash('sha512').update(counting.data).digest('hex'),
      centerHz: 100e6,
      sampleRateHz: 1e6,
      datetime: '2020-01-01T00:00:00Z',
      description: 'a test',
    });
    expect(capability.adcBits).toBe(8);
  });

  it('takes the full scale from the metadata', async () => {
    const receiver = await openNew({ ...counting, global: { 'clearband:full_scale_volts': 0.25 } });
    await receiver.tune(own);
    const { samples } = await receiver.receive(5000, signal);
    expect(samples).toEqual(Float32Array.from(counting.data, (code) => ((code - 127.5) / 127.5) * 0.25));
  });

  it('flags a recording that was overloaded', async () => {
    const receiver = await openNew({ datatype: 'cu8', data: new Uint8Array(2000).fill(255) });
    await receiver.tune(own);
    expect((await receiver.receive(1000, signal)).overload).toBe(true);
  });
});

describe('the recording that is to be played', () => {
  it.each<[string, RecordingFixture, string[]]>([
    ['a real datatype', { ...counting, datatype: 'rf32_le' }, ['unsupported-datatype /global/core:datatype']],
    ['an unknown datatype', { ...counting, datatype: 'ci12_le' }, ['unsupported-datatype /global/core:datatype']],
    [
      'a wrong hash',
      { ...counting, global: { 'core:sha512': 'ab'.repeat(64) } },
      ['hash-mismatch /global/core:sha512'],
    ],
    ['half a sample at the end', { ...counting, data: new Uint8Array(7) }, ['truncated-dataset ']],
    ['no samples', { ...counting, data: new Uint8Array(0) }, ['empty-dataset ']],
    [
      'two channels',
      { ...counting, global: { 'core:num_channels': 2 } },
      ['unsupported-layout /global/core:num_channels'],
    ],
    ['no captures', { ...counting, captures: [] }, ['not-sigmf ']],
    [
      'several faults at once',
      { ...counting, datatype: 'x', captures: [{}], global: { 'core:sample_rate': '1' } },
      [
        'unsupported-datatype /global/core:datatype',
        'wrong-type /global/core:sample_rate',
        'missing-field /captures/0/core:frequency',
      ],
    ],
    [
      'two frequencies',
      { ...counting, captures: [{ 'core:frequency': 1e8 }, { 'core:frequency': 2e8 }] },
      ['unsupported-layout /captures/1/core:frequency'],
    ],
  ])('is refused with %s', async (_name, fixture, expected) => {
    expect(await faultsOf(fixture)).toEqual(expected);
  });

  it('is refused without its dataset', async () => {
    const path = await folder.write(counting);
    await rm(`${path}.sigmf-data`);
    await expect(PlaybackReceiver.open(`${path}.sigmf-meta`, { clock })).rejects.toThrow(/sigmf-data` is missing/);
  });

  it('is missed when it is cut short while it plays', async () => {
    const path = await folder.write(counting);
    const receiver = await PlaybackReceiver.open(path, { clock });
    onTestFinished(() => receiver.close());
    await receiver.tune(own);
    await truncate(`${path}.sigmf-data`, 10);
    await expect(receiver.receive(100, signal)).rejects.toThrow('cut short');
  });
});
