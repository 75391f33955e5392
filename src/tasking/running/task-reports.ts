import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { NotFoundError } from '../../errors.ts';
import type { EventLog } from '../../events/event-log.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { SCOS_CODES } from '../../spectrum/scos-codes.ts';
import { endEvent, taskEvent } from './task-events.ts';
import { TaskRepository } from '../task-repository.ts';
import { bareResult, isLive, type Task, type TaskResult } from '../task.ts';

/** A task on its way. `at` is the time of its sensor's clock, which may be wrong: nothing is dated by it. */
export interface TaskProgressReport {
  readonly taskId: string;
  readonly state: 'accepted' | 'running';
  readonly at: Date;
}

/** Takes in what agents say of their tasks while they run; how a task ends is the observations' part. */
export class TaskReports {
  readonly #db: Kysely<Database>;
  readonly #events: EventLog;
  readonly #clock: Clock;
  readonly #onPlanned: () => void;

  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly events: EventLog;
    readonly clock: Clock;
    readonly onPlanned: () => void;
  }) {
    this.#db = parts.db;
    this.#events = parts.events;
    this.#clock = parts.clock;
    this.#onPlanned = parts.onPlanned;
  }

  /** The sensor accepted or began a task. @throws {NotFoundError} also for one that has ended: it is not wanted any more */
  async progress(sensorId: string, report: TaskProgressReport): Promise<void> {
    const { taskId, state } = report;
    const at = this.#clock.now();
    await this.#db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      const task = (await tasks.takeMany([taskId])).get(taskId);
      if (task?.sensorId !== sensorId || !isLive(task.state))
        throw new NotFoundError('live task of this sensor', taskId);
      const from =
        state === 'accepted' ? (['planned', 'dispatched'] as const) : (['planned', 'dispatched', 'accepted'] as const);
      if (!(await tasks.advance(taskId, from, state, at))) return;
      await this.#events.append(transaction, [taskEvent(task, { state, at })]);
    });
  }

  /**
   * A sensor came (back) and named the tasks it holds. What was dispatched to it and is not held will not happen there:
   * it is planned again while its time has not come, else it ends as missed or, where it had begun, as incomplete.
   */
  async reconcile(sensorId: string, heldTaskIds: readonly string[]): Promise<void> {
    const held = new Set(heldTaskIds);
    const now = this.#clock.now();
    await this.#db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      const lost = (await tasks.takeLive({ sensorId })).filter(
        (task) => task.state !== 'planned' && !held.has(task.id),
      );
      const again = lost.filter((task) => task.startsAt > now && task.state !== 'running');
      const ended = lost
        .filter((task) => !again.includes(task))
        .map((task) => ({ task, result: lostResult(task, now) }));
      await tasks.replan(again.map((task) => task.id));
      await tasks.finish(ended);
      await this.#events.append(transaction, [
        ...again.map((task) =>
          taskEvent(task, { state: 'planned', at: now, detail: 'the sensor lost it before its time' }),
        ),
        ...ended.map(({ task, result }) => endEvent(task, result)),
      ]);
    });
  }

  /** From now on the sensor can be sent tasks. */
  reachable(): void {
    this.#onPlanned();
  }
}

function lostResult(task: Task, now: Date): TaskResult {
  const began = task.state === 'running';
  return began
    ? bareResult('incomplete', SCOS_CODES.incomplete, 'the sensor restarted during the acquisition', now)
    : bareResult('missed', SCOS_CODES.heartbeatMissed, 'the sensor lost the task before it began', now);
}
