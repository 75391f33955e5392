// Original file: proto/clearband/scos/v1/sensing.proto

import type { Location as _clearband_scos_v1_Location, Location__Output as _clearband_scos_v1_Location__Output } from '../../../clearband/scos/v1/Location.ts';
import type { Long } from '@grpc/proto-loader';

export interface AgentStatus {
  'runningTaskId'?: (string);
  'spooledRecordings'?: (number);
  'spooledBytes'?: (number | string | Long);
  /**
   * Recordings the Manager refused, kept for the operator.
   */
  'refusedRecordings'?: (number);
  'uptimeSeconds'?: (number | string);
  /**
   * Free bytes where the spool lives.
   */
  'freeBytes'?: (number | string | Long);
  'location'?: (_clearband_scos_v1_Location | null);
  '_location'?: "location";
}

export interface AgentStatus__Output {
  'runningTaskId': (string);
  'spooledRecordings': (number);
  'spooledBytes': (string);
  /**
   * Recordings the Manager refused, kept for the operator.
   */
  'refusedRecordings': (number);
  'uptimeSeconds': (number);
  /**
   * Free bytes where the spool lives.
   */
  'freeBytes': (string);
  'location'?: (_clearband_scos_v1_Location__Output | null);
  '_location'?: "location";
}
