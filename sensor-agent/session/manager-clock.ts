import type { Clock } from '../../src/spectrum/clock.ts';

/** What one answer of the Manager shows of its clock; milliseconds since 1970. */
export interface ClockReading {
  /** By the Manager's clock, when it answered. */
  readonly managerMs: number;
  /** By this machine's clock: when the question went out, and when the answer was here. */
  readonly sentMs: number;
  readonly receivedMs: number;
}

/** Clocks this near to each other are left alone: a machine with NTP knows better than a message on its way. */
const TOLERANCE_MS = 1000;

/**
 * This machine's clock, corrected by the Manager's where the two are more than a second apart: tasks start at the
 * Manager's time, also on a machine that nobody has set right.
 */
export class ManagerClock implements Clock {
  readonly #local: Clock;
  #offsetMs = 0;
  constructor(local: Clock) {
    this.#local = local;
  }

  now(): Date {
    return new Date(this.#local.now().getTime() + this.#offsetMs);
  }

  /** What is added to this machine's clock now. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Corrects the clock if `reading` shows that it must be; true when it was. */
  observe({ managerMs, sentMs, receivedMs }: ClockReading): boolean {
    const roundTripMs = receivedMs - sentMs;
    // Negative: this machine's clock was set back meanwhile, and the reading shows nothing.
    if (!(roundTripMs >= 0) || !Number.isFinite(managerMs)) return false;
    const measuredMs = managerMs - (sentMs + receivedMs) / 2;
    // The true offset lies within half a round trip of it.
    if (Math.abs(measuredMs - this.#offsetMs) <= TOLERANCE_MS + roundTripMs / 2) return false;
    this.#offsetMs = Math.abs(measuredMs) <= TOLERANCE_MS ? 0 : Math.round(measuredMs);
    return true;
  }
}
