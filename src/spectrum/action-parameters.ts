import type { Fault } from '../errors.ts';
import { TUNING_SECONDS } from './actions/capture-rules.ts';
import type { IqParameters } from './actions/iq-parameters.ts';
import { IQ_RULES, faultsOfIq, fromIqParameters, iqSampleCount, toIqParameters } from './actions/iq-parameters.ts';
import type { M4sParameters } from './actions/m4s-parameters.ts';
import { M4S_RULES, faultsOfM4s, fromM4sParameters, toM4sParameters } from './actions/m4s-parameters.ts';
import type { ParameterRules, ReadParameters } from './actions/parameter-rule.ts';
import { readParameters, toJsonSchema } from './actions/parameter-rule.ts';
import type { SweepParameters } from './actions/sweep-parameters.ts';
import { SWEEP_RULES, faultsOfSweep, fromSweepParameters, toSweepParameters } from './actions/sweep-parameters.ts';
import { sweepBinCount, sweepStepCount, sweptBand } from './actions/sweep-plan.ts';
import type { Band } from './band.ts';
import { bandAround } from './band.ts';

/** The Actions that a sensor agent has; Manager and agent read their parameters by the same rules. */
export const ACTION_NAMES = ['m4s', 'iq', 'sweep'] as const;
/** The name of an Action. */
export type ActionName = (typeof ACTION_NAMES)[number];

/** The parameters of one Action, defaults filled in, checked. */
export type ActionParameters = M4sParameters | IqParameters | SweepParameters;

/** Good parameters, or every fault of the JSON. */
export type ParsedParameters =
  | { readonly ok: true; readonly parameters: ActionParameters }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** What the dataset of a recording holds; a capture may end early, so an `iq` one may be shorter than `maxBytes`. */
export interface ExpectedFormat {
  /** SigMF `core:datatype`: five rows of dBm, or volts. */
  readonly datatype: 'rf32_le' | 'cf32_le';
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly bytesPerSample: number;
}

const RULES: Readonly<Record<ActionName, ParameterRules>> = { m4s: M4S_RULES, iq: IQ_RULES, sweep: SWEEP_RULES };

/** Checks the JSON parameters of an Action; `pointer` is where `input` stands, and the prefix of every fault's pointer. */
export function parseActionParameters(action: string, input: unknown, pointer = ''): ParsedParameters {
  switch (action) {
    case 'm4s':
      return checked(readParameters(M4S_RULES, input, pointer), toM4sParameters, (m4s) => faultsOfM4s(m4s, pointer));
    case 'iq':
      return checked(readParameters(IQ_RULES, input, pointer), toIqParameters, (iq) => faultsOfIq(iq, pointer));
    case 'sweep':
      return checked(readParameters(SWEEP_RULES, input, pointer), toSweepParameters, (sweep) =>
        faultsOfSweep(sweep, pointer),
      );
    default: {
      const detail = `unknown action \`${action}\`; known are ${ACTION_NAMES.join(', ')}`;
      return { ok: false, faults: [{ code: 'unknown-action', detail, pointer }] };
    }
  }
}

function checked<Name extends string, P extends ActionParameters>(
  read: ReadParameters<Name>,
  toParameters: (values: Readonly<Record<Name, number>>) => P,
  faultsOf: (parameters: P) => readonly Fault[],
): ParsedParameters {
  if (!read.ok) return read;
  const parameters = toParameters(read.values);
  const faults = faultsOf(parameters);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, parameters };
}

/** The parameters as their JSON, every default written out; `parseActionParameters` reads it back. */
export function toParametersJson(parameters: ActionParameters): Readonly<Record<string, number>> {
  switch (parameters.action) {
    case 'm4s':
      return fromM4sParameters(parameters);
    case 'iq':
      return fromIqParameters(parameters);
    case 'sweep':
      return fromSweepParameters(parameters);
  }
}

/** A JSON Schema (2020-12) of the Action's parameters; rules between parameters are not in it. */
export function parametersJsonSchema(action: ActionName): Readonly<Record<string, unknown>> {
  return toJsonSchema(RULES[action]);
}

/** The whole span that the receiver takes in, also what the result leaves out: centre ± half the sample rate. */
export function capturedBand(parameters: ActionParameters): Band {
  if (parameters.action === 'sweep') return sweptBand(parameters);
  return bandAround(parameters.centerHz, parameters.sampleRateHz);
}

/** The finest detail that the result shows: the distance of its bins, or for I/Q the inverse of its real length. */
export function resolutionBandwidthHz(parameters: ActionParameters): number {
  if (parameters.action === 'iq') return parameters.sampleRateHz / iqSampleCount(parameters);
  return parameters.sampleRateHz / parameters.fftSize;
}

/** How long the radio is busy, with an allowance for tuning; computing and sending come on top. */
export function estimatedSeconds(parameters: ActionParameters): number {
  const tuning = TUNING_SECONDS + parameters.settleMs / 1000;
  if (parameters.action === 'iq') return tuning + parameters.durationMs / 1000;
  const capturing = (parameters.fftSize * parameters.fftCount) / parameters.sampleRateHz;
  return (parameters.action === 'sweep' ? sweepStepCount(parameters) : 1) * (tuning + capturing);
}

/** Samples at the front that a radio discards after tuning. */
export function settlingSamples({ sampleRateHz, settleMs }: ActionParameters): number {
  return Math.round((sampleRateHz * settleMs) / 1000);
}

/** The datatype and size of the dataset that these parameters lead to. */
export function expectedFormat(parameters: ActionParameters): ExpectedFormat {
  if (parameters.action === 'iq') {
    return { datatype: 'cf32_le', minBytes: 8, maxBytes: 8 * iqSampleCount(parameters), bytesPerSample: 8 };
  }
  const bins = parameters.action === 'sweep' ? sweepBinCount(parameters) : parameters.fftSize;
  return { datatype: 'rf32_le', minBytes: 20 * bins, maxBytes: 20 * bins, bytesPerSample: 4 };
}
