// Original file: proto/clearband/scos/v1/sensing.proto

import type { Band as _clearband_scos_v1_Band, Band__Output as _clearband_scos_v1_Band__Output } from '../../../clearband/scos/v1/Band.ts';
import type { ScheduleReference as _clearband_scos_v1_ScheduleReference, ScheduleReference__Output as _clearband_scos_v1_ScheduleReference__Output } from '../../../clearband/scos/v1/ScheduleReference.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Work for the agent. It starts at `start_ms` by the agent's own clock, whether the Manager can be reached or not. An
 * agent whose clock is more than a second from the Manager's (`now_ms` of its answers) corrects for the difference, and
 * reports the times of tasks and recordings so corrected; `now_ms` of its own messages stays uncorrected.
 */
export interface Task {
  'taskId'?: (string);
  'scheduleEntry'?: (string);
  /**
   * Number of the occurrence within its schedule entry, from 1.
   */
  'sequence'?: (number | string | Long);
  'action'?: (string);
  /**
   * The action's parameters, JSON, already complete (defaults filled in) and checked by the Manager.
   */
  'parametersJson'?: (string);
  'startMs'?: (number | string | Long);
  'slotMs'?: (number | string | Long);
  /**
   * The band policy permits for this task; the receiver must not be tuned outside it.
   */
  'permittedBand'?: (_clearband_scos_v1_Band | null);
  'schedule'?: (_clearband_scos_v1_ScheduleReference | null);
  /**
   * The slot exactly; `slot_ms` is rounded.
   */
  'slotSeconds'?: (number | string);
  /**
   * What policy was asked about this task and its parameters do not tell: `priority`, `interval`, … by the policy
   * language's names, in base units.
   */
  'policyValues'?: ({[key: string]: number | string});
  '_slotSeconds'?: "slotSeconds";
}

/**
 * Work for the agent. It starts at `start_ms` by the agent's own clock, whether the Manager can be reached or not. An
 * agent whose clock is more than a second from the Manager's (`now_ms` of its answers) corrects for the difference, and
 * reports the times of tasks and recordings so corrected; `now_ms` of its own messages stays uncorrected.
 */
export interface Task__Output {
  'taskId': (string);
  'scheduleEntry': (string);
  /**
   * Number of the occurrence within its schedule entry, from 1.
   */
  'sequence': (string);
  'action': (string);
  /**
   * The action's parameters, JSON, already complete (defaults filled in) and checked by the Manager.
   */
  'parametersJson': (string);
  'startMs': (string);
  'slotMs': (string);
  /**
   * The band policy permits for this task; the receiver must not be tuned outside it.
   */
  'permittedBand': (_clearband_scos_v1_Band__Output | null);
  'schedule': (_clearband_scos_v1_ScheduleReference__Output | null);
  /**
   * The slot exactly; `slot_ms` is rounded.
   */
  'slotSeconds'?: (number);
  /**
   * What policy was asked about this task and its parameters do not tell: `priority`, `interval`, … by the policy
   * language's names, in base units.
   */
  'policyValues': ({[key: string]: number});
  '_slotSeconds'?: "slotSeconds";
}
