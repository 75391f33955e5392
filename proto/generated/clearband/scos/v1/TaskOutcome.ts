// Original file: proto/clearband/scos/v1/sensing.proto

export const TaskOutcome = {
  TASK_OUTCOME_UNSPECIFIED: 'TASK_OUTCOME_UNSPECIFIED',
  TASK_OUTCOME_COMPLETED: 'TASK_OUTCOME_COMPLETED',
  /**
   * Began and did not come to its end.
   */
  TASK_OUTCOME_INCOMPLETE: 'TASK_OUTCOME_INCOMPLETE',
  /**
   * Refused by the sensor before it began.
   */
  TASK_OUTCOME_REJECTED: 'TASK_OUTCOME_REJECTED',
  TASK_OUTCOME_FAILED: 'TASK_OUTCOME_FAILED',
  TASK_OUTCOME_CANCELLED: 'TASK_OUTCOME_CANCELLED',
} as const;

export type TaskOutcome =
  | 'TASK_OUTCOME_UNSPECIFIED'
  | 0
  | 'TASK_OUTCOME_COMPLETED'
  | 1
  /**
   * Began and did not come to its end.
   */
  | 'TASK_OUTCOME_INCOMPLETE'
  | 2
  /**
   * Refused by the sensor before it began.
   */
  | 'TASK_OUTCOME_REJECTED'
  | 3
  | 'TASK_OUTCOME_FAILED'
  | 4
  | 'TASK_OUTCOME_CANCELLED'
  | 5

export type TaskOutcome__Output = typeof TaskOutcome[keyof typeof TaskOutcome]
