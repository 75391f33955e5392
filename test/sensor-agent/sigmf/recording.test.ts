import { describe, expect, it, onTestFinished } from 'vitest';
import { ACTION_CAPABILITIES } from '../../../sensor-agent/actions/registry.ts';
import { PlaybackReceiver } from '../../../sensor-agent/drivers/playback/playback-receiver.ts';
import { faultsOfRecording, schemaFaults } from '../../support/sigmf-checker.ts';
import { expectedFormat } from '../../../src/spectrum/action-parameters.ts';
import { origin, parametersOf, runOn, simulatedWith } from '../actions/action-fixture.ts';
import { RecordingFolder, countingBytes } from '../drivers/recording-fixture.ts';

const cases: readonly [string, object][] = [
  ['m4s', { center_hz: 100e6, sample_rate_hz: 1e6, fft_size: 64, fft_count: 8 }],
  ['iq', { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 2 }],
  ['sweep', { start_hz: 98e6, stop_hz: 101e6, sample_rate_hz: 1e6, fft_size: 64, fft_count: 4 }],
];

describe.each(cases)('a recording of %s', (action, json) => {
  it('is good SigMF, by our checker and the published schema, also after a trip through JSON', async () => {
    const { recording } = await runOn(simulatedWith([]), action, json);
    const meta = JSON.parse(JSON.stringify(recording.meta)) as unknown;
    expect(meta).toEqual(recording.meta);
    expect(faultsOfRecording(meta, recording.data)).toEqual([]);
    expect(schemaFaults(meta) ?? []).toEqual([]);
  });

  it('has the format and size that the Manager expects', async () => {
    const { recording } = await runOn(simulatedWith([]), action, json);
    const { datatype, maxBytes, minBytes } = expectedFormat(parametersOf(action, json));
    expect(recording.meta.global['core:datatype']).toBe(datatype);
    expect(recording.data).toHaveLength(maxBytes);
    expect(minBytes).toBeLessThanOrEqual(maxBytes);
  });

  it('says who measured what, where, when and for whom', async () => {
    const { recording } = await runOn(simulatedWith([]), action, json);
    const { global, captures } = recording.meta;
    expect(global['ntia-sensor:sensor'].sensor_spec).toEqual(origin.sensor);
    expect(global['ntia-sensor:sensor'].signal_analyzer).toMatchObject({ a2d_bits: 24, noise_figure: 5 });
    expect(global['ntia-scos:schedule']).toEqual(origin.schedule);
    expect(global['ntia-scos:task']).toBe(3);
    const { name, summary, description } = ACTION_CAPABILITIES.find((each) => each.name === action) ?? {};
    expect(global['ntia-scos:action']).toEqual({ name, summary, description });
    expect(global['ntia-core:classification']).toBe('UNCLASSIFIED');
    expect(captures[0]?.['core:datetime']).toBe('2026-01-01T00:00:00.000Z');
    expect(captures[0]?.['core:geolocation']).toEqual({ type: 'Point', coordinates: [-105.2705, 40.015, 1655] });
    expect(global['clearband:playback']).toBeUndefined();
  });
});

describe('a recording of a playback', () => {
  it('is good SigMF and declares where its samples come from', async () => {
    const folder = await RecordingFolder.create();
    onTestFinished(() => folder.remove());
    const path = await folder.write({ datatype: 'cu8', data: countingBytes(3000) });
    const receiver = await PlaybackReceiver.open(path, { clock: { now: () => new Date(0) } });
    onTestFinished(() => receiver.close());
    const { recording } = await runOn(receiver, 'iq', { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 2 });
    expect(faultsOfRecording(recording.meta, recording.data)).toEqual([]);
    expect(schemaFaults(recording.meta) ?? []).toEqual([]);
    expect(recording.meta.global['clearband:playback']?.sha512).toBe(receiver.capability.playbackOf?.sha512);
  });
});
