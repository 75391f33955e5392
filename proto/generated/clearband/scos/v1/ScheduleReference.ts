// Original file: proto/clearband/scos/v1/sensing.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What the recording's ntia-scos metadata says of the schedule entry.
 */
export interface ScheduleReference {
  'id'?: (string);
  'name'?: (string);
  'startMs'?: (number | string | Long);
  'stopMs'?: (number | string | Long);
  'intervalSeconds'?: (number | string);
  'priority'?: (number);
  '_stopMs'?: "stopMs";
  '_intervalSeconds'?: "intervalSeconds";
}

/**
 * What the recording's ntia-scos metadata says of the schedule entry.
 */
export interface ScheduleReference__Output {
  'id': (string);
  'name': (string);
  'startMs': (string);
  'stopMs'?: (string);
  'intervalSeconds'?: (number);
  'priority': (number);
  '_stopMs'?: "stopMs";
  '_intervalSeconds'?: "intervalSeconds";
}
