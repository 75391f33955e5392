// Original file: proto/clearband/scos/v1/sensing.proto

export const TaskState = {
  TASK_STATE_UNSPECIFIED: 'TASK_STATE_UNSPECIFIED',
  TASK_STATE_ACCEPTED: 'TASK_STATE_ACCEPTED',
  TASK_STATE_RUNNING: 'TASK_STATE_RUNNING',
} as const;

export type TaskState =
  | 'TASK_STATE_UNSPECIFIED'
  | 0
  | 'TASK_STATE_ACCEPTED'
  | 1
  | 'TASK_STATE_RUNNING'
  | 2

export type TaskState__Output = typeof TaskState[keyof typeof TaskState]
