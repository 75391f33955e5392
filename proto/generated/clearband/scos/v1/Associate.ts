// Original file: proto/clearband/scos/v1/sensing.proto

import type { AssociationKind as _clearband_scos_v1_AssociationKind, AssociationKind__Output as _clearband_scos_v1_AssociationKind__Output } from '../../../clearband/scos/v1/AssociationKind.ts';
import type { Capability as _clearband_scos_v1_Capability, Capability__Output as _clearband_scos_v1_Capability__Output } from '../../../clearband/scos/v1/Capability.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * sdAssociateRequest with the capability published alongside.
 */
export interface Associate {
  'kind'?: (_clearband_scos_v1_AssociationKind);
  'requestedTtlSeconds'?: (number);
  'agentVersion'?: (string);
  'capability'?: (_clearband_scos_v1_Capability | null);
  /**
   * Tasks the agent holds: accepted and not yet started, running, or finished and still in its spool.
   * A task the Manager dispatched and the agent does not name is not going to happen.
   */
  'heldTaskIds'?: (string)[];
  'nowMs'?: (number | string | Long);
  '_requestedTtlSeconds'?: "requestedTtlSeconds";
}

/**
 * sdAssociateRequest with the capability published alongside.
 */
export interface Associate__Output {
  'kind': (_clearband_scos_v1_AssociationKind__Output);
  'requestedTtlSeconds'?: (number);
  'agentVersion': (string);
  'capability': (_clearband_scos_v1_Capability__Output | null);
  /**
   * Tasks the agent holds: accepted and not yet started, running, or finished and still in its spool.
   * A task the Manager dispatched and the agent does not name is not going to happen.
   */
  'heldTaskIds': (string)[];
  'nowMs': (string);
  '_requestedTtlSeconds'?: "requestedTtlSeconds";
}
