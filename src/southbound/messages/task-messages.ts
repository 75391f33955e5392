import type { Task } from '../../../proto/generated/clearband/scos/v1/Task.ts';
import type { TaskProgress__Output } from '../../../proto/generated/clearband/scos/v1/TaskProgress.ts';
import { type Fault, InvalidInputError } from '../../errors.ts';
import type { TaskOrder } from '../../tasking/task.ts';
import type { TaskProgressReport } from '../domain.ts';
import { toInstant, toTaskId } from './values.ts';

/** The order as the agent gets it. */
export function fromTaskOrder(order: TaskOrder): Task {
  const { schedule } = order;
  return {
    taskId: order.taskId,
    scheduleEntry: schedule.name,
    sequence: order.sequence,
    action: order.action,
    parametersJson: JSON.stringify(order.parameters),
    startMs: order.startsAt.getTime(),
    slotMs: Math.round(order.slotSeconds * 1000),
    slotSeconds: order.slotSeconds,
    permittedBand: order.permittedBand,
    policyValues: { ...order.policyValues },
    schedule: {
      id: schedule.id,
      name: schedule.name,
      startMs: schedule.startAt.getTime(),
      priority: schedule.priority,
      ...(schedule.stopAt === undefined ? {} : { stopMs: schedule.stopAt.getTime() }),
      ...(schedule.intervalSeconds === undefined ? {} : { intervalSeconds: schedule.intervalSeconds }),
    },
  };
}

/** @throws {InvalidInputError} */
export function toProgressReport(message: TaskProgress__Output): TaskProgressReport {
  const faults: Fault[] = [];
  const taskId = toTaskId(message.taskId, '#/task_id', faults);
  const at = toInstant(message.atMs, '#/at_ms', faults);
  const state = message.state === 'TASK_STATE_ACCEPTED' ? 'accepted' : 'running';
  if (message.state === 'TASK_STATE_UNSPECIFIED') {
    faults.push({ code: 'unknown-value', detail: 'the task state is not given', pointer: '#/state' });
  }
  if (faults.length > 0 || at === undefined) throw new InvalidInputError(faults);
  return { taskId, state, at };
}
