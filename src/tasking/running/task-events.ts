import type { NewEvent } from '../../events/event.ts';
import type { Task, TaskResult, TaskState } from '../task.ts';

/** The event of a task's new state. */
export function taskEvent(
  task: Pick<Task, 'id' | 'entryId' | 'sensorId' | 'sequence' | 'startsAt'>,
  change: { readonly state: TaskState; readonly at: Date; readonly detail?: string; readonly code?: number },
): NewEvent {
  return {
    at: change.at,
    subject: { taskId: task.id, entryId: task.entryId, sensorId: task.sensorId },
    body: {
      kind: 'task.state',
      state: change.state,
      sequence: task.sequence,
      starts_at: task.startsAt.toISOString(),
      ...(change.detail === undefined || change.detail === '' ? {} : { detail: change.detail }),
      ...(change.code === undefined ? {} : { code: change.code }),
    },
  };
}

/** The event of a task's end. */
export function endEvent(
  task: Pick<Task, 'id' | 'entryId' | 'sensorId' | 'sequence' | 'startsAt'>,
  result: TaskResult,
): NewEvent {
  return taskEvent(task, { state: result.status, at: result.recordedAt, detail: result.detail, code: result.code });
}
