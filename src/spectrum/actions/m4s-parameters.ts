import type { Fault } from '../../errors.ts';
import { FFT_COUNT_RULE, FFT_SIZE_RULE, GAIN_RULE, SAMPLE_RATE_RULE, SETTLE_RULE } from './capture-rules.ts';
import { faultsOfLength, faultsOfSpan, frequencyRule } from './capture-rules.ts';
import type { ParameterRules } from './parameter-rule.ts';

/** Per-bin statistics over `fftCount` spectra of `fftSize` points at one frequency. */
export interface M4sParameters {
  readonly action: 'm4s';
  readonly centerHz: number;
  readonly sampleRateHz: number;
  readonly fftSize: number;
  readonly fftCount: number;
  readonly gainDb: number;
  readonly settleMs: number;
}

type Name = 'center_hz' | 'sample_rate_hz' | 'fft_size' | 'fft_count' | 'gain_db' | 'settle_ms';

/** The JSON parameters of `m4s`. */
export const M4S_RULES: ParameterRules<Name> = {
  center_hz: frequencyRule('Centre of the captured span'),
  sample_rate_hz: SAMPLE_RATE_RULE,
  fft_size: FFT_SIZE_RULE,
  fft_count: FFT_COUNT_RULE,
  gain_db: GAIN_RULE,
  settle_ms: SETTLE_RULE,
};

/** From numbers that keep the rules. */
export function toM4sParameters(values: Readonly<Record<Name, number>>): M4sParameters {
  return {
    action: 'm4s',
    centerHz: values.center_hz,
    sampleRateHz: values.sample_rate_hz,
    fftSize: values.fft_size,
    fftCount: values.fft_count,
    gainDb: values.gain_db,
    settleMs: values.settle_ms,
  };
}

/** Back to the JSON, nothing left to default. */
export function fromM4sParameters(parameters: M4sParameters): Record<Name, number> {
  return {
    center_hz: parameters.centerHz,
    sample_rate_hz: parameters.sampleRateHz,
    fft_size: parameters.fftSize,
    fft_count: parameters.fftCount,
    gain_db: parameters.gainDb,
    settle_ms: parameters.settleMs,
  };
}

/** What can be wrong between parameters that are each in range. */
export function faultsOfM4s(parameters: M4sParameters, pointer: string): Fault[] {
  const { centerHz, sampleRateHz, fftSize, fftCount } = parameters;
  return [
    ...faultsOfSpan(centerHz, sampleRateHz, pointer),
    ...faultsOfLength(fftSize * fftCount, '`fft_size` × `fft_count`', `${pointer}/fft_count`),
  ];
}
