import type { Fault } from '../../errors.ts';
import {
  GAIN_RULE,
  SAMPLE_RATE_RULE,
  SETTLE_RULE,
  faultsOfLength,
  faultsOfSpan,
  frequencyRule,
} from './capture-rules.ts';
import type { ParameterRules } from './parameter-rule.ts';

/** The samples themselves, for `durationMs` at one frequency. */
export interface IqParameters {
  readonly action: 'iq';
  readonly centerHz: number;
  readonly sampleRateHz: number;
  readonly durationMs: number;
  readonly gainDb: number;
  readonly settleMs: number;
}

type Name = 'center_hz' | 'sample_rate_hz' | 'duration_ms' | 'gain_db' | 'settle_ms';

/** The JSON parameters of `iq`. */
export const IQ_RULES: ParameterRules<Name> = {
  center_hz: frequencyRule('Centre of the captured span'),
  sample_rate_hz: SAMPLE_RATE_RULE,
  duration_ms: { unit: 'ms', description: 'Length of the capture', minimum: 1e-6, maximum: 3_600_000 },
  gain_db: GAIN_RULE,
  settle_ms: SETTLE_RULE,
};

/** From numbers that keep the rules. */
export function toIqParameters(values: Readonly<Record<Name, number>>): IqParameters {
  return {
    action: 'iq',
    centerHz: values.center_hz,
    sampleRateHz: values.sample_rate_hz,
    durationMs: values.duration_ms,
    gainDb: values.gain_db,
    settleMs: values.settle_ms,
  };
}

/** Back to the JSON, nothing left to default. */
export function fromIqParameters(parameters: IqParameters): Record<Name, number> {
  return {
    center_hz: parameters.centerHz,
    sample_rate_hz: parameters.sampleRateHz,
    duration_ms: parameters.durationMs,
    gain_db: parameters.gainDb,
    settle_ms: parameters.settleMs,
  };
}

/** Samples of the capture: the nearest whole number to rate × duration. */
export function iqSampleCount({ sampleRateHz, durationMs }: IqParameters): number {
  return Math.round((sampleRateHz * durationMs) / 1000);
}

/** What can be wrong between parameters that are each in range. */
export function faultsOfIq(parameters: IqParameters, pointer: string): Fault[] {
  const samples = iqSampleCount(parameters);
  const at = `${pointer}/duration_ms`;
  const tooShort: Fault = { code: 'too-few-samples', detail: '`duration_ms` is shorter than one sample', pointer: at };
  return [
    ...faultsOfSpan(parameters.centerHz, parameters.sampleRateHz, pointer),
    ...faultsOfLength(samples, '`sample_rate_hz` × `duration_ms`', at),
    ...(samples < 1 ? [tooShort] : []),
  ];
}
