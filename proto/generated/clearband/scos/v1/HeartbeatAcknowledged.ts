// Original file: proto/clearband/scos/v1/sensing.proto

import type { Long } from '@grpc/proto-loader';

export interface HeartbeatAcknowledged {
  'sequence'?: (number | string | Long);
  'remainingTtlSeconds'?: (number);
  'nowMs'?: (number | string | Long);
}

export interface HeartbeatAcknowledged__Output {
  'sequence': (string);
  'remainingTtlSeconds': (number);
  'nowMs': (string);
}
