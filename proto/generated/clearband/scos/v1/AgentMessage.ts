// Original file: proto/clearband/scos/v1/sensing.proto

import type { Associate as _clearband_scos_v1_Associate, Associate__Output as _clearband_scos_v1_Associate__Output } from '../../../clearband/scos/v1/Associate.ts';
import type { Heartbeat as _clearband_scos_v1_Heartbeat, Heartbeat__Output as _clearband_scos_v1_Heartbeat__Output } from '../../../clearband/scos/v1/Heartbeat.ts';
import type { TaskProgress as _clearband_scos_v1_TaskProgress, TaskProgress__Output as _clearband_scos_v1_TaskProgress__Output } from '../../../clearband/scos/v1/TaskProgress.ts';

export interface AgentMessage {
  'associate'?: (_clearband_scos_v1_Associate | null);
  'heartbeat'?: (_clearband_scos_v1_Heartbeat | null);
  'progress'?: (_clearband_scos_v1_TaskProgress | null);
  'message'?: "associate"|"heartbeat"|"progress";
}

export interface AgentMessage__Output {
  'associate'?: (_clearband_scos_v1_Associate__Output | null);
  'heartbeat'?: (_clearband_scos_v1_Heartbeat__Output | null);
  'progress'?: (_clearband_scos_v1_TaskProgress__Output | null);
  'message'?: "associate"|"heartbeat"|"progress";
}
