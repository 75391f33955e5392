import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { ResourceQuery } from '../../enforcement/access.ts';
import { SensorRepository } from '../../sensors/sensor-repository.ts';
import type { Sensor } from '../../sensors/sensor.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { ConcurrentEntries } from '../policy-limits/concurrent-entries.ts';
import { taskQuestion } from '../measurement-question.ts';
import type { ScheduleEntry } from '../schedule-entry.ts';
import { ScheduleRepository } from '../schedule-repository.ts';
import type { Task } from '../task.ts';

/** A task with all that policy is asked about it. */
export interface TaskSurroundings {
  readonly task: Task;
  /** Absent: gone since. */
  readonly asked: AskedTask | undefined;
}

/** Of whom, on what, and the question. */
export interface AskedTask {
  readonly entry: ScheduleEntry;
  readonly sensor: Sensor;
  readonly question: ResourceQuery;
}

/** Looks up the entries and sensors of tasks, and what else is running there. */
export async function lookAround(
  db: Kysely<Database>,
  tasks: readonly Task[],
  clock: Clock,
): Promise<TaskSurroundings[]> {
  const entries = await new ScheduleRepository(db).findMany([...new Set(tasks.map((task) => task.entryId))]);
  const sensorIds = [...new Set(tasks.map((task) => task.sensorId))];
  const sensors = await new SensorRepository(db, clock).findByIds(sensorIds);
  const concurrent = await ConcurrentEntries.on(db, sensorIds);
  return tasks.map((task) => {
    const [entry, sensor] = [entries.get(task.entryId), sensors.get(task.sensorId)];
    if (entry === undefined || sensor === undefined) return { task, asked: undefined };
    const rank = concurrent.rankOf({ id: entry.id, elementId: entry.owner.element.id }, sensor.id);
    return { task, asked: { entry, sensor, question: taskQuestion(entry, sensor, task.startsAt, rank) } };
  });
}
