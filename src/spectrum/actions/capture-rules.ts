import type { Fault } from '../../errors.ts';
import type { Band } from '../band.ts';
import { bandAround } from '../band.ts';
import type { ParameterRule } from './parameter-rule.ts';

/** The most samples that one capture may hold: 256 MB as complex float32. */
export const MAX_CAPTURE_SAMPLES = 2 ** 25;

/** Reserved for tuning once, on top of the settling that the parameters name; radios take 1 to 20 ms. */
export const TUNING_SECONDS = 0.02;

const HIGHEST_HZ = 3e12;

/** A frequency of the radio spectrum as the Radio Regulations end it: 3 THz. */
export function frequencyRule(description: string): ParameterRule {
  return { unit: 'Hz', description, minimum: 0, maximum: HIGHEST_HZ };
}

/** Any rate a receiver may have; the capability of the sensor says which it has. */
export const SAMPLE_RATE_RULE: ParameterRule = {
  unit: 'Hz',
  description: 'Complex samples a second; the captured span is as wide',
  minimum: 1,
  maximum: 1e9,
};

/** Any gain; receivers move it into their range and report what they took. */
export const GAIN_RULE: ParameterRule = {
  unit: 'dB',
  description: 'Gain between the antenna port and the converter; taken off the result',
  minimum: -100,
  maximum: 150,
  default: 40,
};

/** The same for every Action. A driver whose samples are good from the first one ignores it. */
export const SETTLE_RULE: ParameterRule = {
  unit: 'ms',
  description: 'Samples of this long are discarded after tuning, while the radio settles',
  minimum: 0,
  maximum: 10_000,
  default: 10,
};

/** Powers of two only: the transform knows no others. */
export const FFT_SIZE_RULE: ParameterRule = {
  unit: '1',
  description: 'Points of each FFT',
  minimum: 16,
  maximum: 16_384,
  isInteger: true,
  isPowerOfTwo: true,
  default: 1024,
};

/** Bounded so that the median of each bin can be held. */
export const FFT_COUNT_RULE: ParameterRule = {
  unit: '1',
  description: 'FFTs that the statistics are taken over',
  minimum: 1,
  maximum: 10_000,
  isInteger: true,
  default: 300,
};

/** The fault of a capture around `centerHz` that would reach below 0 Hz. */
export function faultsOfSpan(centerHz: number, sampleRateHz: number, pointer: string): Fault[] {
  const span: Band = bandAround(centerHz, sampleRateHz);
  if (span.startHz >= 0) return [];
  const detail = `the captured span would begin at ${span.startHz} Hz: half of \`sample_rate_hz\` lies below \`center_hz\``;
  return [{ code: 'band-below-zero', detail, pointer: `${pointer}/center_hz` }];
}

/** The fault of a capture that is too long to be held. */
export function faultsOfLength(samples: number, what: string, pointer: string): Fault[] {
  if (samples <= MAX_CAPTURE_SAMPLES) return [];
  const detail = `${what} makes ${samples} samples, more than ${MAX_CAPTURE_SAMPLES}`;
  return [{ code: 'too-many-samples', detail, pointer }];
}
