import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/spectrum/clock.ts';

/** A clock may be set or corrected while we wait, and timers only take 24 days: look again at least this often. */
const LONGEST_WAIT_MS = 1000;

/** Resolves at `instantMs` by `clock`, never before. Rejects with the signal's reason when it aborts. */
export async function waitUntil(instantMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const remainingMs = instantMs - clock.now().getTime();
    if (remainingMs <= 0) return;
    try {
      await sleep(Math.min(remainingMs, LONGEST_WAIT_MS), undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }
}
