import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { NewDecision } from '../../enforcement/decision-log.ts';
import type { PolicyGate } from '../../enforcement/gate.ts';
import { StorageFullError, UnavailableError } from '../../errors.ts';
import type { EventLog } from '../../events/event-log.ts';
import type { NewEvent } from '../../events/event.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { SCOS_CODES } from '../../spectrum/scos-codes.ts';
import type { TaskDispatcher } from '../task-dispatcher.ts';
import { type DueQuery, TaskRepository } from '../task-repository.ts';
import { bareResult, type Task, type TaskOrder, type TaskResult } from '../task.ts';
import { DISPATCH_LEAD_MS, LATEST_START_MS } from './dispatch-timing.ts';
import { type DueTask, judgeDueTask } from './due-judgement.ts';
import { endEvent, taskEvent } from './task-events.ts';
import { lookAround } from './task-surroundings.ts';
import type { TaskingLog } from './tasking-log.ts';

export interface DueTasksParts {
  readonly db: Kysely<Database>;
  readonly gate: PolicyGate;
  readonly events: EventLog;
  readonly dispatcher: TaskDispatcher;
  readonly clock: Clock;
  readonly log: TaskingLog;
}

/** Sends tasks whose time comes near to their sensors, each after policy was asked again. */
export class DueTasks {
  readonly #parts: DueTasksParts;
  constructor(parts: DueTasksParts) {
    this.#parts = parts;
  }

  /** Handles everything that is due. @returns when the next task of a sensor that is connected here starts. */
  async dispatch(): Promise<Date | undefined> {
    const sensorIds = this.#parts.dispatcher.connectedSensors();
    while ((await this.#batch(sensorIds)) === BATCH);
    return new TaskRepository(this.#parts.db).nextStart(sensorIds);
  }

  /** @returns how many tasks were sent or ended. */
  async #batch(sensorIds: readonly string[]): Promise<number> {
    const due = this.#dueNow(sensorIds);
    try {
      return await this.#handle(due, BATCH);
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#parts.log.error({ err: error }, 'due tasks could not be handled together and are tried one at a time');
    }
    let handled = 0;
    for (const { id } of await new TaskRepository(this.#parts.db).takeDue(due, BATCH)) {
      handled += await this.#alone({ ...due, onlyId: id }, id);
    }
    return handled;
  }

  /** A task that can't be handled alone either ends as failed: it must not hold up the others for ever. */
  async #alone(due: DueQuery, taskId: string): Promise<number> {
    try {
      return await this.#handle(due, 1);
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#parts.log.error({ err: error, taskId }, 'a due task could not be handled and ends as failed');
    }
    try {
      return await this.#fail(due);
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#parts.log.error({ err: error, taskId }, 'a due task could not be ended either');
      return 0;
    }
  }

  async #fail(due: DueQuery): Promise<number> {
    const { db, clock, events } = this.#parts;
    return db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      const taken = await tasks.takeDue(due, 1);
      const ended = taken.map((task) => ({ task, result: couldNotBeSent(clock.now()) }));
      await tasks.finish(ended);
      await events.append(
        transaction,
        ended.map(({ task, result }) => endEvent(task, result)),
      );
      return ended.length;
    });
  }

  #dueNow(sensorIds: readonly string[]): DueQuery {
    const now = this.#parts.clock.now().getTime();
    return { sensorIds, before: new Date(now + DISPATCH_LEAD_MS), missedBefore: new Date(now - LATEST_START_MS) };
  }

  /** The rows stay locked while the orders go out: no other process sends them, no cancellation comes between. */
  async #handle(due: DueQuery, limit: number): Promise<number> {
    const { db, gate, events } = this.#parts;
    return db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      const taken = await tasks.takeDue(due, limit);
      if (taken.length === 0) return 0;
      const decisions: NewDecision[] = [];
      const judged = (await this.#look(transaction, taken)).map((one) => {
        const judgement = judgeDueTask(one, gate);
        decisions.push(...judgement.decisions);
        return { task: one.task, ...judgement };
      });
      const ended = judged.flatMap((one): { task: Task; result: TaskResult }[] =>
        one.kind === 'ended' ? [{ task: one.task, result: one.result }] : [],
      );
      await tasks.finish(ended);
      await gate.keep(transaction, decisions);
      await events.append(
        transaction,
        ended.map(({ task, result }) => endEvent(task, result)),
      );
      // Last, so that nothing that fails before calls an order back that is out already.
      const sent: NewEvent[] = [];
      for (const one of judged) if (one.kind === 'order') sent.push(...(await this.#send(tasks, one)));
      await events.append(transaction, sent);
      return sent.length + ended.length;
    });
  }

  /** @returns what to tell of it: nothing when the sensor went away just now and its task waits. */
  async #send(tasks: TaskRepository, { task, order }: Sending): Promise<NewEvent[]> {
    if (!this.#parts.dispatcher.dispatch(order)) return [];
    const at = this.#parts.clock.now();
    await tasks.advance(task.id, ['planned'], 'dispatched', at);
    return [taskEvent(task, { state: 'dispatched', at })];
  }

  async #look(transaction: Kysely<Database>, due: readonly Task[]): Promise<DueTask[]> {
    const { clock } = this.#parts;
    const looked = await lookAround(transaction, due, clock);
    const now = clock.now();
    return looked.map((one) => ({ ...one, now }));
  }
}

interface Sending {
  readonly task: Task;
  readonly order: TaskOrder;
}

const BATCH = 100;

/** The database is away: nothing is wrong with the task. */
function isPassing(error: unknown): boolean {
  return error instanceof UnavailableError || error instanceof StorageFullError;
}

function couldNotBeSent(now: Date): TaskResult {
  return bareResult('failed', SCOS_CODES.rejected, 'the Manager could not send it: its log says why', now);
}
