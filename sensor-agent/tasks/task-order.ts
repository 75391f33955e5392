import type { Task__Output } from '../../proto/generated/clearband/scos/v1/Task.ts';
import type { Band } from '../../src/spectrum/band.ts';
import { type CaptureValues, readValues } from '../../src/spectrum/fence/capture.ts';

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
  /** Exactly; absent from an older Manager, whose `slotMs` is all there is. */
  readonly slotSeconds?: number;
  readonly permittedBand: Band;
  /** What policy was asked about it and its parameters do not tell. */
  readonly policyValues?: CaptureValues;
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
    ...(message.slotSeconds === undefined ? {} : { slotSeconds: message.slotSeconds }),
    permittedBand: message.permittedBand ?? { startHz: 0, stopHz: 0 },
    policyValues: readValues(message.policyValues),
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
