import type { EventPosition, RecordedEvent } from './event.ts';
import { EVENT_CHANNEL, type EventLog } from './event-log.ts';

/** How readers learn that there may be something new. Waking is only a hint: nothing depends on it arriving. */
export type Listen = (channel: string, onNotify: () => void) => Promise<() => Promise<void>>;

/** Follows the record for many readers with one listener. */
export class EventFeed {
  readonly #log: EventLog;
  readonly #waiting = new Set<() => void>();
  #unlisten: (() => Promise<void>) | undefined;
  constructor(log: EventLog) {
    this.#log = log;
  }

  async start(listen: Listen): Promise<void> {
    this.#unlisten = await listen(EVENT_CHANNEL, () => {
      this.#wake();
    });
  }

  async stop(): Promise<void> {
    await this.#unlisten?.();
    this.#wake();
  }

  /** Batches of events after `after` (absent: from now on), for ever, until `signal` aborts. */
  async *follow(after: EventPosition | undefined, signal: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
    let position = after ?? (await this.#log.latest());
    while (!signal.aborted) {
      const woken = this.#nextWake(signal);
      const events = await this.#log.readAfter(position, BATCH);
      const last = events.at(-1);
      if (last === undefined) {
        await woken.promise;
        continue;
      }
      woken.forget();
      position = last.position;
      yield events;
    }
  }

  /** Resolves at the next notification, at the abort, or after the poll interval, whichever is first. */
  #nextWake(signal: AbortSignal): { promise: Promise<void>; forget: () => void } {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const finish = () => {
      clearTimeout(timer);
      this.#waiting.delete(finish);
      signal.removeEventListener('abort', finish);
      resolve(undefined);
    };
    const timer = setTimeout(finish, POLL_MS);
    timer.unref();
    this.#waiting.add(finish);
    signal.addEventListener('abort', finish);
    return { promise, forget: finish };
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

const BATCH = 200;
/** Also how long a late commit can wait when the notification came while an older transaction was still running. */
const POLL_MS = 500;
