import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { StorageFullError, UnavailableError } from '../../errors.ts';
import type { EventLog } from '../../events/event-log.ts';
import type { NewEvent } from '../../events/event.ts';
import { SensorRepository } from '../../sensors/sensor-repository.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { uuidv7 } from '../../spectrum/identifier.ts';
import { SCOS_CODES } from '../../spectrum/scos-codes.ts';
import { readCalendars } from '../planning/calendar.ts';
import { layOccurrences } from '../planning/entry-planner.ts';
import { nextHorizonPart } from '../planning/horizon.ts';
import type { SlotConflict } from '../schedule-conflict-error.ts';
import { type LowWater, type PlannableEntry, ScheduleRepository } from '../schedule-repository.ts';
import { TaskRepository } from '../task-repository.ts';
import { bareResult, type Task, type TaskResult } from '../task.ts';
import { endEvent, taskEvent } from './task-events.ts';
import type { TaskingLog } from './tasking-log.ts';

export interface HorizonRollerParts {
  readonly db: Kysely<Database>;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: TaskingLog;
  readonly horizonSeconds: number;
}

/** Lays the later occurrences of repeating entries as time goes on, and ends entries that have none left. */
export class HorizonRoller {
  readonly #parts: HorizonRollerParts;
  /** Entries that could not be laid, by when they are tried again. */
  readonly #putOff = new Map<string, Date>();

  constructor(parts: HorizonRollerParts) {
    this.#parts = parts;
  }

  /** @throws {UnavailableError} {StorageFullError} anything else is logged, and holds up nothing but itself. */
  async roll(): Promise<void> {
    const now = this.#parts.clock.now();
    await this.#extend(now);
    await this.#guarded('tasks without an outcome could not be ended', () => this.#endOverdue(now));
    await this.#guarded('entries that are done could not be finished', () => this.#finishDone(now));
  }

  /** @returns false when `work` failed for a reason that is not the database being away. */
  async #guarded(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof StorageFullError) throw error;
      this.#parts.log.error({ err: error }, what);
      return false;
    }
  }

  /** One transaction an entry, so that a long one holds nothing up. */
  async #extend(now: Date): Promise<void> {
    const { db, horizonSeconds } = this.#parts;
    // Laid in batches: an entry is taken up again when half of what was laid has passed, or half of the horizon.
    const low: LowWater = { now, occurrences: 500, minSeconds: LOW_WATER_SECONDS, maxSeconds: horizonSeconds / 2 };
    for (const [id, until] of this.#putOff) if (until <= now) this.#putOff.delete(id);
    const page = { except: [...this.#putOff.keys()], limit: ENTRIES_A_ROLL };
    for (const id of await new ScheduleRepository(db).idsRunningLow(low, page)) {
      const laid = await this.#guarded(`entry \`${id}\` could not be laid further and is put off`, () =>
        this.#layNext(id, low),
      );
      if (!laid) this.#putOff.set(id, new Date(now.getTime() + PUT_OFF_MS));
    }
  }

  async #layNext(id: string, low: LowWater): Promise<void> {
    await this.#parts.db.transaction().execute(async (transaction) => {
      const entry = await new ScheduleRepository(transaction).takeRunningLow(id, low);
      if (entry !== undefined) await this.#lay(transaction, entry, low.now);
    });
  }

  async #lay(transaction: Kysely<Database>, entry: PlannableEntry, now: Date): Promise<void> {
    const { clock, events, horizonSeconds } = this.#parts;
    const horizon = new Date(now.getTime() + horizonSeconds * 1000);
    const from = new Date(Math.max(entry.plannedUntil?.getTime() ?? 0, entry.start.getTime()));
    const part = nextHorizonPart(entry, { from, nextSequence: entry.nextSequence }, horizon);
    const sensors = await new SensorRepository(transaction, clock).findByIds(entry.sensorIds);
    const stop = new Date(horizon.getTime() + entry.slotSeconds * 1000);
    const calendars = await readCalendars(transaction, [...sensors.values()], { start: from, stop });
    const laid = layOccurrences(entry, part.occurrences, calendars, now);
    const tasks = new TaskRepository(transaction);
    await tasks.insert(laid.tasks);
    const refused = laid.conflicts.map((conflict) => noFreeSlot(entry, conflict, now));
    await tasks.insertEnded(refused);
    await new ScheduleRepository(transaction).setPlanned(entry.id, part.plannedUntil, part.nextSequence);
    const planned: NewEvent[] = laid.tasks.map((task) =>
      taskEvent({ ...task, startsAt: task.window.start }, { state: 'planned', at: now }),
    );
    await events.append(transaction, [...planned, ...refused.map(({ task, result }) => endEvent(task, result))]);
  }

  /** A task whose outcome never came ends as incomplete after a day: until then its sensor may still deliver. */
  async #endOverdue(now: Date): Promise<void> {
    await this.#parts.db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      const overdue = await tasks.takeLive({ startedBefore: new Date(now.getTime() - OUTCOME_WAIT_MS) });
      const result = bareResult('incomplete', SCOS_CODES.incomplete, 'the sensor never reported an outcome', now);
      const ended = overdue.filter((task) => task.state !== 'planned').map((task) => ({ task, result }));
      await tasks.finish(ended);
      await this.#parts.events.append(
        transaction,
        ended.map(({ task }) => endEvent(task, result)),
      );
    });
  }

  async #finishDone(now: Date): Promise<void> {
    await this.#parts.db.transaction().execute(async (transaction) => {
      const finished = await new ScheduleRepository(transaction).finishDone(now);
      await this.#parts.events.append(
        transaction,
        finished.map((entry) => ({
          at: now,
          subject: { entryId: entry.id, elementId: entry.owner.element.id },
          body: { kind: 'schedule.finished', name: entry.name },
        })),
      );
    });
  }
}

const ENTRIES_A_ROLL = 100;
const OUTCOME_WAIT_MS = 86_400_000;
/** What is laid ahead of a repeating entry with a short interval lasts at least this long. */
const LOW_WATER_SECONDS = 120;
const PUT_OFF_MS = 30_000;

function noFreeSlot(
  entry: PlannableEntry,
  conflict: Pick<SlotConflict, 'sensorId' | 'sensorName' | 'start'> & { readonly sequence: number },
  now: Date,
): { task: Task; result: TaskResult } {
  const task: Task = {
    id: uuidv7(conflict.start),
    entryId: entry.id,
    entryName: entry.name,
    sequence: conflict.sequence,
    sensorId: conflict.sensorId,
    sensorName: conflict.sensorName,
    state: 'rejected',
    startsAt: conflict.start,
    slotSeconds: entry.slotSeconds,
    result: undefined,
  };
  const detail = 'the slot was taken when the horizon reached it';
  return { task, result: bareResult('rejected', SCOS_CODES.noFreeSlot, detail, now) };
}
