import { GaussianSource } from '../../sensor-agent/dsp/gaussian.ts';
import { addTone } from '../../sensor-agent/dsp/tone.ts';

/** Names of the inputs that m4s is measured with. */
export const CAPTURE_KINDS = ['noise', 'tone', 'pulse', 'zero'] as const;
export type CaptureKind = (typeof CAPTURE_KINDS)[number];

const SEED = 1;
const TONE = { amplitude: 0.5, cyclesPerSample: 0.123 };
/** Samples that the pulse lasts, from where on: within a few of the spectra. */
const PULSE = { from: 5000, samples: 100 };

/** A capture of `sampleCount` samples, interleaved I, Q, volts: the shapes that median and statistics find easy or hard. */
export function makeCapture(kind: CaptureKind, sampleCount: number): Float32Array {
  const samples = new Float32Array(2 * sampleCount);
  switch (kind) {
    case 'noise':
      new GaussianSource(SEED).fill(samples, 0.1);
      break;
    case 'tone':
      addTone(samples, TONE, { firstIndex: 0, from: 0, to: sampleCount });
      break;
    case 'pulse':
      addTone(samples, TONE, { firstIndex: 0, from: PULSE.from, to: PULSE.from + PULSE.samples });
      break;
    case 'zero':
      break;
  }
  return samples;
}
