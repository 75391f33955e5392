// Original file: proto/clearband/scos/v1/sensing.proto

import type { AgentStatus as _clearband_scos_v1_AgentStatus, AgentStatus__Output as _clearband_scos_v1_AgentStatus__Output } from '../../../clearband/scos/v1/AgentStatus.ts';
import type { Long } from '@grpc/proto-loader';

export interface Heartbeat {
  'sequence'?: (number | string | Long);
  'nowMs'?: (number | string | Long);
  'status'?: (_clearband_scos_v1_AgentStatus | null);
}

export interface Heartbeat__Output {
  'sequence': (string);
  'nowMs': (string);
  'status': (_clearband_scos_v1_AgentStatus__Output | null);
}
