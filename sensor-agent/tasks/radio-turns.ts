/** Gives a radio to one acquisition after the other, in the order they asked. */
export class RadioTurns {
  /** The radio is free when this has resolved. */
  #free: Promise<unknown> = Promise.resolve();

  /** Does `work` when it is its turn; `signal` ends the wait. @throws the signal's reason, or what `work` throws */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#free;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#free = promise.then(() => before);
    try {
      await before;
      signal.throwIfAborted();
      return await work();
    } finally {
      resolve(undefined);
    }
  }
}
