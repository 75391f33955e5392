import type { Fault } from '../../errors.ts';
import { FFT_COUNT_RULE, FFT_SIZE_RULE, GAIN_RULE, SAMPLE_RATE_RULE, SETTLE_RULE } from './capture-rules.ts';
import { faultsOfLength, frequencyRule } from './capture-rules.ts';
import type { ParameterRules } from './parameter-rule.ts';
import { sweepBinCount, sweptBand } from './sweep-plan.ts';

/** M4S in steps over `[startHz, stopHz)`, stitched into one grid of bins. */
export interface SweepParameters {
  readonly action: 'sweep';
  readonly startHz: number;
  readonly stopHz: number;
  readonly sampleRateHz: number;
  readonly fftSize: number;
  readonly fftCount: number;
  readonly gainDb: number;
  readonly settleMs: number;
}

type Name = 'start_hz' | 'stop_hz' | 'sample_rate_hz' | 'fft_size' | 'fft_count' | 'gain_db' | 'settle_ms';

/** The most bins of one sweep: 20 MB as five rows of float32. */
export const MAX_SWEEP_BINS = 2 ** 20;

/** The JSON parameters of `sweep`. */
export const SWEEP_RULES: ParameterRules<Name> = {
  start_hz: frequencyRule('Lower edge of the band that is swept'),
  stop_hz: frequencyRule('Upper edge of the band that is swept, not included'),
  sample_rate_hz: SAMPLE_RATE_RULE,
  fft_size: FFT_SIZE_RULE,
  fft_count: FFT_COUNT_RULE,
  gain_db: GAIN_RULE,
  settle_ms: SETTLE_RULE,
};

/** From numbers that keep the rules. */
export function toSweepParameters(values: Readonly<Record<Name, number>>): SweepParameters {
  return {
    action: 'sweep',
    startHz: values.start_hz,
    stopHz: values.stop_hz,
    sampleRateHz: values.sample_rate_hz,
    fftSize: values.fft_size,
    fftCount: values.fft_count,
    gainDb: values.gain_db,
    settleMs: values.settle_ms,
  };
}

/** Back to the JSON, nothing left to default. */
export function fromSweepParameters(parameters: SweepParameters): Record<Name, number> {
  return {
    start_hz: parameters.startHz,
    stop_hz: parameters.stopHz,
    sample_rate_hz: parameters.sampleRateHz,
    fft_size: parameters.fftSize,
    fft_count: parameters.fftCount,
    gain_db: parameters.gainDb,
    settle_ms: parameters.settleMs,
  };
}

/** What can be wrong between parameters that are each in range. */
export function faultsOfSweep(parameters: SweepParameters, pointer: string): Fault[] {
  const { startHz, stopHz, fftSize, fftCount } = parameters;
  const tooLong = faultsOfLength(fftSize * fftCount, '`fft_size` × `fft_count`', `${pointer}/fft_count`);
  if (startHz >= stopHz) {
    const detail = `\`stop_hz\` (${stopHz}) must be above \`start_hz\` (${startHz})`;
    return [...tooLong, { code: 'band-upside-down', detail, pointer: `${pointer}/stop_hz` }];
  }
  return [...tooLong, ...faultsOfGrid(parameters, pointer)];
}

function faultsOfGrid(parameters: SweepParameters, pointer: string): Fault[] {
  const bins = sweepBinCount(parameters);
  if (bins > MAX_SWEEP_BINS) {
    const detail = `the sweep makes ${bins} bins, more than ${MAX_SWEEP_BINS}; widen them or narrow the band`;
    return [{ code: 'too-many-bins', detail, pointer: `${pointer}/stop_hz` }];
  }
  const { startHz } = sweptBand(parameters);
  if (startHz >= 0) return [];
  const detail = `the first step would capture from ${startHz} Hz: it reaches below \`start_hz\`, see the sample rate`;
  return [{ code: 'band-below-zero', detail, pointer: `${pointer}/start_hz` }];
}
