import type { IqParameters } from '../../src/spectrum/actions/iq-parameters.ts';
import { iqSampleCount } from '../../src/spectrum/actions/iq-parameters.ts';
import { settlingSamples } from '../../src/spectrum/action-parameters.ts';
import { removeGain } from '../dsp/power.ts';
import { toRecording } from '../sigmf/recording.ts';
import type { Action } from './action.ts';
import { captureTuned } from './tuned-capture.ts';

const summary = 'Complex samples at one frequency, in volts at the antenna port';

/** `iq`: a recording of complex float32 LE samples; shorter than asked for at the end of a played recording. */
export const iqAction: Action<IqParameters> = {
  name: 'iq',
  summary,
  description: `${summary}: what the converter gave, divided by the voltage gain. Nothing is filtered or demodulated.`,
  async run(receiver, parameters, context) {
    const { centerHz, sampleRateHz, gainDb } = parameters;
    const request = {
      settings: { centerHz, sampleRateHz, gainDb },
      settlingSamples: settlingSamples(parameters),
      sampleCount: iqSampleCount(parameters),
    };
    const { samples, settings, startedAt, overload } = await captureTuned(receiver, request, context.signal);
    removeGain(samples, settings.gainDb);
    const length = samples.length / 2;
    context.progress?.(1);
    return toRecording(
      {
        action: iqAction,
        capability: receiver.capability,
        settings,
        startedAt,
        durationSeconds: length / settings.sampleRateHz,
        overload,
        datatype: 'cf32_le',
        values: samples,
        graph: { name: 'iq', length, y_units: 'V', reference: 'signal analyzer input', description: summary },
      },
      context.origin,
    );
  },
};
