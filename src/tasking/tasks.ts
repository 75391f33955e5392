import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type Access, nothingThere } from '../enforcement/access.ts';
import { permittedPage } from '../enforcement/permitted-page.ts';
import type { SensorRepository } from '../sensors/sensor-repository.ts';
import type { Sensor } from '../sensors/sensor.ts';
import type { Page, PageRequest } from '../spectrum/page.ts';
import { taskQuestion } from './measurement-question.ts';
import type { ScheduleEntry } from './schedule-entry.ts';
import { ScheduleRepository } from './schedule-repository.ts';
import { type TaskFilter, TaskRepository } from './task-repository.ts';
import type { Task } from './task.ts';

/** Reads tasks with their results, leaving out what policy does not show this Actor. */
export class Tasks {
  readonly #tasks: TaskRepository;
  readonly #entries: ScheduleRepository;
  readonly #sensors: SensorRepository;
  constructor(db: Kysely<Database>, sensors: SensorRepository) {
    this.#tasks = new TaskRepository(db);
    this.#entries = new ScheduleRepository(db);
    this.#sensors = sensors;
  }

  async find(filter: TaskFilter, page: PageRequest, access: Access): Promise<Page<Task>> {
    const entries = new Map<string, ScheduleEntry>();
    const sensors = new Map<string, Sensor>();
    return permittedPage(
      page,
      async (part) => {
        const found = await this.#tasks.page(filter, part);
        const unknownEntries = found.items.map((task) => task.entryId).filter((id) => !entries.has(id));
        for (const [id, entry] of await this.#entries.findMany([...new Set(unknownEntries)])) entries.set(id, entry);
        const unknownSensors = found.items.map((task) => task.sensorId).filter((id) => !sensors.has(id));
        for (const [id, sensor] of await this.#sensors.findByIds([...new Set(unknownSensors)])) sensors.set(id, sensor);
        return found;
      },
      {
        access,
        queries: (task) => {
          const [entry, sensor] = [entries.get(task.entryId), sensors.get(task.sensorId)];
          return entry === undefined || sensor === undefined ? [] : [taskQuestion(entry, sensor, task.startsAt)];
        },
      },
    );
  }

  /** @throws {NotFoundError} */
  async get(id: string, access: Access): Promise<Task> {
    const task = await this.#tasks.find(id);
    const entry = task && (await this.#entries.find(task.entryId));
    const sensor = task && (await this.#sensors.find(task.sensorId));
    if (task === undefined || entry === undefined || sensor === undefined) {
      throw nothingThere(access, { collection: 'Tasks', what: 'task' }, id);
    }
    await access.require(taskQuestion(entry, sensor, task.startsAt));
    return task;
  }
}
