import type { IqBlock, Receiver, TuneSettings } from '../drivers/receiver.ts';
import { ReceiverError } from '../drivers/receiver.ts';

/** What is to be captured. */
export interface CaptureRequest {
  readonly settings: TuneSettings;
  /** Discarded after tuning when the receiver needs it. */
  readonly settlingSamples: number;
  readonly sampleCount: number;
}

/** Half a bin of the longest FFT: a centre off by more would move a signal to another bin. */
const CENTER_TOLERANCE = 1 / 32_768;
const RATE_TOLERANCE = 1e-6;

/**
 * Tunes, lets the receiver settle and captures; the block may be short, but never empty.
 * @throws {ReceiverError} also when centre or rate taken are not those wanted: policy decided on the latter
 */
export async function captureTuned(receiver: Receiver, request: CaptureRequest, signal: AbortSignal): Promise<IqBlock> {
  signal.throwIfAborted();
  const { settings, settlingSamples, sampleCount } = request;
  checkTaken(settings, await receiver.tune(settings));
  if (receiver.capability.settles && settlingSamples > 0) await receiver.receive(settlingSamples, signal);
  const block = await receiver.receive(sampleCount, signal);
  if (block.samples.length === 0) throw new ReceiverError('the receiver gave no samples');
  return block;
}

function checkTaken(wanted: TuneSettings, taken: TuneSettings): void {
  const centerError = Math.abs(taken.centerHz - wanted.centerHz);
  const rateError = Math.abs(taken.sampleRateHz - wanted.sampleRateHz);
  const isNear =
    centerError <= CENTER_TOLERANCE * wanted.sampleRateHz && rateError <= RATE_TOLERANCE * wanted.sampleRateHz;
  if (isNear) return;
  throw new ReceiverError(
    `the receiver took ${taken.centerHz} Hz at ${taken.sampleRateHz} samples/s ` +
      `instead of ${wanted.centerHz} Hz at ${wanted.sampleRateHz}`,
  );
}
