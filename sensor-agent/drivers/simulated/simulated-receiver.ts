import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/spectrum/clock.ts';
import { GaussianSource } from '../../dsp/gaussian.ts';
import { OverloadCounter, clip } from '../../dsp/power.ts';
import { settingsWithin } from '../capability-check.ts';
import type { IqBlock, Receiver, ReceiverCapability, TuneSettings } from '../receiver.ts';
import { ReceiverError } from '../receiver.ts';
import type { Scene } from './scene.ts';
import { SpanSynthesizer } from './span-synthesizer.ts';

const FULL_SCALE_VOLTS = 1;
/** Samples made before other work gets its turn: a few milliseconds. */
const SLICE = 65_536;

/** What is tuned: where on the time axis it began, and the next sample to be made. */
interface Tuned {
  readonly settings: TuneSettings;
  readonly synthesizer: SpanSynthesizer;
  readonly originMs: number;
  nextIndex: number;
}

/** Receives the emitters of a scene. The same scene, clock and calls give the same samples. */
export class SimulatedReceiver implements Receiver {
  readonly capability: ReceiverCapability;
  readonly #scene: Scene;
  readonly #clock: Clock;
  readonly #noise: GaussianSource;
  #lastSeed: number;
  #tuned: Tuned | undefined;

  constructor(scene: Scene, clock: Clock) {
    this.#scene = scene;
    this.#clock = clock;
    this.#lastSeed = scene.seed ?? 1;
    this.#noise = new GaussianSource(this.#lastSeed);
    this.capability = {
      model: 'simulated',
      description: `simulated receiver, scene \`${scene.name}\``,
      tunable: { startHz: 1e6, stopHz: 6e9 },
      sampleRateHz: { min: 1000, max: 61_440_000 },
      gainDb: { min: 0, max: 76 },
      adcBits: 24, // float32 is not quantised any further
      noiseFigureDb: scene.noise_figure_db,
      settles: false,
    };
  }

  tune(wanted: TuneSettings): Promise<TuneSettings> {
    return new Promise((resolve) => {
      const settings = settingsWithin(this.capability, wanted);
      const originMs = this.#clock.now().getTime();
      const nextSeed = (): number => ++this.#lastSeed;
      const setup = { scene: this.#scene, settings, originMs, noise: this.#noise, nextSeed };
      this.#tuned = { settings, synthesizer: new SpanSynthesizer(setup), originMs, nextIndex: 0 };
      resolve(settings);
    });
  }

  async receive(sampleCount: number, signal: AbortSignal): Promise<IqBlock> {
    const tuned = this.#tuned;
    if (!tuned) throw new ReceiverError('the simulated receiver is not tuned');
    const { settings, synthesizer, originMs } = tuned;
    // As on a radio, time went on since the last block; samples made faster than real time never overlap, though.
    const elapsed = Math.floor(((this.#clock.now().getTime() - originMs) * settings.sampleRateHz) / 1000);
    const firstIndex = Math.max(tuned.nextIndex, elapsed);
    tuned.nextIndex = firstIndex + sampleCount;
    const samples = new Float32Array(2 * sampleCount);
    const overload = new OverloadCounter(FULL_SCALE_VOLTS);
    for (let from = 0; from < sampleCount; from += SLICE) {
      signal.throwIfAborted();
      const slice = samples.subarray(2 * from, 2 * Math.min(sampleCount, from + SLICE));
      synthesizer.fill(slice, firstIndex + from);
      clip(slice, FULL_SCALE_VOLTS);
      overload.add(slice);
      await setImmediate();
    }
    signal.throwIfAborted();
    const startedAt = new Date(originMs + (firstIndex * 1000) / settings.sampleRateHz);
    return { samples, settings, startedAt, overload: overload.isOverloaded };
  }

  close(): Promise<void> {
    this.#tuned = undefined;
    return Promise.resolve();
  }
}
