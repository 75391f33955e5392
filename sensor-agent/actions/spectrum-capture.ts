import { setImmediate } from 'node:timers/promises';
import { M4S_ROWS, M4sAccumulator } from '../dsp/m4s.ts';
import { equivalentNoiseBandwidthHz, flatTopWindow } from '../dsp/window.ts';
import type { IqBlock, Receiver } from '../drivers/receiver.ts';
import { ReceiverError } from '../drivers/receiver.ts';
import type { NtiaDft, NtiaGraph } from '../sigmf/sigmf-meta.ts';
import type { ActionContext } from './action.ts';
import type { CaptureRequest } from './tuned-capture.ts';
import { captureTuned } from './tuned-capture.ts';

/** FFTs computed before other work gets its turn, in samples: a few milliseconds. */
const SLICE = 262_144;

/** The statistics of one capture: five rows of fftSize values in dBm, lowest frequency first. */
export interface SpectrumCapture {
  readonly rows: Float32Array;
  readonly block: IqBlock;
  /** Spectra taken; fewer than asked for when the capture ended early. */
  readonly fftCount: number;
}

/** A capture to be cut into spectra; `sampleCount` is a multiple of `fftSize`. */
export interface SpectrumRequest extends CaptureRequest {
  readonly fftSize: number;
}

/** Tunes, captures and computes M4S. @throws {ReceiverError} when not even one spectrum was captured */
export async function captureSpectrum(
  receiver: Receiver,
  request: SpectrumRequest,
  { signal, random }: Pick<ActionContext, 'signal' | 'random'>,
): Promise<SpectrumCapture> {
  const { fftSize, sampleCount } = request;
  const block = await captureTuned(receiver, request, signal);
  const captured = block.samples.length / 2;
  if (captured < fftSize) {
    throw new ReceiverError(
      `the receiver gave ${captured} of ${sampleCount} samples, too few for one FFT of ${fftSize}`,
    );
  }
  const accumulator = new M4sAccumulator(fftSize, Math.floor(captured / fftSize));
  const step = 2 * Math.max(1, Math.floor(SLICE / fftSize)) * fftSize;
  for (let from = 0; from < block.samples.length; from += step) {
    signal.throwIfAborted();
    accumulator.add(block.samples.subarray(from, from + step));
    await setImmediate();
  }
  const rows = accumulator.read({ gainDb: block.settings.gainDb, samplePosition: random() });
  return { rows, block, fftCount: accumulator.count };
}

/** Where the bins of a result stand. */
export interface SpectrumGrid {
  readonly name: string;
  readonly firstHz: number;
  readonly binHz: number;
  readonly binCount: number;
  readonly description: string;
}

/** The ntia-algorithm Graph of five rows over a grid of bins. */
export function toSpectrumGraph({ name, firstHz, binHz, binCount, description }: SpectrumGrid): NtiaGraph {
  return {
    name,
    length: binCount,
    series: [...M4S_ROWS],
    x_units: 'Hz',
    x_start: [firstHz],
    x_stop: [firstHz + (binCount - 1) * binHz],
    x_step: [binHz],
    y_units: 'dBm',
    processing: [DFT_ID],
    reference: 'signal analyzer input',
    description,
  };
}

const DFT_ID = 'm4s_dft';

/** The ntia-algorithm DFT behind the rows. */
export function toSpectrumDft(spectra: { fftSize: number; fftCount: number; sampleRateHz: number }): NtiaDft {
  const { fftSize, fftCount, sampleRateHz } = spectra;
  return {
    type: 'DFT',
    id: DFT_ID,
    equivalent_noise_bandwidth: equivalentNoiseBandwidthHz(flatTopWindow(fftSize), sampleRateHz),
    samples: fftSize,
    dfts: fftCount,
    window: 'flattop',
    baseband: false,
    description: 'Periodic flat top window, corrected for its coherent gain; 3 dB from complex envelope to RF power',
  };
}
