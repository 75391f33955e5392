import { type Kysely, sql } from 'kysely';
import { lockAllInTransaction } from '../database/advisory-lock.ts';
import type { Database } from '../database/schema.ts';
import { type Page, type PageRequest, toPage } from '../spectrum/page.ts';
import { type NewSlot, SlotRepository } from './slot-repository.ts';
import { selectTasks, type TaskRow, toResultRow, toTask } from './task-rows.ts';
import { isLive, LIVE_TASK_STATES, type LiveTaskState, type Task, type TaskResult, type TaskState } from './task.ts';

export interface TaskFilter {
  readonly entryId?: string;
  readonly sensorId?: string;
  readonly state?: TaskState;
}

/** Tasks of `sensorIds` that start before `before`, and anyone's whose time passed before `missedBefore`. */
export interface DueQuery {
  readonly sensorIds: readonly string[];
  readonly before: Date;
  readonly missedBefore: Date;
  readonly onlyId?: string;
}

/** A task about to be stored together with the slot that holds its radio. */
export interface NewTask extends NewSlot {
  readonly id: string;
  readonly entryId: string;
  readonly sequence: number;
  readonly slotSeconds: number;
  /** Hash of the policy set it was decided under; absent: it still has to be decided. */
  readonly decidedUnder?: string;
}

