// Original file: proto/clearband/scos/v1/sensing.proto

import type { Outcome as _clearband_scos_v1_Outcome, Outcome__Output as _clearband_scos_v1_Outcome__Output } from '../../../clearband/scos/v1/Outcome.ts';

export interface PublishMessage {
  'outcome'?: (_clearband_scos_v1_Outcome | null);
  /**
   * The next part of the recording announced by the last outcome.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  'message'?: "outcome"|"chunk";
}

export interface PublishMessage__Output {
  'outcome'?: (_clearband_scos_v1_Outcome__Output | null);
  /**
   * The next part of the recording announced by the last outcome.
   */
  'chunk'?: (Buffer);
  'message'?: "outcome"|"chunk";
}
