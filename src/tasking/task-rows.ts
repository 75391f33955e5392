import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { FinalTaskState, Task, TaskResult, TaskState } from './task.ts';

/** Tasks with the names of their entries and sensors, and their results. */
export function selectTasks(db: Kysely<Database>) {
  return db
    .selectFrom('task')
    .innerJoin('scheduleEntry', 'scheduleEntry.id', 'task.entryId')
    .innerJoin('sensor', 'sensor.id', 'task.sensorId')
    .leftJoin('taskResult', 'taskResult.taskId', 'task.id')
    .select([
      'task.id',
      'task.entryId',
      'scheduleEntry.name as entryName',
      'task.sequence',
      'task.sensorId',
      'sensor.name as sensorName',
      'task.state',
      'task.startsAt',
      'task.slotSeconds',
      'taskResult.status',
      'taskResult.code',
      'taskResult.detail',
      'taskResult.startedAt',
      'taskResult.finishedAt',
      'taskResult.durationSeconds',
      'taskResult.acquisitionId',
      'taskResult.recordedAt',
    ]);
}

/** The row of a task's result. */
export function toResultRow(taskId: string, result: TaskResult) {
  return {
    taskId,
    status: result.status,
    code: result.code,
    detail: result.detail,
    startedAt: result.startedAt ?? null,
    finishedAt: result.finishedAt ?? null,
    durationSeconds: result.durationSeconds ?? null,
    acquisitionId: result.acquisitionId ?? null,
    recordedAt: result.recordedAt,
  };
}

/** A row of `selectTasks`. */
export interface TaskRow {
  readonly id: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly sequence: number;
  readonly sensorId: string;
  readonly sensorName: string;
  readonly state: string;
  readonly startsAt: Date;
  readonly slotSeconds: number;
  readonly status: string | null;
  readonly code: number | null;
  readonly detail: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly durationSeconds: number | null;
  readonly acquisitionId: string | null;
  readonly recordedAt: Date | null;
}

/** The task of a row. */
export function toTask(row: TaskRow): Task {
  return {
    id: row.id,
    entryId: row.entryId,
    entryName: row.entryName,
    sequence: row.sequence,
    sensorId: row.sensorId,
    sensorName: row.sensorName,
    // INVARIANT: only the task repository writes states, from TaskState.
    state: row.state as TaskState,
    startsAt: row.startsAt,
    slotSeconds: row.slotSeconds,
    result: toResult(row),
  };
}

function toResult(row: TaskRow): TaskResult | undefined {
  if (row.status === null || row.recordedAt === null) return undefined;
  return {
    status: row.status as FinalTaskState,
    code: row.code ?? 0,
    detail: row.detail ?? '',
    startedAt: row.startedAt ?? undefined,
    finishedAt: row.finishedAt ?? undefined,
    durationSeconds: row.durationSeconds ?? undefined,
    acquisitionId: row.acquisitionId ?? undefined,
    recordedAt: row.recordedAt,
  };
}
