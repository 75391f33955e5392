import { setImmediate as whenAllHaveAsked } from 'node:timers/promises';

/**
 * Reads that several callers ask for at the same time, done once for all of them. A caller never shares a read that
 * began before it asked: while one is running, the next one collects. So nobody sees anything older than alone.
 */
export class SharedReads<Result> {
  readonly #running = new Map<string, Promise<Result>>();
  readonly #next = new Map<string, Promise<Result>>();

  /** The result of `read`, run for this caller or for one with the same `key`; keys are equal for equal reads only. */
  read(key: string, read: () => Promise<Result>): Promise<Result> {
    const next = this.#next.get(key);
    if (next !== undefined) return next;
    const running = this.#running.get(key);
    const waited = running === undefined ? whenAllHaveAsked() : running.then(ignore, ignore);
    const shared = waited.then(() => {
      this.#next.delete(key);
      return this.#run(key, read);
    });
    this.#next.set(key, shared);
    return shared;
  }

  #run(key: string, read: () => Promise<Result>): Promise<Result> {
    const running = read();
    this.#running.set(key, running);
    const done = () => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    };
    running.then(done, done);
    return running;
  }
}

function ignore(): void {
  // A failed read is the matter of those who shared it; the next one is begun all the same.
}
