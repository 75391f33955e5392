import { describe, expect, it } from 'vitest';
import { runAction } from '../../../sensor-agent/actions/registry.ts';
import { contextWith, parametersOf, runOn, scriptedReceiver, simulatedWith } from './action-fixture.ts';

const json = { center_hz: 739e6, sample_rate_hz: 15.36e6, fft_size: 1024, fft_count: 300 };
const ENBW_HZ = 56_553.6967;
const FLOOR_DBM = 10 * Math.log10(1.380649e-23 * 290 * ENBW_HZ * 1000) + 5;

function meanDbm(levels: ArrayLike<number>): number {
  const watts = Array.from(levels, (level) => 10 ** (level / 10));
  return 10 * Math.log10(watts.reduce((sum, value) => sum + value, 0) / watts.length);
}

describe('the m4s action', () => {
  it('reads an emitter of −60 dBm as −60 dBm in its bin, in every row', async () => {
    const receiver = simulatedWith([{ name: 'a', center_hz: 740.5e6, power_dbm: -60 }]);
    const { values } = await runOn(receiver, 'm4s', json);
    const bin = (740.5e6 - 731.32e6) / 15e3;
    for (let row = 0; row < 5; row++) expect(Math.abs((values[row * 1024 + bin] ?? 0) + 60)).toBeLessThan(0.3);
  });

  it('reads a tone anywhere between two bins within 0.3 dB', async () => {
    const receiver = simulatedWith([{ name: 'a', center_hz: 740.5074e6, power_dbm: -60 }]);
    const { values } = await runOn(receiver, 'm4s', json);
    expect(Math.abs(Math.max(...values.subarray(2048, 3072)) + 60)).toBeLessThan(0.3);
  });

  it('reads the floor as kTB + noise figure over the equivalent noise bandwidth', async () => {
    const { values } = await runOn(simulatedWith([]), 'm4s', json);
    expect(Math.abs(meanDbm(values.subarray(2048, 3072)) - FLOOR_DBM)).toBeLessThan(0.3);
    // Of exponentially distributed powers the median is ln 2 of the mean.
    expect(Math.abs(meanDbm(values.subarray(3072, 4096)) - FLOOR_DBM - 10 * Math.log10(Math.LN2))).toBeLessThan(0.3);
    for (let bin = 0; bin < 1024; bin++) expect(Math.abs((values[2048 + bin] ?? 0) - FLOOR_DBM)).toBeLessThan(1.5);
  });

  it('takes the gain off, whatever it is', async () => {
    const emitters = [{ name: 'a', center_hz: 739e6, power_dbm: -70 }];
    for (const gain of [0, 30, 60]) {
      const { values, recording } = await runOn(simulatedWith(emitters), 'm4s', {
        ...json,
        fft_count: 10,
        gain_db: gain,
      });
      expect(values[512]).toBeCloseTo(-70, 0);
      expect(recording.meta.captures[0]?.['ntia-sensor:sigan_settings']).toEqual({ gain });
    }
  });

  it('does not hear an emitter beside the span', async () => {
    const receiver = simulatedWith([{ name: 'a', center_hz: 747e6, power_dbm: -40 }]);
    const { values } = await runOn(receiver, 'm4s', json);
    expect(Math.max(...values.subarray(2048, 3072))).toBeLessThan(FLOOR_DBM + 1.5);
  });

  it('says where its bins are and how they were made', async () => {
    const { recording } = await runOn(simulatedWith([]), 'm4s', json);
    const { global } = recording.meta;
    expect(global['ntia-algorithm:data_products'][0]).toMatchObject({
      length: 1024,
      series: ['minimum', 'maximum', 'mean', 'median', 'sample'],
      x_start: [731_320_000],
      x_stop: [746_665_000],
      x_step: [15_000],
      y_units: 'dBm',
    });
    const [dft] = global['ntia-algorithm:processing_info'] ?? [];
    expect(dft).toMatchObject({ samples: 1024, dfts: 300, window: 'flattop' });
    expect(dft?.equivalent_noise_bandwidth).toBeCloseTo(ENBW_HZ, 4);
    expect(recording.meta.captures[0]?.['ntia-sensor:duration']).toBe(20);
  });

  it('says that it was overloaded', async () => {
    const receiver = simulatedWith([{ name: 'a', center_hz: 739e6, power_dbm: -10 }]);
    const { recording } = await runOn(receiver, 'm4s', { ...json, fft_count: 10 });
    expect(recording.meta.captures[0]?.['ntia-sensor:overload']).toBe(true);
  });

  it('uses the whole spectra of a capture that ended early, and says how many', async () => {
    const inner = simulatedWith([]);
    const receiver = scriptedReceiver(inner, { receive: (_count, signal) => inner.receive(2500, signal) });
    const { recording, values } = await runOn(receiver, 'm4s', json);
    expect(values).toHaveLength(5 * 1024);
    expect(recording.meta.global['ntia-algorithm:processing_info']?.[0]?.dfts).toBe(2);
  });

  it.each([
    [0, 'the receiver gave no samples'],
    [1023, 'the receiver gave 1023 of 307200 samples, too few for one FFT of 1024'],
  ])('fails when the receiver gives %i samples', async (count, message) => {
    const inner = simulatedWith([]);
    const receiver = scriptedReceiver(inner, { receive: (_count, signal) => inner.receive(count, signal) });
    await expect(runOn(receiver, 'm4s', json)).rejects.toThrow(message);
  });

  it('discards the settling samples of a receiver that needs to settle, and of no other', async () => {
    for (const settles of [true, false]) {
      const inner = simulatedWith([]);
      const asked: number[] = [];
      const receiver = scriptedReceiver(inner, {
        capability: { ...inner.capability, settles },
        receive: (count, signal) => {
          asked.push(count);
          return inner.receive(count, signal);
        },
      });
      await runOn(receiver, 'm4s', { ...json, fft_count: 2, settle_ms: 1 });
      expect(asked).toEqual(settles ? [15_360, 2048] : [2048]);
    }
  });

  it('fails when the receiver takes another rate or centre than policy decided on', async () => {
    const inner = simulatedWith([]);
    for (const change of [{ sampleRateHz: 15.36e6 * 1.001 }, { centerHz: 739.001e6 }]) {
      const receiver = scriptedReceiver(inner, { tune: (wanted) => inner.tune({ ...wanted, ...change }) });
      await expect(runOn(receiver, 'm4s', json)).rejects.toThrow(/the receiver took .* instead of 739000000 Hz/);
    }
  });

  it('stops when aborted', async () => {
    const signal = AbortSignal.abort(new Error('withdrawn'));
    const run = runAction(simulatedWith([]), parametersOf('m4s', json), contextWith({ signal }));
    await expect(run).rejects.toThrow('withdrawn');
  });
});
