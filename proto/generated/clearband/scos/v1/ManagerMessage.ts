// Original file: proto/clearband/scos/v1/sensing.proto

import type { Associated as _clearband_scos_v1_Associated, Associated__Output as _clearband_scos_v1_Associated__Output } from '../../../clearband/scos/v1/Associated.ts';
import type { HeartbeatAcknowledged as _clearband_scos_v1_HeartbeatAcknowledged, HeartbeatAcknowledged__Output as _clearband_scos_v1_HeartbeatAcknowledged__Output } from '../../../clearband/scos/v1/HeartbeatAcknowledged.ts';
import type { Task as _clearband_scos_v1_Task, Task__Output as _clearband_scos_v1_Task__Output } from '../../../clearband/scos/v1/Task.ts';
import type { CancelTask as _clearband_scos_v1_CancelTask, CancelTask__Output as _clearband_scos_v1_CancelTask__Output } from '../../../clearband/scos/v1/CancelTask.ts';
import type { Disassociation as _clearband_scos_v1_Disassociation, Disassociation__Output as _clearband_scos_v1_Disassociation__Output } from '../../../clearband/scos/v1/Disassociation.ts';
import type { StatusQuery as _clearband_scos_v1_StatusQuery, StatusQuery__Output as _clearband_scos_v1_StatusQuery__Output } from '../../../clearband/scos/v1/StatusQuery.ts';
import type { SignedFence as _clearband_scos_v1_SignedFence, SignedFence__Output as _clearband_scos_v1_SignedFence__Output } from '../../../clearband/scos/v1/SignedFence.ts';

export interface ManagerMessage {
  'associated'?: (_clearband_scos_v1_Associated | null);
  'heartbeatAcknowledged'?: (_clearband_scos_v1_HeartbeatAcknowledged | null);
  'task'?: (_clearband_scos_v1_Task | null);
  'cancel'?: (_clearband_scos_v1_CancelTask | null);
  'disassociation'?: (_clearband_scos_v1_Disassociation | null);
  'statusQuery'?: (_clearband_scos_v1_StatusQuery | null);
  'fence'?: (_clearband_scos_v1_SignedFence | null);
  'message'?: "associated"|"heartbeatAcknowledged"|"task"|"cancel"|"disassociation"|"statusQuery"|"fence";
}

export interface ManagerMessage__Output {
  'associated'?: (_clearband_scos_v1_Associated__Output | null);
  'heartbeatAcknowledged'?: (_clearband_scos_v1_HeartbeatAcknowledged__Output | null);
  'task'?: (_clearband_scos_v1_Task__Output | null);
  'cancel'?: (_clearband_scos_v1_CancelTask__Output | null);
  'disassociation'?: (_clearband_scos_v1_Disassociation__Output | null);
  'statusQuery'?: (_clearband_scos_v1_StatusQuery__Output | null);
  'fence'?: (_clearband_scos_v1_SignedFence__Output | null);
  'message'?: "associated"|"heartbeatAcknowledged"|"task"|"cancel"|"disassociation"|"statusQuery"|"fence";
}
