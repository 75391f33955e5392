// Original file: proto/clearband/scos/v1/sensing.proto

import type { AssociationKind as _clearband_scos_v1_AssociationKind, AssociationKind__Output as _clearband_scos_v1_AssociationKind__Output } from '../../../clearband/scos/v1/AssociationKind.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * sdAssociateResponse.
 */
export interface Associated {
  'granted'?: (boolean);
  /**
   * SCOS code of a refusal, 0 when granted.
   */
  'code'?: (number);
  'text'?: (string);
  'kind'?: (_clearband_scos_v1_AssociationKind);
  'maximumTtlSeconds'?: (number);
  'remainingTtlSeconds'?: (number);
  'heartbeatIntervalSeconds'?: (number);
  'nowMs'?: (number | string | Long);
}

/**
 * sdAssociateResponse.
 */
export interface Associated__Output {
  'granted': (boolean);
  /**
   * SCOS code of a refusal, 0 when granted.
   */
  'code': (number);
  'text': (string);
  'kind': (_clearband_scos_v1_AssociationKind__Output);
  'maximumTtlSeconds': (number);
  'remainingTtlSeconds': (number);
  'heartbeatIntervalSeconds': (number);
  'nowMs': (string);
}
