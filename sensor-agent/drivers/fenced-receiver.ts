import type { Band } from '../../src/spectrum/band.ts';
import { bandAround, containsBand, formatBand } from '../../src/spectrum/band.ts';
import type { IqBlock, Receiver, ReceiverCapability, TuneSettings } from './receiver.ts';
import { ReceiverError } from './receiver.ts';

/** The captured span would leave the band that policy permits. */
export class OutOfBandError extends ReceiverError {
  readonly occupied: Band;
  readonly tunableBand: Band;
  constructor(occupied: Band, tunableBand: Band) {
    super(`would capture ${formatBand(occupied)}, outside the permitted ${formatBand(tunableBand)}`);
    this.occupied = occupied;
    this.tunableBand = tunableBand;
  }
}

/** The fence does not allow what would be captured. */
export class OutOfFenceError extends ReceiverError {}

/** What a captured span is held against, beside the band. */
export interface SpanFence {
  /** Why the span must not be captured now; `undefined` when it may. */
  refusal(occupied: Band): string | undefined;
}

/**
 * Wraps any receiver so that it never captures outside `tunableBand`, the band policy permits for the task, nor outside
 * the fence, what policy permits the sensor at all.
 */
export class FencedReceiver implements Receiver {
  readonly tunableBand: Band;
  readonly #receiver: Receiver;
  readonly #fence: SpanFence;
  /** The span that was tuned inside the fence. */
  #tuned: Band | undefined;

  constructor(receiver: Receiver, tunableBand: Band, fence: SpanFence) {
    this.#receiver = receiver;
    this.tunableBand = tunableBand;
    this.#fence = fence;
  }

  get capability(): ReceiverCapability {
    return this.#receiver.capability;
  }

  /** @throws {OutOfBandError} or {OutOfFenceError} before touching the radio, and again for the settings it took. */
  async tune(wanted: TuneSettings): Promise<TuneSettings> {
    // Whatever was tuned before this fence stood, or before this call failed, must not be received.
    this.#tuned = undefined;
    this.#check(spanOf(wanted));
    const taken = await this.#receiver.tune(wanted);
    this.#check(spanOf(taken));
    this.#tuned = spanOf(taken);
    return taken;
  }

  async receive(sampleCount: number, signal: AbortSignal): Promise<IqBlock> {
    if (this.#tuned === undefined) throw new ReceiverError('the receiver is not tuned inside its fence');
    // Another fence may hold by now.
    this.#check(this.#tuned);
    return this.#receiver.receive(sampleCount, signal);
  }

  close(): Promise<void> {
    return this.#receiver.close();
  }

  #check(occupied: Band): void {
    // A setting that is not a number compares as outside, too.
    if (!containsBand(this.tunableBand, occupied)) throw new OutOfBandError(occupied, this.tunableBand);
    const refusal = this.#fence.refusal(occupied);
    if (refusal !== undefined) throw new OutOfFenceError(refusal);
  }
}

function spanOf({ centerHz, sampleRateHz }: TuneSettings): Band {
  return bandAround(centerHz, sampleRateHz);
}
