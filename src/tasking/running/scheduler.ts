import type { Logger } from 'pino';
import type { Clock } from '../../spectrum/clock.ts';
import { DISPATCH_LEAD_MS } from './dispatch-timing.ts';
import type { DueTasks } from './due-tasks.ts';
import type { HorizonRoller } from './horizon-roller.ts';

/** Wakes when a task is due and when the horizon has to roll; one failing step never stops the others. */
export class Scheduler {
  readonly #due: Pick<DueTasks, 'dispatch'>;
  readonly #roller: Pick<HorizonRoller, 'roll'>;
  readonly #clock: Clock;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #lastRoll = 0;

  constructor(parts: {
    readonly due: Pick<DueTasks, 'dispatch'>;
    readonly roller: Pick<HorizonRoller, 'roll'>;
    readonly clock: Clock;
    readonly log: Logger;
  }) {
    this.#due = parts.due;
    this.#roller = parts.roller;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** Stops after the step under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Something changed: look at once. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#step().finally(() => {
      this.#running = undefined;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
  }

  async #step(): Promise<void> {
    // Apart: what can't be sent must not keep the horizon from rolling, nor the other way round.
    const waits = [
      await this.#guarded('dispatch', () => this.#dispatch()),
      await this.#guarded('roll', () => this.#rollSometimes()),
    ];
    const waitMs = Math.min(...waits);
    if (this.#stopped) return;
    this.#timer = setTimeout(
      () => {
        this.wake();
      },
      Math.min(IDLE_MS, Math.max(MIN_WAIT_MS, waitMs)),
    );
  }

  /** @returns how long may be waited after `work`, ms. */
  async #guarded(step: string, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      this.#log.error({ err: error, step }, 'the scheduler failed in a step and goes on');
      return AFTER_FAILURE_MS;
    }
  }

  async #dispatch(): Promise<number> {
    const nextStart = await this.#due.dispatch();
    return nextStart === undefined ? IDLE_MS : nextStart.getTime() - DISPATCH_LEAD_MS - this.#clock.now().getTime();
  }

  async #rollSometimes(): Promise<number> {
    const now = this.#clock.now().getTime();
    if (Math.abs(now - this.#lastRoll) >= ROLL_EVERY_MS) {
      this.#lastRoll = now;
      await this.#roller.roll();
    }
    return IDLE_MS;
  }
}

/** Also how long a task planned by another process may go unnoticed. */
const IDLE_MS = 1000;
const MIN_WAIT_MS = 10;
const AFTER_FAILURE_MS = 500;
const ROLL_EVERY_MS = 2000;