/** Tasks, the slots that hold their radios, and their results. */
export class TaskRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Stores slots, then tasks. @throws an exclusion violation of `slot_no_overlap` when a radio is taken. */
  async insert(tasks: readonly NewTask[]): Promise<void> {
    // Inserts that meet under an exclusion constraint can wait for each other: PostgreSQL then ends one as a deadlock.
    // Whoever lays slots on a radio has it for itself until its transaction ends.
    const radios = tasks.map(({ sensorId }) => `radio ${sensorId}`);
    if (radios.length > 0) await lockAllInTransaction(this.#db, radios);
    for (let from = 0; from < tasks.length; from += INSERT_ROWS) {
      const part = tasks.slice(from, from + INSERT_ROWS);
      await new SlotRepository(this.#db).insert(part);
      await this.#db
        .insertInto('task')
        .values(
          part.map((task) => ({
            id: task.id,
            entryId: task.entryId,
            sequence: task.sequence,
            sensorId: task.sensorId,
            slotId: task.slotId,
            state: 'planned',
            startsAt: task.window.start,
            slotSeconds: task.slotSeconds,
            decidedUnder: task.decidedUnder ?? '',
          })),
        )
        .execute();
    }
  }

  /** Whether a live task in one of these states was decided last under another set than this, or never. */
  async isUndecided(setHash: string, states: readonly LiveTaskState[]): Promise<boolean> {
    const query = this.#db
      .selectFrom('task')
      .select('id')
      .where('state', 'in', [...states]);
    return (await query.where(decidedUnderAnother(setHash)).limit(1).executeTakeFirst()) !== undefined;
  }

  /** Live tasks that were decided last under another set, or never. Locked; those another process holds are left out. */
  async takeUndecided(
    setHash: string,
    { states, limit }: { readonly states: readonly LiveTaskState[]; readonly limit: number },
  ): Promise<Task[]> {
    const rows = await selectTasks(this.#db)
      .where('task.state', 'in', [...states])
      .where(decidedUnderAnother(setHash))
      .orderBy('task.startsAt')
      .limit(limit)
      .forUpdate('task')
      .skipLocked()
      .execute();
    return rows.map(toTask);
  }

  /** These were decided under this set. */
  async markDecided(ids: readonly string[], setHash: string): Promise<void> {
    if (ids.length === 0) return;
    await this.#db
      .updateTable('task')
      .set({ decidedUnder: setHash })
      .where('id', 'in', [...ids])
      .execute();
  }

  async find(id: string): Promise<Task | undefined> {
    const row = await selectTasks(this.#db).where('task.id', '=', id).executeTakeFirst();
    return row && toTask(row);
  }

  async page(filter: TaskFilter, page: PageRequest): Promise<Page<Task>> {
    let query = selectTasks(this.#db);
    if (filter.entryId !== undefined) query = query.where('task.entryId', '=', filter.entryId);
    if (filter.sensorId !== undefined) query = query.where('task.sensorId', '=', filter.sensorId);
    if (filter.state !== undefined) query = query.where('task.state', '=', filter.state);
    if (page.afterId !== undefined) query = query.where('task.id', '>', page.afterId);
    const rows = await query
      .orderBy('task.id')
      .limit(page.limit + 1)
      .execute();
    return toPage(rows.map(toTask), page.limit);
  }

  /** Planned tasks to handle now. Locked; those another process holds are left out. */
  async takeDue(due: DueQuery, limit: number): Promise<Task[]> {
    let query = selectTasks(this.#db);
    if (due.onlyId !== undefined) query = query.where('task.id', '=', due.onlyId);
    const rows = await query
      .where('task.state', '=', 'planned')
      .where('task.startsAt', '<', due.before)
      .where(
        sql<boolean>`(task.sensor_id = any(${[...due.sensorIds]}::uuid[]) or task.starts_at < ${due.missedBefore})`,
      )
      .orderBy('task.startsAt')
      .orderBy('task.id')
      .limit(limit)
      .forUpdate('task')
      .skipLocked()
      .execute();
    return rows.map(toTask);
  }

  /** When the next planned task of `sensorIds` starts. */
  async nextStart(sensorIds: readonly string[]): Promise<Date | undefined> {
    const row = await this.#db
      .selectFrom('task')
      .select('startsAt')
      .where('state', '=', 'planned')
      .where(sql<boolean>`sensor_id = any(${[...sensorIds]}::uuid[])`)
      .orderBy('startsAt')
      .limit(1)
      .executeTakeFirst();
    return row?.startsAt;
  }

  /** Live tasks, locked: of a sensor, of an entry, or those that should long have ended. */
  async takeLive(which: {
    readonly sensorId?: string;
    readonly entryId?: string;
    readonly startedBefore?: Date;
  }): Promise<Task[]> {
    let query = selectTasks(this.#db).where('task.state', 'in', [...LIVE_TASK_STATES]);
    if (which.sensorId !== undefined) query = query.where('task.sensorId', '=', which.sensorId);
    if (which.entryId !== undefined) query = query.where('task.entryId', '=', which.entryId);
    if (which.startedBefore !== undefined) query = query.where('task.startsAt', '<', which.startedBefore);
    return (await query.orderBy('task.id').forUpdate('task').execute()).map(toTask);
  }

  /** The tasks with these ids, locked until the transaction ends. */
  async takeMany(ids: readonly string[]): Promise<Map<string, Task>> {
    if (ids.length === 0) return new Map();
    const rows = await selectTasks(this.#db)
      .where('task.id', 'in', [...ids])
      .orderBy('task.id')
      .forUpdate('task')
      .execute();
    return new Map((await this.#withResults(rows)).map((row) => [row.id, toTask(row)]));
  }

  /**
   * Where a lock was waited for, the task is as it was left but what it was joined to is as it was before: a task that
   * ended meanwhile lacks its result, and is read again.
   */
  async #withResults(rows: readonly TaskRow[]): Promise<readonly TaskRow[]> {
    const stale = rows.filter((row) => row.status === null && !isLive(toTask(row).state)).map((row) => row.id);
    if (stale.length === 0) return rows;
    const fresh = await selectTasks(this.#db).where('task.id', 'in', stale).execute();
    return rows.map((row) => fresh.find(({ id }) => id === row.id) ?? row);
  }

  /** Moves a live task on to another live state. @returns false when it was not in one of `from`. */
  async advance(
    id: string,
    from: readonly LiveTaskState[],
    to: Exclude<LiveTaskState, 'planned'>,
    at: Date,
  ): Promise<boolean> {
    const stamp =
      to === 'dispatched' ? { dispatchedAt: at } : to === 'accepted' ? { acceptedAt: at } : { runningAt: at };
    const result = await this.#db
      .updateTable('task')
      .set({ state: to, ...stamp })
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Stores tasks that ended before they could be planned: they never had a slot. */
  async insertEnded(ended: readonly { readonly task: Task; readonly result: TaskResult }[]): Promise<void> {
    if (ended.length === 0) return;
    await this.#db
      .insertInto('task')
      .values(
        ended.map(({ task, result }) => ({
          id: task.id,
          entryId: task.entryId,
          sequence: task.sequence,
          sensorId: task.sensorId,
          slotId: null,
          state: result.status,
          startsAt: task.startsAt,
          slotSeconds: task.slotSeconds,
        })),
      )
      .execute();
    await this.#db
      .insertInto('taskResult')
      .values(ended.map(({ task, result }) => toResultRow(task.id, result)))
      .execute();
  }

  /** Takes live tasks back to `planned`. */
  async replan(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#db
      .updateTable('task')
      .set({ state: 'planned', dispatchedAt: null, acceptedAt: null })
      .where('id', 'in', [...ids])
      .where('state', 'in', ['dispatched', 'accepted'])
      .execute();
  }

  /** Ends live tasks, one result each, and frees their slots. The caller has them locked. */
  async finish(results: readonly { readonly task: Task; readonly result: TaskResult }[]): Promise<void> {
    if (results.length === 0) return;
    const ids = results.map(({ task }) => task.id);
    await this.#db
      .insertInto('taskResult')
      .values(results.map(({ task, result }) => toResultRow(task.id, result)))
      .execute();
    await sql`with ended as (
        update task set state = result.status from task_result as result
        where result.task_id = task.id and task.id = any(${ids}::uuid[]) returning task.id
      )
      delete from slot using task where task.slot_id = slot.id and task.id = any(${ids}::uuid[])`.execute(this.#db);
  }
}

/** In two ranges, so that the index finds the few of many. */
function decidedUnderAnother(setHash: string) {
  return sql<boolean>`(task.decided_under < ${setHash} or task.decided_under > ${setHash})`;
}

const INSERT_ROWS = 1000;
