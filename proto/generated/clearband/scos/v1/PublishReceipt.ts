// Original file: proto/clearband/scos/v1/sensing.proto

import type { Receipt as _clearband_scos_v1_Receipt, Receipt__Output as _clearband_scos_v1_Receipt__Output } from '../../../clearband/scos/v1/Receipt.ts';

export interface PublishReceipt {
  'receipts'?: (_clearband_scos_v1_Receipt)[];
}

export interface PublishReceipt__Output {
  'receipts': (_clearband_scos_v1_Receipt__Output)[];
}
