import { X509Certificate, verify } from 'node:crypto';
import type { Fence } from '../../src/spectrum/fence/fence.ts';
import { fromFenceJson } from '../../src/spectrum/fence/fence-json.ts';
import { isFenceContent } from './fence-schema.ts';

/** A fence with its signature, byte for byte as it came. */
export interface SignedFence {
  readonly content: Uint8Array;
  /** r and s, 32 bytes each. */
  readonly signature: Uint8Array;
}

/** A fence that is the Manager's, and this sensor's. */
export interface OwnFence {
  readonly fence: Fence;
  readonly serial: number;
  readonly issuedMs: number;
  readonly validSeconds: number;
  readonly policySetHash: string;
  readonly signed: SignedFence;
}

/** A fence is not to be taken; the message says why. */
export class FenceError extends Error {
  override readonly name = 'FenceError';
}

/** Whose fences are taken, and from whom. */
export interface FenceOwner {
  readonly sensorId: string;
  /** The Manager's CA, as it was verified on joining. */
  readonly caPem: string;
}

/** Checks the signature before anything in it is read. @throws {FenceError} for one that is forged, damaged or another's */
export function openFence(signed: SignedFence, { sensorId, caPem }: FenceOwner): OwnFence {
  const { content, signature } = signed;
  const key = { key: new X509Certificate(caPem).publicKey, dsaEncoding: 'ieee-p1363' as const };
  if (!verify('sha256', content, key, signature)) throw new FenceError('its signature is not the Manager’s');
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch (error) {
    throw new FenceError('it is not JSON', { cause: error });
  }
  if (!isFenceContent(read)) throw new FenceError('it says something that this agent does not know');
  if (read.sensor_id !== sensorId) throw new FenceError(`it is the fence of sensor \`${read.sensor_id}\``);
  const reading = fromFenceJson(read.fence);
  if (!reading.ok) throw new FenceError(reading.faults.map(({ detail }) => detail).join('; '));
  return {
    fence: reading.fence,
    serial: read.serial,
    issuedMs: read.issued_ms,
    validSeconds: read.valid_seconds,
    policySetHash: read.policy_set_hash,
    signed,
  };
}
