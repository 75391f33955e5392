import {
  capturedBand,
  parseActionParameters,
  resolutionBandwidthHz,
  toParametersJson,
} from '../../spectrum/action-parameters.ts';
import { FFT_SIZE_RULE } from '../../spectrum/actions/capture-rules.ts';
import { measurementOf } from '../measurement-question.ts';
import type { ScheduleDraft } from '../planning/schedule-draft.ts';

/** True when the Client leaves the size of the transforms, and with it the resolution, to us. */
export function isResolutionOpen({ action, parameters }: { readonly action: string; readonly parameters: unknown }) {
  if (action === 'iq') return false;
  return !(typeof parameters === 'object' && parameters !== null && 'fft_size' in parameters);
}

/** The draft as a question about no particular resolution: then policy imposes one instead of refusing ours. */
export function withOpenResolution(draft: ScheduleDraft): ScheduleDraft {
  const { measurement } = draft;
  const known = Object.entries(measurement.attributes).filter(([field]) => field !== 'resolution-bandwidth');
  return { ...draft, measurement: { ...measurement, attributes: Object.fromEntries(known) } };
}

/** The draft with a resolution that was left open: the finest that policy permits, up to the usual one. */
export function withImposedResolution(draft: ScheduleDraft, minResolutionHz: number | undefined): ScheduleDraft {
  if (!isResolutionOpen(draft.request)) return draft;
  const { sampleRateHz } = draft.parameters;
  let fftSize = draft.parametersJson['fft_size'] ?? FFT_SIZE_RULE.minimum;
  while (fftSize > FFT_SIZE_RULE.minimum && sampleRateHz / fftSize < (minResolutionHz ?? 0)) fftSize /= 2;
  const parsed = parseActionParameters(draft.request.action, { ...draft.parametersJson, fft_size: fftSize });
  // A size that another rule forbids is left as it was: policy is asked about it all the same.
  const parameters = parsed.ok ? parsed.parameters : draft.parameters;
  const parametersJson = toParametersJson(parameters);
  const band = capturedBand(parameters);
  return {
    ...draft,
    parameters,
    parametersJson,
    band,
    need: { ...draft.need, band, resolutionHz: resolutionBandwidthHz(parameters) },
    measurement: measurementOf({ ...draft.request, parameters: parametersJson, band }),
  };
}
