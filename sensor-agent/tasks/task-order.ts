import type { Task__Output } from '../../proto/generated/clearband/scos/v1/Task.ts';
import type { Band } from '../../src/spectrum/band.ts';

/** Work from the Manager, as it came and as the journal keeps it. Times are milliseconds since 1970. */
export interface TaskOrder {
  readonly taskId: string;
  /** Of the occurrence within its schedule entry, from 1. */
  readonly sequence: number;
  readonly action: string;
  /** Not parsed yet. */
  readonly parametersJson: string;
  readonly startMs: number;
  readonly slotMs: number;
  readonly permittedBand: Band;
  readonly schedule: {
    readonly id: string;
    readonly name: string;
    readonly startMs: number;
    readonly stopMs?: number;
    readonly intervalSeconds?: number;
    readonly priority: number;
  };
}

/** The order in `message`; a part that is missing becomes one that permits or runs nothing. */
export function toTaskOrder(message: Task__Output): TaskOrder {
  const { schedule } = message;
  return {
    taskId: message.taskId,
    sequence: Number(message.sequence),
    action: message.action,
    parametersJson: message.parametersJson,
    startMs: Number(message.startMs),
    slotMs: Number(message.slotMs),
    permittedBand: message.permittedBand ?? { startHz: 0, stopHz: 0 },
    schedule: {
      id: schedule?.id ?? '',
      name: schedule?.name ?? message.scheduleEntry,
      startMs: Number(schedule?.startMs ?? 0),
      priority: schedule?.priority ?? 0,
      ...(schedule?.stopMs === undefined ? {} : { stopMs: Number(schedule.stopMs) }),
      ...(schedule?.intervalSeconds === undefined ? {} : { intervalSeconds: schedule.intervalSeconds }),
    },
  };
}
