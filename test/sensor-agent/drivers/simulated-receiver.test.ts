import { describe, expect, it } from 'vitest';
import type { Scene, SceneEmitter } from '../../../sensor-agent/drivers/simulated/scene.ts';
import { SimulatedReceiver } from '../../../sensor-agent/drivers/simulated/simulated-receiver.ts';
import type { IqBlock, TuneSettings } from '../../../sensor-agent/drivers/receiver.ts';
import { describeReceiver } from './receiver-contract.ts';

const signal = new AbortController().signal;
const settings: TuneSettings = { centerHz: 100e6, sampleRateHz: 1e6, gainDb: 40 };

function sceneOf(emitters: readonly SceneEmitter[], noiseFigureDb = 5): Scene {
  return { name: 'test', seed: 42, noise_figure_db: noiseFigureDb, emitters };
}

/** A clock that stands still until it is moved. */
class HeldClock {
  ms = Date.UTC(2026, 0, 1);
  now(): Date {
    return new Date(this.ms);
  }
}

async function capture(scene: Scene, tuned = settings, sampleCount = 100_000): Promise<IqBlock> {
  const receiver = new SimulatedReceiver(scene, new HeldClock());
  await receiver.tune(tuned);
  return receiver.receive(sampleCount, signal);
}

/** Mean power at the antenna, dBm, by the definition. */
function powerDbm({ samples, settings: { gainDb } }: IqBlock): number {
  const square = samples.reduce((sum, value) => sum + value * value, 0) / (samples.length / 2);
  return 10 * Math.log10(square / 2 / 50 / 1e-3) - gainDb;
}

/** Power of one frequency in the capture, dBm at the antenna, by correlation. */
function toneDbm({ samples, settings: { gainDb, centerHz, sampleRateHz } }: IqBlock, hz: number): number {
  let re = 0;
  let im = 0;
  for (let n = 0; n < samples.length / 2; n++) {
    const angle = (-2 * Math.PI * (hz - centerHz) * n) / sampleRateHz;
    const i = samples[2 * n] ?? 0;
    const q = samples[2 * n + 1] ?? 0;
    re += i * Math.cos(angle) - q * Math.sin(angle);
    im += i * Math.sin(angle) + q * Math.cos(angle);
  }
  const square = (re * re + im * im) / (samples.length / 2) ** 2;
  return 10 * Math.log10(square / 2 / 50 / 1e-3) - gainDb;
}

const THERMAL_1MHZ_DBM = 10 * Math.log10(1.380649e-23 * 290 * 1e6 * 1000);

describeReceiver('the simulated receiver', {
  open: () =>
    Promise.resolve(
      new SimulatedReceiver(sceneOf([{ name: 'a', center_hz: 100.1e6, power_dbm: -60 }]), new HeldClock()),
    ),
  settings,
});

describe('the simulated receiver', () => {
  it.each([0, 40, 76])('hears kTB plus its noise figure in an empty scene, at %i dB gain', async (gainDb) => {
    const block = await capture(sceneOf([]), { ...settings, gainDb });
    expect(powerDbm(block)).toBeCloseTo(THERMAL_1MHZ_DBM + 5, 1);
  });

  it('hears a tone at its frequency and power', async () => {
    const block = await capture(sceneOf([{ name: 'a', center_hz: 100.2e6, power_dbm: -60 }]));
    expect(toneDbm(block, 100.2e6)).toBeCloseTo(-60, 2);
  });

  it.each([100.5e6, 100.7e6, 99.4e6, 101.2e6, 99.499999e6])(
    'does not hear a tone at %i Hz, outside the span',
    async (hz) => {
      const block = await capture(sceneOf([{ name: 'a', center_hz: hz, power_dbm: -40 }]));
      expect(powerDbm(block)).toBeCloseTo(THERMAL_1MHZ_DBM + 5, 1);
    },
  );

  it('hears a wide emitter with all of its power', async () => {
    const block = await capture(sceneOf([{ name: 'a', center_hz: 100e6, bandwidth_hz: 300e3, power_dbm: -60 }]));
    expect(powerDbm(block)).toBeCloseTo(-60, 0);
  });

  it('hears only the part of a wide emitter that lies in the span', async () => {
    const emitter = { name: 'a', center_hz: 100.5e6, bandwidth_hz: 400e3, power_dbm: -60 };
    expect(powerDbm(await capture(sceneOf([emitter])))).toBeCloseTo(-63, 0);
    const outside = await capture(sceneOf([{ ...emitter, center_hz: 100.7e6 }]));
    expect(powerDbm(outside)).toBeCloseTo(THERMAL_1MHZ_DBM + 5, 1);
    const covering = await capture(sceneOf([{ ...emitter, center_hz: 97e6, bandwidth_hz: 10e6 }]));
    expect(powerDbm(covering)).toBeCloseTo(-70, 0);
  });

  it('switches emitters by the wall clock', async () => {
    const clock = new HeldClock();
    const pattern = { period_ms: 1000, on_ms: 10 };
    const receiver = new SimulatedReceiver(sceneOf([{ name: 'a', center_hz: 100e6, power_dbm: -60, pattern }]), clock);
    await receiver.tune(settings);
    expect(powerDbm(await receiver.receive(10_000, signal))).toBeCloseTo(-60, 1);
    expect(powerDbm(await receiver.receive(10_000, signal))).toBeLessThan(-100);
    clock.ms += 1000;
    const later = await receiver.receive(20_000, signal);
    expect(later.startedAt.getTime()).toBe(clock.ms);
    expect(powerDbm(later)).toBeCloseTo(-63, 1);
  });

  it('goes on without a jump of phase from block to block', async () => {
    const receiver = new SimulatedReceiver(
      sceneOf([{ name: 'a', center_hz: 100.123e6, power_dbm: -50 }]),
      new HeldClock(),
    );
    await receiver.tune(settings);
    const blocks = [await receiver.receive(30_001, signal), await receiver.receive(70_000, signal)];
    const joined = Float32Array.from(blocks.flatMap(({ samples }) => Array.from(samples)));
    const [first] = blocks;
    if (!first) throw new Error('no block');
    expect(toneDbm({ ...first, samples: joined }, 100.123e6)).toBeCloseTo(-50, 2);
  });

  it('gives the same samples for the same seed and calls, others for another seed', async () => {
    const scene = sceneOf([{ name: 'a', center_hz: 100e6, bandwidth_hz: 1e5, power_dbm: -60 }]);
    const [one, same, other] = await Promise.all(
      [scene, scene, { ...scene, seed: 43 }].map((each) => capture(each, settings, 1000)),
    );
    expect(one?.samples).toEqual(same?.samples);
    expect(one?.samples).not.toEqual(other?.samples);
  });

  it('does not repeat its noise after tuning again', async () => {
    const receiver = new SimulatedReceiver(sceneOf([]), new HeldClock());
    await receiver.tune(settings);
    const first = await receiver.receive(100, signal);
    await receiver.tune(settings);
    expect((await receiver.receive(100, signal)).samples).not.toEqual(first.samples);
  });

  it('clips at full scale and says so', async () => {
    const scene = sceneOf([{ name: 'a', center_hz: 100e6, power_dbm: -20 }]);
    const clipped = await capture(scene);
    expect(clipped.overload).toBe(true);
    expect(Math.max(...clipped.samples.subarray(0, 1000))).toBe(1);
    expect((await capture(scene, { ...settings, gainDb: 20 })).overload).toBe(false);
  });
});
