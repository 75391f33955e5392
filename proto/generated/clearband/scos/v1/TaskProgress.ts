// Original file: proto/clearband/scos/v1/sensing.proto

import type { TaskState as _clearband_scos_v1_TaskState, TaskState__Output as _clearband_scos_v1_TaskState__Output } from '../../../clearband/scos/v1/TaskState.ts';
import type { Long } from '@grpc/proto-loader';

export interface TaskProgress {
  'taskId'?: (string);
  'state'?: (_clearband_scos_v1_TaskState);
  'atMs'?: (number | string | Long);
}

export interface TaskProgress__Output {
  'taskId': (string);
  'state': (_clearband_scos_v1_TaskState__Output);
  'atMs': (string);
}
