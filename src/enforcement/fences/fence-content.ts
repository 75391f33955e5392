/** What a signed fence says beside the fence itself. */
export interface FenceHeader {
  readonly sensorId: string;
  /** Hash of the set it was derived from. */
  readonly policySetHash: string;
  readonly issuedAt: Date;
  /** From `issuedAt` on. */
  readonly validSeconds: number;
  /** Grows with every fence of the installation. */
  readonly serial: number;
}

/** The bytes that are signed and sent; `fenceJson` is the text of a `FenceJson`, written once for sensors that are alike. */
export function fenceContent(header: FenceHeader, fenceJson: string): Uint8Array<ArrayBuffer> {
  const head = JSON.stringify({
    kind: 'clearband-fence',
    version: 1,
    sensor_id: header.sensorId,
    policy_set_hash: header.policySetHash,
    issued_ms: header.issuedAt.getTime(),
    valid_seconds: header.validSeconds,
    serial: header.serial,
  });
  return new TextEncoder().encode(`${head.slice(0, -1)},"fence":${fenceJson}}`);
}
