import type { components } from '../../../openapi/generated/contract.ts';
import type { Task, TaskResult } from '../../tasking/task.ts';

type Schemas = components['schemas'];

export function toTaskBody(task: Task): Schemas['Task'] {
  return {
    id: task.id,
    schedule_entry_id: task.entryId,
    schedule_entry: task.entryName,
    sequence: task.sequence,
    sensor_id: task.sensorId,
    sensor: task.sensorName,
    state: task.state,
    starts_at: task.startsAt.toISOString(),
    slot: task.slotSeconds,
    result: task.result === undefined ? null : toResultBody(task.result),
  };
}

function toResultBody(result: TaskResult): Schemas['TaskResult'] {
  return {
    status: result.status,
    code: result.code,
    detail: result.detail,
    started: result.startedAt?.toISOString() ?? null,
    finished: result.finishedAt?.toISOString() ?? null,
    duration: result.durationSeconds ?? null,
    acquisition_id: result.acquisitionId ?? null,
    recorded_at: result.recordedAt.toISOString(),
  };
}
