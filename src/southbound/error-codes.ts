import { Metadata, status } from '@grpc/grpc-js';
import { ClearbandError, type ErrorKind } from '../errors.ts';

/** gRPC status of each kind, and the SCOS code for an error that carries none of its own. */
const CODES: Record<ErrorKind, { readonly status: status; readonly scos: number }> = {
  'invalid-input': { status: status.INVALID_ARGUMENT, scos: 206 },
  unauthenticated: { status: status.UNAUTHENTICATED, scos: 101 },
  forbidden: { status: status.PERMISSION_DENIED, scos: 600 },
  'policy-denied': { status: status.PERMISSION_DENIED, scos: 201 },
  'not-found': { status: status.NOT_FOUND, scos: 100 },
  conflict: { status: status.ALREADY_EXISTS, scos: 601 },
  'schedule-conflict': { status: status.FAILED_PRECONDITION, scos: 302 },
  'stale-version': { status: status.FAILED_PRECONDITION, scos: 601 },
  'policy-lock-out': { status: status.FAILED_PRECONDITION, scos: 200 },
  'sensor-unavailable': { status: status.FAILED_PRECONDITION, scos: 300 },
  'recording-refused': { status: status.FAILED_PRECONDITION, scos: 403 },
  'storage-full': { status: status.RESOURCE_EXHAUSTED, scos: 405 },
  unavailable: { status: status.UNAVAILABLE, scos: 401 },
};

/** Trailer of a refused call: the SCOS code, decimal. */
export const SCOS_CODE_TRAILER = 'scos-code';

/** The SCOS code of a refusal. */
export function scosCodeOf(error: ClearbandError): number {
  return error.scosCode ?? CODES[error.kind].scos;
}

/** How a call ends. What is no ClearbandError is a fault of the program and says nothing of itself. */
export interface CallFailure extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** `error` as the end of a call. */
export function toCallFailure(error: unknown): CallFailure {
  const metadata = new Metadata();
  if (!(error instanceof ClearbandError)) {
    return Object.assign(new Error('internal error'), { code: status.INTERNAL, details: 'internal error', metadata });
  }
  metadata.set(SCOS_CODE_TRAILER, String(scosCodeOf(error)));
  return Object.assign(new Error(error.message), { code: CODES[error.kind].status, details: error.message, metadata });
}
