import { BandNoise } from '../../dsp/band-noise.ts';
import type { NoiseBand } from '../../dsp/band-noise.ts';
import { GaussianSource } from '../../dsp/gaussian.ts';
import { amplitudeOfDbm, noisePowerDbm } from '../../dsp/power.ts';
import { addTone } from '../../dsp/tone.ts';
import type { Tone } from '../../dsp/tone.ts';
import type { TuneSettings } from '../receiver.ts';
import type { Timeline } from './on-off-pattern.ts';
import { onSpans } from './on-off-pattern.ts';
import type { OnOffPattern, Scene, SceneEmitter } from './scene.ts';

/** Emitters that go on and off together. */
interface EmitterGroup {
  readonly pattern: OnOffPattern | undefined;
  readonly tones: readonly Tone[];
  readonly noise: BandNoise | undefined;
}

/** What a span is made of. */
export interface SynthesisSetup {
  readonly scene: Scene;
  readonly settings: TuneSettings;
  readonly originMs: number;
  /** The receiver's own noise; goes on from one tuning to the next. */
  readonly noise: GaussianSource;
  /** A fresh seed for the noise of each group of emitters. */
  readonly nextSeed: () => number;
}

/**
 * Makes the samples of one captured span: thermal noise, and of each emitter the part that lies inside the span.
 * Volts at the converter before it clips, i.e. with the gain.
 */
export class SpanSynthesizer {
  readonly #noise: GaussianSource;
  readonly #noiseSigma: number;
  readonly #groups: readonly EmitterGroup[];
  readonly #timeline: Timeline;

  constructor({ scene, settings, originMs, noise, nextSeed }: SynthesisSetup) {
    const { sampleRateHz, gainDb } = settings;
    this.#noise = noise;
    this.#noiseSigma = amplitudeOfDbm(noisePowerDbm(sampleRateHz, scene.noise_figure_db) + gainDb) / Math.SQRT2;
    this.#timeline = { originMs, sampleRateHz };
    this.#groups = groupByPattern(scene.emitters).map((emitters) => ({
      pattern: emitters[0].pattern,
      tones: emitters.flatMap((emitter) => toneInSpan(emitter, settings)),
      noise: toBandNoise(emitters, settings, nextSeed),
    }));
  }

  /** Fills `out` (interleaved I, Q) with the samples from `firstIndex` on; blocks in order join without a seam. */
  fill(out: Float32Array, firstIndex: number): void {
    this.#noise.fill(out, this.#noiseSigma);
    const block = { firstIndex, count: out.length / 2 };
    for (const { pattern, tones, noise } of this.#groups) {
      for (const { from, to } of onSpans(pattern, this.#timeline, block)) {
        for (const tone of tones) addTone(out, tone, { firstIndex, from, to });
        noise?.addTo(out, from, to);
      }
    }
  }
}

type EmitterList = readonly [SceneEmitter, ...SceneEmitter[]];

function groupByPattern(emitters: readonly SceneEmitter[]): EmitterList[] {
  const groups = new Map<string, [SceneEmitter, ...SceneEmitter[]]>();
  for (const emitter of emitters) {
    const key = JSON.stringify([emitter.pattern?.period_ms, emitter.pattern?.on_ms, emitter.pattern?.phase_ms]);
    const group = groups.get(key);
    if (group) group.push(emitter);
    else groups.set(key, [emitter]);
  }
  return [...groups.values()];
}

/** The emitter as a tone of the span; none when it is wide, or outside, where it would alias. */
function toneInSpan(emitter: SceneEmitter, { centerHz, sampleRateHz, gainDb }: TuneSettings): Tone[] {
  const cyclesPerSample = (emitter.center_hz - centerHz) / sampleRateHz;
  if (isWide(emitter) || cyclesPerSample < -0.5 || cyclesPerSample >= 0.5) return [];
  return [{ amplitude: amplitudeOfDbm(emitter.power_dbm + gainDb), cyclesPerSample }];
}

function toBandNoise(
  emitters: readonly SceneEmitter[],
  settings: TuneSettings,
  nextSeed: () => number,
): BandNoise | undefined {
  const bands = emitters.filter(isWide).flatMap((emitter) => bandInSpan(emitter, settings));
  return bands.length > 0 ? new BandNoise(bands, new GaussianSource(nextSeed())) : undefined;
}

/** The part of a wide emitter inside the span, with its share of the power. */
function bandInSpan(emitter: SceneEmitter, { centerHz, sampleRateHz, gainDb }: TuneSettings): NoiseBand[] {
  const width = emitter.bandwidth_hz ?? 0;
  const middle = emitter.center_hz - centerHz;
  const low = Math.max(-0.5, (middle - width / 2) / sampleRateHz);
  const high = Math.min(0.5, (middle + width / 2) / sampleRateHz);
  if (low >= high) return [];
  const power = amplitudeOfDbm(emitter.power_dbm + gainDb) ** 2;
  return [{ low, high, power: (power * (high - low) * sampleRateHz) / width }];
}

function isWide(emitter: SceneEmitter): boolean {
  return (emitter.bandwidth_hz ?? 0) > 0;
}
