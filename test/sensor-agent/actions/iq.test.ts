import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PlaybackReceiver } from '../../../sensor-agent/drivers/playback/playback-receiver.ts';
import { RecordingFolder, countingBytes } from '../drivers/recording-fixture.ts';
import { runOn, simulatedWith } from './action-fixture.ts';

const json = { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 4 };
const clock = { now: () => new Date('2026-01-01T00:00:00Z') };

let folder: RecordingFolder;
beforeAll(async () => {
  folder = await RecordingFolder.create();
});
afterAll(() => folder.remove());

describe('the iq action', () => {
  it('gives volts at the antenna, whatever the gain', async () => {
    for (const gain of [0, 40]) {
      const receiver = simulatedWith([{ name: 'a', center_hz: 100e6, power_dbm: -60 }]);
      const { values, recording } = await runOn(receiver, 'iq', { ...json, gain_db: gain });
      expect(values).toHaveLength(8000);
      const magnitudes = Array.from({ length: 4000 }, (_, n) => Math.hypot(values[2 * n] ?? 0, values[2 * n + 1] ?? 0));
      const mean = magnitudes.reduce((sum, value) => sum + value, 0) / 4000;
      expect(mean / Math.sqrt(2 * 50 * 10 ** (-90 / 10))).toBeCloseTo(1, 2);
      expect(recording.meta.global['core:datatype']).toBe('cf32_le');
    }
  });

  it('gives a played recording back sample for sample, settling time or not', async () => {
    const data = countingBytes(5000);
    const receiver = await PlaybackReceiver.open(await folder.write({ datatype: 'cu8', data }), { clock });
    onTestFinished(() => receiver.close());
    const { values, recording } = await runOn(receiver, 'iq', { ...json, gain_db: 40, settle_ms: 10 });
    expect(values).toEqual(Float32Array.from(data.subarray(0, 8000), (code) => (code - 127.5) / 127.5));
    expect(recording.meta.global['clearband:playback']).toMatchObject({ frequency: 100e6, sample_rate: 1e6 });
    expect(recording.meta.global['core:description']).toContain('played from a recording');
    expect(recording.meta.captures[0]?.['ntia-sensor:sigan_settings']).toEqual({ gain: 0 });
  });

  it('is short at the end of a played recording, and says so', async () => {
    const data = countingBytes(1500);
    const receiver = await PlaybackReceiver.open(await folder.write({ datatype: 'cu8', data }), { clock });
    onTestFinished(() => receiver.close());
    const { values, recording } = await runOn(receiver, 'iq', json);
    expect(values).toHaveLength(3000);
    expect(recording.meta.global['ntia-algorithm:data_products'][0]?.length).toBe(1500);
    expect(recording.meta.captures[0]?.['ntia-sensor:duration']).toBe(2);
  });
});
