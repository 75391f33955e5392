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

/** Wraps any receiver so that it never captures outside `tunableBand`, the band policy permits. */
export class FencedReceiver implements Receiver {
  readonly tunableBand: Band;
  readonly #receiver: Receiver;
  #isTuned = false;

  constructor(receiver: Receiver, tunableBand: Band) {
    this.#receiver = receiver;
    this.tunableBand = tunableBand;
  }

  get capability(): ReceiverCapability {
    return this.#receiver.capability;
  }

  /** @throws {OutOfBandError} before touching the radio, and again when the settings it took leave the band. */
  async tune(wanted: TuneSettings): Promise<TuneSettings> {
    // Whatever was tuned before this fence stood, or before this call failed, must not be received.
    this.#isTuned = false;
    this.#check(wanted);
    const taken = await this.#receiver.tune(wanted);
    this.#check(taken);
    this.#isTuned = true;
    return taken;
  }

  async receive(sampleCount: number, signal: AbortSignal): Promise<IqBlock> {
    if (!this.#isTuned) throw new ReceiverError('the receiver is not tuned inside its fence');
    return this.#receiver.receive(sampleCount, signal);
  }

  close(): Promise<void> {
    return this.#receiver.close();
  }

  #check(settings: TuneSettings): void {
    const occupied = bandAround(settings.centerHz, settings.sampleRateHz);
    // A setting that is not a number compares as outside, too.
    if (!containsBand(this.tunableBand, occupied)) throw new OutOfBandError(occupied, this.tunableBand);
  }
}
