import type { Associations } from './association.ts';

const SWEEP_MS = 1000;
const FLUSH_MS = 3000;

/**
 * Keeps associations true while the Manager runs: ends those that expired, writes heartbeats in batches. A failure (the
 * database is away) goes to `onError` and is tried again at the next turn. Returns how to stop.
 */
export function keepUp(associations: Associations, onError: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve();
  const every = (intervalMs: number, work: () => Promise<void>): NodeJS.Timeout =>
    setInterval(() => {
      running = running.then(work).catch(onError);
    }, intervalMs);
  const timers = [every(SWEEP_MS, () => associations.sweep()), every(FLUSH_MS, () => associations.flush())];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await running;
    await associations.flush();
  };
}
