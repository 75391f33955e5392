import type { components } from '../../openapi/generated/contract.ts';
import {
  ClearbandError,
  InvalidInputError,
  RecordingRefusedError,
  SensorUnavailableError,
  UnavailableError,
} from '../errors.ts';
import type { ErrorKind, Fault } from '../errors.ts';
import { PolicyDeniedError } from '../enforcement/policy-denied-error.ts';
import { ScheduleConflictError } from '../tasking/schedule-conflict-error.ts';
import { RequestError } from './requests/request-error.ts';
import type { RequestErrorKind } from './requests/request-error.ts';
import type { Headers } from './contract/operation.ts';

export type Problem = components['schemas']['Problem'];
export type ProblemKind = ErrorKind | RequestErrorKind | 'internal-error';

interface ProblemMeaning {
  readonly status: number;
  readonly title: string;
  readonly description: string;
}

/** Every kind of problem the HTTP edge answers with; `/problems/<kind>` shows its line. */
export const PROBLEMS: Readonly<Record<ProblemKind, ProblemMeaning>> = {
  'invalid-request': {
    status: 400,
    title: 'The request is malformed',
    description:
      'The body is not JSON of the shape the contract asks for, or a parameter is wrong. `errors` names every fault.',
  },
  'invalid-input': {
    status: 422,
    title: "The request can't be carried out as it is",
    description:
      'The request is well-formed and means nothing that can be done. `errors` names every fault; nothing was changed.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not authenticated',
    description: 'There is no token, or it is damaged, unknown, expired or revoked.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    description: 'The role of the user, or the token, does not allow this operation at all. Policy was not asked.',
  },
  'policy-denied': {
    status: 403,
    title: 'Denied by policy',
    description:
      'No policy permits the request, or some policy denies it. `reasons` names the statements and the values that failed; `nearest` is a request that would pass.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    description: 'What was named does not exist, or must not be known to exist.',
  },
  'no-such-route': {
    status: 404,
    title: 'No such address',
    description: 'The contract has no such path; see /openapi.json or /docs.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    description: 'The path exists, the method does not; `Allow` lists those that do.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long',
    description: 'The request did not arrive as a whole in the time the Manager waits for one.',
  },
  conflict: {
    status: 409,
    title: 'It collides with what is there',
    description: 'A name is taken, or the present state does not allow the change.',
  },
  'schedule-conflict': {
    status: 409,
    title: 'A wanted slot is taken',
    description: 'At least one slot is taken; `conflicts` says by when it is free. Nothing was planned.',
  },
  'policy-lock-out': {
    status: 409,
    title: 'It would lock its author out',
    description:
      'Under the policies as they would be then, the caller could no longer administer them. Nothing was changed; `force=true` does it all the same.',
  },
  'stale-version': {
    status: 412,
    title: 'It changed since it was read',
    description: 'The version that `If-Match` names is not the present one. Read it again and decide anew.',
  },
  'version-required': {
    status: 428,
    title: 'Say which version you mean',
    description:
      'The change needs `If-Match` with the ETag of what it is to take the place of, so that nothing is lost.',
  },
  'sensor-unavailable': {
    status: 409,
    title: 'No sensor can do this',
    description:
      'No sensor that matches is there, or the one named is not associated; `rejected` says why each was not taken.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    description: 'The body has more octets than the Manager takes.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The media type of the body is not supported',
    description: 'Bodies are JSON, not compressed.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    description: 'Address and headers together have more octets than the Manager takes.',
  },
  'recording-refused': {
    status: 422,
    title: 'The recording is refused',
    description: 'A recording does not fit its task or is damaged.',
  },
  'internal-error': {
    status: 500,
    title: 'A fault of the Manager',
    description: 'Something unexpected; the log of the Manager has the `instance` of the answer.',
  },
  unavailable: {
    status: 503,
    title: 'Not available for now',
    description: 'Something the Manager needs is away; ask again after the seconds in `Retry-After`.',
  },
  'storage-full': {
    status: 507,
    title: 'No room left to store this',
    description: 'The disk is full; nothing was kept.',
  },
};

const MOST_FAULTS = 50;

/** What is said about `error`, whatever it is. `instance` names the occurrence, in the answer and in the log. */
export function toProblem(error: unknown, instance: string): Problem {
  const kind = problemKind(error);
  const { title, status } = PROBLEMS[kind];
  const problem = { type: `/problems/${kind}`, title, status, instance };
  if (kind === 'internal-error' || !(error instanceof Error)) return problem;
  return { ...problem, detail: error.message, ...membersOf(error) };
}

/** What else an answer with this problem says. */
export function problemHeaders(error: unknown): Headers {
  if (error instanceof UnavailableError)
    return { 'retry-after': String(Math.max(1, Math.ceil(error.retryAfterSeconds))) };
  if (error instanceof RequestError) return error.headers;
  return problemKind(error) === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="clearband"' } : {};
}

export function problemKind(error: unknown): ProblemKind {
  if (error instanceof RequestError) return error.kind;
  if (!(error instanceof ClearbandError)) return 'internal-error';
  // A wrong parameter is a malformed address, whoever noticed it.
  const isParameter = error instanceof InvalidInputError && error.faults.some((fault) => fault.parameter !== undefined);
  return isParameter ? 'invalid-request' : error.kind;
}

function membersOf(error: Error): Partial<Problem> {
  return {
    ...(error instanceof ClearbandError && error.scosCode !== undefined && { scos_code: error.scosCode }),
    ...faultMembers(error),
    ...(error instanceof SensorUnavailableError && { rejected: error.rejected.slice(0, 1000) }),
    ...(error instanceof ScheduleConflictError && { conflicts: error.conflicts.slice(0, 1000).map(toConflictBody) }),
    ...(error instanceof PolicyDeniedError && denialMembers(error)),
  };
}

function faultMembers(error: Error): Partial<Problem> {
  const hasFaults =
    error instanceof InvalidInputError || error instanceof RecordingRefusedError || error instanceof RequestError;
  if (!hasFaults || error.faults.length === 0) return {};
  const { faults } = error;
  return { detail: summary(faults), errors: faults.slice(0, MOST_FAULTS) };
}

function summary(faults: readonly Fault[]): string {
  const [first] = faults;
  if (faults.length === 1 && first !== undefined) return first.detail;
  return faults.length > MOST_FAULTS
    ? `${faults.length} faults, of which ${MOST_FAULTS} are listed`
    : `${faults.length} faults`;
}

function toConflictBody(
  conflict: ScheduleConflictError['conflicts'][number],
): NonNullable<Problem['conflicts']>[number] {
  return {
    sensor_id: conflict.sensorId,
    sensor_name: conflict.sensorName,
    start: conflict.start.toISOString(),
    stop: conflict.stop.toISOString(),
    next_free: conflict.nextFree?.toISOString() ?? null,
  };
}

function denialMembers({ denial }: PolicyDeniedError): Partial<Problem> {
  return {
    decision_id: denial.decisionId,
    reason: denial.reason,
    ...(denial.policySetHash !== undefined && { policy_set: denial.policySetHash }),
    reasons: denial.because.slice(0, 100),
    ...(denial.nearest !== undefined && { nearest: denial.nearest }),
  };
}
