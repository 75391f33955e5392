import type { M4sParameters } from '../../src/spectrum/actions/m4s-parameters.ts';
import { settlingSamples } from '../../src/spectrum/action-parameters.ts';
import { toRecording } from '../sigmf/recording.ts';
import type { Action } from './action.ts';
import { captureSpectrum, toSpectrumDft, toSpectrumGraph } from './spectrum-capture.ts';

const summary = 'Minimum, maximum, mean, median and one sample of many power spectra at one frequency';

/** `m4s`: a recording of five rows × fftSize values, float32 LE, dBm. */
export const m4sAction: Action<M4sParameters> = {
  name: 'm4s',
  summary,
  description:
    summary +
    '. The samples are cut into blocks of `fft_size`, each under a periodic flat top window; the statistics are taken ' +
    'for each bin over `fft_count` blocks. A level is right for a tone; noise reads by the equivalent noise bandwidth ' +
    'that the metadata states.',
  async run(receiver, parameters, context) {
    const { centerHz, sampleRateHz, gainDb, fftSize, fftCount } = parameters;
    const request = {
      settings: { centerHz, sampleRateHz, gainDb },
      settlingSamples: settlingSamples(parameters),
      sampleCount: fftSize * fftCount,
      fftSize,
    };
    const spectrum = await captureSpectrum(receiver, request, context);
    const { settings, startedAt, overload } = spectrum.block;
    const binHz = settings.sampleRateHz / fftSize;
    const firstHz = settings.centerHz - settings.sampleRateHz / 2;
    context.progress?.(1);
    return toRecording(
      {
        action: m4sAction,
        capability: receiver.capability,
        settings,
        startedAt,
        durationSeconds: (spectrum.fftCount * fftSize) / settings.sampleRateHz,
        overload,
        datatype: 'rf32_le',
        values: spectrum.rows,
        graph: toSpectrumGraph({ name: 'm4s', firstHz, binHz, binCount: fftSize, description: summary }),
        dft: toSpectrumDft({ fftSize, fftCount: spectrum.fftCount, sampleRateHz: settings.sampleRateHz }),
      },
      context.origin,
    );
  },
};
