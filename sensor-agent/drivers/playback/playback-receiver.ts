import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/spectrum/clock.ts';
import { OverloadCounter } from '../../dsp/power.ts';
import { Resampler } from '../../dsp/resample.ts';
import { settingsWithin } from '../capability-check.ts';
import type { IqBlock, Receiver, ReceiverCapability, TuneSettings } from '../receiver.ts';
import { ReceiverError } from '../receiver.ts';
import { RecordingFile } from './recording-file.ts';

/** Samples read from the file before other work gets its turn. */
const SLICE = 131_072;
/** A kept band narrower than this part of the recording's rate would need an endless filter. */
const NARROWEST = 1 / 2000;

interface Tuned {
  readonly settings: TuneSettings;
  /** Undefined when the recording is played untouched. */
  readonly resampler: Resampler | undefined;
  /** Output rate over the recording's rate. */
  readonly ratio: number;
  readonly originMs: number;
  nextIndex: number;
}

/** How a recording is played. */
export interface PlaybackOptions {
  readonly clock: Clock;
  /** Start again at the end instead of giving a short capture. */
  readonly loop?: boolean;
}

/**
 * Plays a SigMF recording as if it were received now. Every `tune` goes back to its first sample; at its own centre and
 * rate the samples come out untouched, otherwise shifted and resampled without aliases. The gain is always 0 dB.
 */
export class PlaybackReceiver implements Receiver {
  readonly capability: ReceiverCapability;
  readonly #recording: RecordingFile;
  readonly #clock: Clock;
  readonly #loop: boolean;
  #tuned: Tuned | undefined;

  private constructor(recording: RecordingFile, { clock, loop = false }: PlaybackOptions) {
    this.#recording = recording;
    this.#clock = clock;
    this.#loop = loop;
    const { centerHz, sampleRateHz } = recording.header;
    this.capability = {
      model: 'playback',
      description: `playback of a recording, sha512 ${recording.sha512}`,
      tunable: { startHz: Math.max(0, centerHz - sampleRateHz / 2), stopHz: centerHz + sampleRateHz / 2 },
      sampleRateHz: { min: sampleRateHz / 1000, max: 4 * sampleRateHz },
      gainDb: { min: 0, max: 0 },
      adcBits: recording.bits,
      settles: false,
      playbackOf: recording.source,
    };
  }

  /** @throws {InputFileError} naming everything that is wrong with the recording */
  static async open(path: string, options: PlaybackOptions): Promise<PlaybackReceiver> {
    return new PlaybackReceiver(await RecordingFile.open(path), options);
  }

  tune(wanted: TuneSettings): Promise<TuneSettings> {
    return new Promise((resolve) => {
      const settings = settingsWithin(this.capability, wanted);
      const ratio = settings.sampleRateHz / this.#recording.header.sampleRateHz;
      const originMs = this.#clock.now().getTime();
      this.#tuned = { settings, resampler: this.#resamplerFor(settings), ratio, originMs, nextIndex: 0 };
      resolve(settings);
    });
  }

  #resamplerFor({ centerHz, sampleRateHz }: TuneSettings): Resampler | undefined {
    const own = this.#recording.header;
    if (centerHz === own.centerHz && sampleRateHz === own.sampleRateHz) return undefined;
    const newCenter = (centerHz - own.centerHz) / own.sampleRateHz;
    const ratio = sampleRateHz / own.sampleRateHz;
    const low = Math.max(-0.5, newCenter - ratio / 2);
    const high = Math.min(0.5, newCenter + ratio / 2);
    const keepHalfWidth = (high - low) / 2;
    if (keepHalfWidth < NARROWEST / 2) throw new ReceiverError('the recording holds next to nothing of that span');
    return new Resampler({ keepCenter: (low + high) / 2, keepHalfWidth, newCenter, ratio });
  }

  async receive(sampleCount: number, signal: AbortSignal): Promise<IqBlock> {
    const tuned = this.#tuned;
    if (!tuned) throw new ReceiverError('the playback receiver is not tuned');
    const { settings, ratio, originMs, nextIndex: first } = tuned;
    const length = Math.ceil(this.#recording.sampleCount * ratio);
    const count = this.#loop ? sampleCount : Math.max(0, Math.min(sampleCount, length - first));
    tuned.nextIndex = first + count;
    const samples = new Float32Array(2 * count);
    const overload = new OverloadCounter(this.#recording.header.fullScaleVolts);
    const step = Math.max(1, Math.floor(SLICE * Math.min(1, ratio)));
    for (let from = 0; from < count; from += step) {
      signal.throwIfAborted();
      const slice = samples.subarray(2 * from, 2 * Math.min(count, from + step));
      await this.#fill(slice, first + from, tuned.resampler);
      overload.add(slice);
      await setImmediate();
    }
    signal.throwIfAborted();
    const startedAt = new Date(originMs + (first * 1000) / settings.sampleRateHz);
    return { samples, settings, startedAt, overload: overload.isOverloaded };
  }

  async #fill(out: Float32Array, first: number, resampler: Resampler | undefined): Promise<void> {
    if (!resampler) return this.#recording.read(first, out, this.#loop);
    const begin = resampler.firstInput(first);
    const end = resampler.endOfInput(first + out.length / 2 - 1);
    const input = new Float32Array(2 * (end - begin));
    await this.#recording.read(begin, input, this.#loop);
    resampler.resample(input, first, out);
  }

  close(): Promise<void> {
    this.#tuned = undefined;
    return this.#recording.close();
  }
}
