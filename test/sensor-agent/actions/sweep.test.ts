import { describe, expect, it } from 'vitest';
import { FencedReceiver } from '../../../sensor-agent/drivers/fenced-receiver.ts';
import { capturedBand } from '../../../src/spectrum/action-parameters.ts';
import { runAction } from '../../../sensor-agent/actions/registry.ts';
import { contextWith, parametersOf, runOn, scriptedReceiver, simulatedWith } from './action-fixture.ts';

const json = { start_hz: 100e6, stop_hz: 107e6, sample_rate_hz: 1.024e6, fft_size: 256, fft_count: 20 };
const BINS = 1750; // 7 MHz in bins of 4 kHz

describe('the sweep action', () => {
  it.each([100e6, 100.764e6, 100.768e6, 100.772e6, 103.4e6, 106.228e6, 106.232e6, 106.996e6])(
    'shows a tone at %i Hz at its level in its bin and in no other',
    async (hz) => {
      const receiver = simulatedWith([{ name: 'a', center_hz: hz, power_dbm: -60 }]);
      const { values } = await runOn(receiver, 'sweep', json);
      const mean = values.subarray(2 * BINS, 3 * BINS);
      const peak = mean.indexOf(Math.max(...mean));
      expect(peak).toBe(Math.round((hz - 100e6) / 4e3));
      expect(Math.abs((mean[peak] ?? 0) + 60)).toBeLessThan(0.3);
      // The flat top spreads a tone over four bins to each side.
      expect(mean.filter((level) => level > -100).length).toBeLessThanOrEqual(9);
    },
  );

  it('fills every bin with the noise floor', async () => {
    const { values } = await runOn(simulatedWith([]), 'sweep', { ...json, fft_count: 100 });
    expect(values).toHaveLength(5 * BINS);
    const floor = 10 * Math.log10(1.380649e-23 * 290 * 3.7702464 * 4000 * 1000) + 5;
    for (const level of values.subarray(2 * BINS, 3 * BINS)) expect(Math.abs(level - floor)).toBeLessThan(2.5);
  });

  it('describes one grid over the whole band', async () => {
    const { recording } = await runOn(simulatedWith([]), 'sweep', json);
    const [graph] = recording.meta.global['ntia-algorithm:data_products'];
    expect(graph).toMatchObject({ length: BINS, x_start: [100e6], x_stop: [106.996e6], x_step: [4000] });
    expect(recording.meta.captures[0]?.['core:frequency']).toBe(103.5e6);
  });

  it('never tunes outside the band it says it captures', async () => {
    const parameters = parametersOf('sweep', json);
    const done: number[] = [];
    const progress = (fraction: number) => done.push(fraction);
    await runAction(
      new FencedReceiver(simulatedWith([]), capturedBand(parameters), { refusal: () => undefined }),
      parameters,
      contextWith({ progress }),
    );
    expect(done).toHaveLength(10);
    expect(done.at(-1)).toBe(1);
    const { startHz, stopHz } = capturedBand(parameters);
    const narrower = new FencedReceiver(
      simulatedWith([]),
      { startHz, stopHz: stopHz - 1 },
      { refusal: () => undefined },
    );
    await expect(runAction(narrower, parameters, contextWith())).rejects.toThrow('outside the permitted');
  });

  it('is overloaded when one step is, and counts the fewest spectra', async () => {
    const inner = simulatedWith([]);
    let step = 0;
    const receiver = scriptedReceiver(inner, {
      receive: async (count, signal) => {
        step++;
        const block = await inner.receive(step === 4 ? 256 * 7 : count, signal);
        return { ...block, overload: step === 2 };
      },
    });
    const { recording } = await runOn(receiver, 'sweep', json);
    expect(recording.meta.captures[0]?.['ntia-sensor:overload']).toBe(true);
    expect(recording.meta.global['ntia-algorithm:processing_info']?.[0]?.dfts).toBe(7);
  });
});
