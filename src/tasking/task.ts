import type { Band } from '../spectrum/band.ts';
import type { CaptureValues } from '../spectrum/fence/capture.ts';

/**
 * The life of one occurrence on one sensor. Live states lead to exactly one final state, which has a TaskResult.
 * The tasking issue adds `pending-approval`, `suspended` and `preempted`.
 */
export type LiveTaskState = 'planned' | 'dispatched' | 'accepted' | 'running';
export type FinalTaskState = 'completed' | 'incomplete' | 'failed' | 'rejected' | 'missed' | 'cancelled';
export type TaskState = LiveTaskState | FinalTaskState;

export const LIVE_TASK_STATES = ['planned', 'dispatched', 'accepted', 'running'] as const satisfies LiveTaskState[];

/** True until the task has ended. */
export function isLive(state: TaskState): state is LiveTaskState {
  return LIVE_TASK_STATES.some((live) => live === state);
}

export interface Task {
  readonly id: string;
  readonly entryId: string;
  readonly entryName: string;
  /** Number of the occurrence within its schedule entry, from 1. */
  readonly sequence: number;
  readonly sensorId: string;
  readonly sensorName: string;
  readonly state: TaskState;
  readonly startsAt: Date;
  readonly slotSeconds: number;
  readonly result: TaskResult | undefined;
}

export interface TaskResult {
  readonly status: FinalTaskState;
  /** SCOS response code, 0 for success. */
  readonly code: number;
  readonly detail: string;
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly durationSeconds: number | undefined;
  readonly acquisitionId: string | undefined;
  readonly recordedAt: Date;
}

/** The result of a task of which nothing was measured. */
export function bareResult(status: FinalTaskState, code: number, detail: string, now: Date): TaskResult {
  const never = { startedAt: undefined, finishedAt: undefined, durationSeconds: undefined, acquisitionId: undefined };
  return { status, code, detail, ...never, recordedAt: now };
}

/** What an agent needs to run one task. */
export interface TaskOrder {
  readonly taskId: string;
  readonly sensorId: string;
  readonly sequence: number;
  readonly action: string;
  /** Complete and checked. */
  readonly parameters: unknown;
  readonly startsAt: Date;
  readonly slotSeconds: number;
  /** The receiver must not be tuned so that anything outside this band is captured. */
  readonly permittedBand: Band;
  /** Numbers that policy was asked about and that the parameters do not tell. */
  readonly policyValues: CaptureValues;
  readonly schedule: {
    readonly id: string;
    readonly name: string;
    readonly startAt: Date;
    readonly stopAt: Date | undefined;
    readonly intervalSeconds: number | undefined;
    readonly priority: number;
  };
}
