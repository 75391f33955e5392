import type { Fault } from '../../errors.ts';
import type { Headers } from '../contract/operation.ts';

/** What can be wrong with a request before it means anything to the domain. */
export type RequestErrorKind =
  | 'invalid-request'
  | 'no-such-route'
  | 'method-not-allowed'
  | 'request-timeout'
  | 'version-required'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'headers-too-large';

/** A request that never reached a handler. */
export class RequestError extends Error {
  readonly kind: RequestErrorKind;
  readonly faults: readonly Fault[];
  readonly headers: Headers;
  constructor(kind: RequestErrorKind, detail: string, about: { faults?: readonly Fault[]; headers?: Headers } = {}) {
    super(detail);
    this.kind = kind;
    this.faults = about.faults ?? [];
    this.headers = about.headers ?? {};
  }
}

/** The request is malformed; every fault is named. */
export function invalidRequest(faults: readonly Fault[]): RequestError {
  return new RequestError('invalid-request', faults.map((fault) => fault.detail).join('; '), { faults });
}
