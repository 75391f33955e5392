// Original file: proto/clearband/scos/v1/sensing.proto

import type { Long } from '@grpc/proto-loader';

export interface Recording {
  /**
   * The SigMF metadata, JSON, UTF-8.
   */
  'metaJson'?: (Buffer | Uint8Array | string);
  /**
   * SHA-512 of the dataset, 128 hexadecimal digits, and its length.
   */
  'sha512'?: (string);
  'dataBytes'?: (number | string | Long);
  /**
   * The whole dataset when it is small; otherwise absent and sent as chunks.
   */
  'data'?: (Buffer | Uint8Array | string);
  '_data'?: "data";
}

export interface Recording__Output {
  /**
   * The SigMF metadata, JSON, UTF-8.
   */
  'metaJson': (Buffer);
  /**
   * SHA-512 of the dataset, 128 hexadecimal digits, and its length.
   */
  'sha512': (string);
  'dataBytes': (string);
  /**
   * The whole dataset when it is small; otherwise absent and sent as chunks.
   */
  'data'?: (Buffer);
  '_data'?: "data";
}
