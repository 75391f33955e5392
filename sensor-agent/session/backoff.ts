import { setTimeout as sleep } from 'node:timers/promises';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Uniform in `[0, 1)`. */
  readonly random: () => number;
}

/** Exponential backoff with full jitter: many agents that lost one Manager do not all come back at once. */
export class Backoff {
  readonly #options: BackoffOptions;
  #attempts = 0;
  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** How long to wait before the next attempt, milliseconds; grows with every call. */
  next(): number {
    const { firstMs, longestMs, random } = this.#options;
    // From 30 doublings on the limit has long been reached, and 2 ** n must not become infinite.
    const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(30, this.#attempts));
    this.#attempts += 1;
    return random() * ceiling;
  }

  /** It worked: the next wait is short again. */
  reset(): void {
    this.#attempts = 0;
  }
}

/** Waits, or less when `signal` aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
