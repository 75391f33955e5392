/**
 * Every way in which domain code refuses or fails, as one closed list. Domain code knows no status codes; each edge
 * holds one total table from `ErrorKind` to its own codes, so the compiler points at any kind left out.
 */
export type ErrorKind =
  | 'invalid-input'
  | 'unauthenticated'
  | 'forbidden'
  | 'policy-denied'
  | 'not-found'
  | 'conflict'
  | 'schedule-conflict'
  | 'stale-version'
  | 'policy-lock-out'
  | 'sensor-unavailable'
  | 'recording-refused'
  | 'storage-full'
  | 'unavailable';

/** One fault of an input, and where it is: a JSON pointer into the body, or the name of a parameter. */
export interface Fault {
  /** Stable, kebab-case: `unknown-field`, `out-of-range`, `self-crossing-polygon`, … */
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly parameter?: string;
}

export abstract class ClearbandError extends Error {
  abstract readonly kind: ErrorKind;
  /** SCOS response code (scos-messages: 100 association, 200 policy, 300 scanning, 400 data), where one applies. */
  readonly scosCode: number | undefined = undefined;
}

/** The input is well-formed but does not mean anything that can be done; every fault is named, nothing was changed. */
export class InvalidInputError extends ClearbandError {
  readonly kind = 'invalid-input';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => fault.detail).join('; '));
    this.faults = faults;
  }
}

/** The caller did not prove who it is. */
export class UnauthenticatedError extends ClearbandError {
  readonly kind = 'unauthenticated';
  override readonly scosCode: number;
  constructor(detail: string, scosCode = 101) {
    super(detail);
    this.scosCode = scosCode;
  }
}

/** The caller's Role or Token does not allow the operation at all (policy was not asked). */
export class ForbiddenError extends ClearbandError {
  readonly kind = 'forbidden';
}

/** A thing that was named does not exist, or must not be known to exist. */
export class NotFoundError extends ClearbandError {
  readonly kind = 'not-found';
  constructor(what: string, id: string) {
    super(`no ${what} \`${id}\``);
  }
}

/** The change collides with the present state: a name taken, a state that does not allow it. */
export class ConflictError extends ClearbandError {
  readonly kind = 'conflict';
}

/** The caller's view of a thing is older than the thing; nothing was changed. */
export class StaleVersionError extends ClearbandError {
  readonly kind = 'stale-version';
}

/** A change of the policies that would keep its own author from administering them any more; nothing was changed. */
export class PolicyLockOutError extends ClearbandError {
  readonly kind = 'policy-lock-out';
}

/** No sensor that matches is there, or the one that was named is not associated. */
export class SensorUnavailableError extends ClearbandError {
  readonly kind = 'sensor-unavailable';
  override readonly scosCode: number;
  readonly rejected: readonly { readonly sensor: string; readonly reason: string }[];
  constructor(detail: string, rejected: readonly { sensor: string; reason: string }[], scosCode = 300) {
    super(detail);
    this.rejected = rejected;
    this.scosCode = scosCode;
  }
}

/** A recording does not fit its Task or is damaged; the agent keeps it and reports the code. */
export class RecordingRefusedError extends ClearbandError {
  readonly kind = 'recording-refused';
  override readonly scosCode: number;
  readonly faults: readonly Fault[];
  constructor(scosCode: number, faults: readonly Fault[]) {
    super(faults.map((fault) => fault.detail).join('; '));
    this.scosCode = scosCode;
    this.faults = faults;
  }
}

/** There is no room left to store what was sent; nothing of it was kept. */
export class StorageFullError extends ClearbandError {
  readonly kind = 'storage-full';
}

/** Something this needs (the database, a policy set) is away for now; asking again later may help. */
export class UnavailableError extends ClearbandError {
  readonly kind = 'unavailable';
  readonly retryAfterSeconds: number;
  constructor(detail: string, retryAfterSeconds = 1, options?: ErrorOptions) {
    super(detail, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
