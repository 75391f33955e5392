// Original file: proto/clearband/scos/v1/sensing.proto

import type { TaskOutcome as _clearband_scos_v1_TaskOutcome, TaskOutcome__Output as _clearband_scos_v1_TaskOutcome__Output } from '../../../clearband/scos/v1/TaskOutcome.ts';
import type { Recording as _clearband_scos_v1_Recording, Recording__Output as _clearband_scos_v1_Recording__Output } from '../../../clearband/scos/v1/Recording.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * The end of one task. With outcome COMPLETED a recording follows.
 */
export interface Outcome {
  'taskId'?: (string);
  'outcome'?: (_clearband_scos_v1_TaskOutcome);
  /**
   * SCOS code, 0 for success.
   */
  'code'?: (number);
  'detail'?: (string);
  /**
   * 0 when the task never began.
   */
  'startedMs'?: (number | string | Long);
  'finishedMs'?: (number | string | Long);
  'recording'?: (_clearband_scos_v1_Recording | null);
}

/**
 * The end of one task. With outcome COMPLETED a recording follows.
 */
export interface Outcome__Output {
  'taskId': (string);
  'outcome': (_clearband_scos_v1_TaskOutcome__Output);
  /**
   * SCOS code, 0 for success.
   */
  'code': (number);
  'detail': (string);
  /**
   * 0 when the task never began.
   */
  'startedMs': (string);
  'finishedMs': (string);
  'recording': (_clearband_scos_v1_Recording__Output | null);
}
