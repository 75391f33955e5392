import type { Clock } from '../../src/spectrum/clock.ts';

/** A clock that stands still until it is moved. */
export class HeldClock implements Clock {
  #nowMs: number;
  constructor(start = '2026-11-20T12:00:00Z') {
    this.#nowMs = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** The instant `seconds` from now. */
  in(seconds: number): Date {
    return new Date(this.#nowMs + seconds * 1000);
  }

  forward(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }
}
