import type { SweepParameters } from '../../src/spectrum/actions/sweep-parameters.ts';
import type { SweepStep } from '../../src/spectrum/actions/sweep-plan.ts';
import { sweepBinCount, sweepBinWidthHz, sweepSteps } from '../../src/spectrum/actions/sweep-plan.ts';
import { settlingSamples } from '../../src/spectrum/action-parameters.ts';
import { M4S_ROWS } from '../dsp/m4s.ts';
import { ReceiverError } from '../drivers/receiver.ts';
import type { Receiver, TuneSettings } from '../drivers/receiver.ts';
import { toRecording } from '../sigmf/recording.ts';
import type { Action, ActionContext } from './action.ts';
import type { SpectrumCapture } from './spectrum-capture.ts';
import { captureSpectrum, toSpectrumDft, toSpectrumGraph } from './spectrum-capture.ts';

const summary = 'Power spectra over a band wider than the receiver, stepped and stitched into one grid of bins';

/** What the steps gave: all rows side by side, and what the metadata says about the whole. */
interface Sweep {
  readonly rows: Float32Array;
  /** Those of the first step. */
  readonly settings: TuneSettings;
  readonly startedAt: Date;
  readonly endedAtMs: number;
  readonly overload: boolean;
  /** Spectra under each bin, at least. */
  readonly fftCount: number;
}

/** `sweep`: a recording of five rows × bins, float32 LE, dBm; the inner three quarters of each step are kept. */
export const sweepAction: Action<SweepParameters> = {
  name: 'sweep',
  summary,
  description:
    summary +
    '. Each step is an m4s of which the inner three quarters of the bins are kept, clear of the filter edges; together ' +
    'they cover the band from `start_hz` to `stop_hz` once. The steps follow each other in time.',
  async run(receiver, parameters, context) {
    const { startHz, sampleRateHz, fftSize, fftCount } = parameters;
    const sweep = await captureSteps(receiver, parameters, context);
    const binCount = sweepBinCount(parameters);
    const binHz = sweepBinWidthHz(parameters);
    return toRecording(
      {
        action: sweepAction,
        capability: receiver.capability,
        settings: { ...sweep.settings, centerHz: startHz + (binCount * binHz) / 2 },
        startedAt: sweep.startedAt,
        durationSeconds: (sweep.endedAtMs - sweep.startedAt.getTime()) / 1000,
        overload: sweep.overload,
        datatype: 'rf32_le',
        values: sweep.rows,
        graph: toSpectrumGraph({ name: 'sweep', firstHz: startHz, binHz, binCount, description: summary }),
        dft: toSpectrumDft({ fftSize, fftCount: Math.min(fftCount, sweep.fftCount), sampleRateHz }),
      },
      context.origin,
    );
  },
};

async function captureSteps(receiver: Receiver, parameters: SweepParameters, context: ActionContext): Promise<Sweep> {
  const steps = sweepSteps(parameters);
  const rows = new Float32Array(M4S_ROWS.length * sweepBinCount(parameters));
  let sweep: Sweep | undefined;
  for (const [index, step] of steps.entries()) {
    const spectrum = await captureStep(receiver, { parameters, step }, context);
    keepBins(rows, spectrum.rows, step);
    const { block, fftCount } = spectrum;
    sweep = {
      rows,
      settings: sweep?.settings ?? block.settings,
      startedAt: sweep?.startedAt ?? block.startedAt,
      endedAtMs: block.startedAt.getTime() + (block.samples.length / 2 / parameters.sampleRateHz) * 1000,
      overload: (sweep?.overload ?? false) || block.overload,
      fftCount: Math.min(sweep?.fftCount ?? fftCount, fftCount),
    };
    context.progress?.((index + 1) / steps.length);
  }
  if (!sweep) throw new ReceiverError('the sweep has no steps');
  return sweep;
}

function captureStep(
  receiver: Receiver,
  { parameters, step }: { parameters: SweepParameters; step: SweepStep },
  context: ActionContext,
): Promise<SpectrumCapture> {
  const { sampleRateHz, gainDb, fftSize, fftCount } = parameters;
  const request = {
    settings: { centerHz: step.centerHz, sampleRateHz, gainDb },
    settlingSamples: settlingSamples(parameters),
    sampleCount: fftSize * fftCount,
    fftSize,
  };
  return captureSpectrum(receiver, request, context);
}

/** Copies the bins that a step contributes from its own five rows into those of the sweep. */
function keepBins(sweep: Float32Array, own: Float32Array, { firstBin, firstOwnBin, binCount }: SweepStep): void {
  const width = sweep.length / M4S_ROWS.length;
  const ownWidth = own.length / M4S_ROWS.length;
  for (let row = 0; row < M4S_ROWS.length; row++) {
    const from = row * ownWidth + firstOwnBin;
    sweep.set(own.subarray(from, from + binCount), row * width + firstBin);
  }
}
