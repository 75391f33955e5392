import type { EventFeed } from '../../events/event-feed.ts';
import type { TaskDispatcher } from '../task-dispatcher.ts';
import type { TaskingLog } from './tasking-log.ts';

const PAUSE_MS = 1000;

/**
 * Tells the agents that are connected here of tasks that were cancelled, whichever process did it: an agent's session is
 * open in one of them. An agent that is told twice does nothing the second time; one that was away is told by the answer
 * to its own report of the task.
 */
export class CancelRelay {
  readonly #feed: EventFeed;
  readonly #dispatcher: TaskDispatcher;
  readonly #log: TaskingLog;
  readonly #stopper = new AbortController();
  #following: Promise<void> = Promise.resolve();

  constructor(parts: { readonly feed: EventFeed; readonly dispatcher: TaskDispatcher; readonly log: TaskingLog }) {
    this.#feed = parts.feed;
    this.#dispatcher = parts.dispatcher;
    this.#log = parts.log;
  }

  /** Follows from now on. */
  start(): void {
    this.#following = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopper.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stopper;
    while (!signal.aborted) {
      try {
        for await (const batch of this.#feed.follow(undefined, signal)) {
          for (const { subject, body } of batch) {
            const { sensorId, taskId } = subject;
            if (body.kind !== 'task.state' || body.state !== 'cancelled') continue;
            if (sensorId !== undefined && taskId !== undefined)
              this.#dispatcher.cancel(sensorId, taskId, body.detail ?? '');
          }
        }
      } catch (error) {
        this.#log.error({ err: error }, 'cancelled tasks can not be followed for a moment');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
      }
    }
  }
}
