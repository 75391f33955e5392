import type { Kysely } from 'kysely';
import { isExclusionViolation, isUniqueViolation } from '../database/database-errors.ts';
import type { Database } from '../database/schema.ts';
import { type Access, nothingThere } from '../enforcement/access.ts';
import { keepDecisions } from '../enforcement/gate-passage.ts';
import { permittedPage } from '../enforcement/permitted-page.ts';
import { ConflictError, UnavailableError } from '../errors.ts';
import type { EventLog } from '../events/event-log.ts';
import type { NewEvent } from '../events/event.ts';
import type { SensorRepository } from '../sensors/sensor-repository.ts';
import type { Sensor } from '../sensors/sensor.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';
import { SCOS_CODES } from '../spectrum/scos-codes.ts';
import type { EntryPlan, EntryPlanning } from './planning/entry-planning.ts';
import { entryQuestions } from './measurement-question.ts';
import type { ScheduleEntry, ScheduleRequest } from './schedule-entry.ts';
import { type ScheduleFilter, ScheduleRepository } from './schedule-repository.ts';
import type { TaskDispatcher } from './task-dispatcher.ts';
import { endEvent, taskEvent } from './running/task-events.ts';
import { TaskRepository } from './task-repository.ts';
import { bareResult, type Task, type TaskResult } from './task.ts';

export interface ScheduleParts {
  readonly db: Kysely<Database>;
  readonly planning: EntryPlanning;
  readonly events: EventLog;
  readonly sensors: SensorRepository;
  readonly clock: Clock;
  /** Called after new tasks were stored, so that the Scheduler looks at them. */
  readonly onPlanned: () => void;
  /** Reaches agents that may hold a task which is no longer wanted. */
  readonly dispatcher: TaskDispatcher;
}

/** What Clients want measured over time. */
export class Schedule {
  readonly #parts: ScheduleParts;
  readonly #entries: ScheduleRepository;
  #turns: Promise<unknown> = Promise.resolve();
  constructor(parts: ScheduleParts) {
    this.#parts = parts;
    this.#entries = new ScheduleRepository(parts.db);
  }

  /**
   * Accepts a request: its entry, the tasks of the horizon, their slots and what was decided are stored together, or
   * nothing is.
   * @throws InvalidInputError, SensorUnavailableError, PolicyDeniedError, ScheduleConflictError, ConflictError (name)
   */
  async add(request: ScheduleRequest, access: Access): Promise<ScheduleEntry> {
    const entry = await this.#tryToAdd(request, access);
    if (entry !== undefined) return entry;
    // Somebody else took a slot since it was looked at. Those who lost such a race go one after another from here on,
    // so that each plans on what the one before left.
    const turn = this.#turns.then(() => this.#addInTurn(request, access));
    this.#turns = turn.catch(() => undefined);
    return turn;
  }

  async #addInTurn(request: ScheduleRequest, access: Access): Promise<ScheduleEntry> {
    for (let attempt = 1; attempt <= ATTEMPTS_IN_TURN; attempt++) {
      const entry = await this.#tryToAdd(request, access);
      if (entry !== undefined) return entry;
    }
    throw new UnavailableError('slots are being taken faster than a free one can be found');
  }

  /** Undefined: a slot that was free when it was looked at was taken before it could be stored. */
  async #tryToAdd(request: ScheduleRequest, access: Access): Promise<ScheduleEntry | undefined> {
    const plan = await this.#parts.planning.plan(request, access);
    try {
      await this.#store(plan, access);
    } catch (error) {
      if (isUniqueViolation(error, 'schedule_entry_element_id_name_key')) throw nameTaken(request.name, error);
      if (isExclusionViolation(error, 'slot_no_overlap')) return undefined;
      throw error;
    }
    this.#parts.onPlanned();
    return plan.entry;
  }

  /** Answers exactly as `add` would and changes nothing. */
  async check(request: ScheduleRequest, access: Access): Promise<ScheduleEntry> {
    const plan = await this.#parts.planning.plan(request, access);
    if (await this.#entries.hasName(plan.entry.owner.element.id, request.name)) throw nameTaken(request.name);
    return plan.entry;
  }

  /** Deactivates the entry and cancels its live tasks; asked again it answers the same. @throws {NotFoundError} */
  async cancel(id: string, access: Access): Promise<ScheduleEntry> {
    const entry = await this.get(id, access);
    const now = this.#parts.clock.now();
    const cancelled = await this.#parts.db.transaction().execute(async (transaction) => {
      const changed = await new ScheduleRepository(transaction).deactivate(id, now);
      if (changed === undefined) return [];
      const tasks = new TaskRepository(transaction);
      const live = await tasks.takeLive({ entryId: id });
      const results = live.map((task) => ({ task, result: cancellation(task, access.actor.user, now) }));
      await tasks.finish(results);
      await keepDecisions(access, transaction);
      await this.#parts.events.append(transaction, [
        {
          at: now,
          subject: { entryId: id, elementId: entry.owner.element.id },
          body: { kind: 'schedule.cancelled', name: entry.name },
        },
        ...results.map(({ task, result }) => endEvent(task, result)),
      ]);
      return live;
    });
    for (const task of cancelled)
      this.#parts.dispatcher.cancel(task.sensorId, task.id, `cancelled by \`${access.actor.user}\``);
    return (await this.#entries.find(id)) ?? entry;
  }

  async find(filter: ScheduleFilter, page: PageRequest, access: Access): Promise<Page<ScheduleEntry>> {
    const sensors = new Map<string, Sensor>();
    return permittedPage(
      page,
      async (part) => {
        const found = await this.#entries.page(filter, part);
        const unknown = found.items.flatMap((entry) => entry.sensorIds).filter((id) => !sensors.has(id));
        for (const [id, sensor] of await this.#parts.sensors.findByIds([...new Set(unknown)])) sensors.set(id, sensor);
        return found;
      },
      { access, queries: (entry) => entryQuestions(entry, sensors) },
    );
  }

  /** @throws {NotFoundError} */
  async get(id: string, access: Access): Promise<ScheduleEntry> {
    const entry = await this.#entries.find(id);
    if (entry === undefined) throw nothingThere(access, { collection: 'Schedule', what: 'schedule entry' }, id);
    const sensors = await this.#parts.sensors.findByIds(entry.sensorIds);
    for (const query of entryQuestions(entry, sensors)) await access.require(query);
    return entry;
  }

  async #store(plan: EntryPlan, access: Access): Promise<void> {
    const { entry, tasks } = plan;
    const at = entry.createdAt;
    const created: NewEvent = {
      at,
      subject: { entryId: entry.id, elementId: entry.owner.element.id },
      body: { kind: 'schedule.created', name: entry.name, action: entry.action },
    };
    const planned = tasks.map((task) => taskEvent({ ...task, startsAt: task.window.start }, { state: 'planned', at }));
    await this.#parts.db.transaction().execute(async (transaction) => {
      await new ScheduleRepository(transaction).insert(entry);
      await new TaskRepository(transaction).insert(tasks);
      await keepDecisions(access, transaction);
      await this.#parts.events.append(transaction, [created, ...planned]);
    });
  }
}

/** Only requests that have not lost a race yet can still come between. */
const ATTEMPTS_IN_TURN = 20;

function nameTaken(name: string, cause?: unknown): ConflictError {
  return new ConflictError(`there is a schedule entry named \`${name}\` already`, { cause });
}

function cancellation(task: Task, user: string, now: Date): TaskResult {
  return bareResult('cancelled', SCOS_CODES.success, `cancelled by \`${user}\` while ${task.state}`, now);
}
