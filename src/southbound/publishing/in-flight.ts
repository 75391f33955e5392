/** How much may be on its way into the store for one stream at once: the sender is held back at either limit. */
export interface InFlightLimits {
  readonly outcomes: number;
  readonly bytes: number;
}

/** Counts what was handed to the store and is not answered yet. */
export class InFlight {
  readonly #limits: InFlightLimits;
  #outcomes = 0;
  #bytes = 0;
  #waiting: (() => void)[] = [];
  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  enter(bytes: number): void {
    this.#outcomes += 1;
    this.#bytes += bytes;
  }

  leave(bytes: number): void {
    this.#outcomes -= 1;
    this.#bytes -= bytes;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Resolves when there is room for another outcome. */
  async room(): Promise<void> {
    await this.#until(() => this.#outcomes < this.#limits.outcomes && this.#bytes < this.#limits.bytes);
  }

  /** Resolves when everything is answered. */
  async settled(): Promise<void> {
    await this.#until(() => this.#outcomes === 0);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
