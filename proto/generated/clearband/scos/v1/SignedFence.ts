// Original file: proto/clearband/scos/v1/sensing.proto


/**
 * What the sensor may do at all, for anybody. Sent after each association, after each change of the policies in
 * force, and well before it expires. Without a valid one the agent runs nothing that needs its radio.
 */
export interface SignedFence {
  /**
   * JSON, UTF-8: { kind: "clearband-fence", version, sensor_id, policy_set_hash, issued_ms, valid_seconds, serial, fence }.
   * The serial grows with every fence; an agent takes none whose serial is below that of the last.
   */
  'content'?: (Buffer | Uint8Array | string);
  /**
   * ECDSA P-256 with SHA-256 over `content` by the key of the CA that the agent trusts; r and s, 32 bytes each.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * What the sensor may do at all, for anybody. Sent after each association, after each change of the policies in
 * force, and well before it expires. Without a valid one the agent runs nothing that needs its radio.
 */
export interface SignedFence__Output {
  /**
   * JSON, UTF-8: { kind: "clearband-fence", version, sensor_id, policy_set_hash, issued_ms, valid_seconds, serial, fence }.
   * The serial grows with every fence; an agent takes none whose serial is below that of the last.
   */
  'content': (Buffer);
  /**
   * ECDSA P-256 with SHA-256 over `content` by the key of the CA that the agent trusts; r and s, 32 bytes each.
   */
  'signature': (Buffer);
}
