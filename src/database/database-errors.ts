import pg from 'pg';
import { ClearbandError, StorageFullError, UnavailableError } from '../errors.ts';

/**
 * A statement that the database refused, by SQLSTATE. Its message holds neither SQL nor values, so it may be shown;
 * what the database said is the `cause`, for the log.
 */
export class QueryError extends Error {
  /** SQLSTATE, five characters. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;

  constructor(refusal: pg.DatabaseError) {
    const code = refusal.code ?? 'XX000';
    super(`the database refused a statement (${code}${refusal.constraint ? `, ${refusal.constraint}` : ''})`, {
      cause: refusal,
    });
    this.name = 'QueryError';
    this.code = code;
    this.constraint = refusal.constraint;
    this.table = refusal.table;
  }
}

/** True when a unique constraint (`constraint`, if given) refused a row. */
export function isUniqueViolation(error: unknown, constraint?: string): error is QueryError {
  return isRefusal(error, '23505', constraint);
}

/** True when an exclusion constraint (`constraint`, if given) refused a row. */
export function isExclusionViolation(error: unknown, constraint?: string): error is QueryError {
  return isRefusal(error, '23P01', constraint);
}

/** True when a row had no partition to go to. */
export function isMissingPartition(error: unknown): error is QueryError {
  // The SQLSTATE is that of a check constraint, which has a name; a missing partition has none.
  return isRefusal(error, '23514') && error.constraint === undefined;
}

/** What a failed statement means to the caller: the one place where errors of the driver are read. */
export function toQueryError(error: unknown): unknown {
  if (error instanceof ClearbandError || error instanceof QueryError) return error;
  if (error instanceof pg.DatabaseError) return fromRefusal(error);
  if (isNoSpace(error)) return new StorageFullError(NO_ROOM, { cause: error });
  return isConnectionLoss(error) ? new UnavailableError(AWAY, 1, { cause: error }) : error;
}

/** What a failed attempt to get a connection means to the caller. */
export function toConnectError(error: unknown): Error {
  const known = toQueryError(error);
  if (known instanceof ClearbandError) return known;
  return new UnavailableError(AWAY, 1, { cause: error });
}

const AWAY = 'the database cannot be reached';
const NO_ROOM = 'the database has no room left';

/** SQLSTATEs, or their first two characters, that say "not now". */
const NOT_NOW: Readonly<Record<string, string>> = {
  '08': AWAY,
  '28': 'the database refuses the credentials it was given',
  '3D000': 'the database does not exist on its server',
  '40': 'the database gave up a transaction that collided with another one',
  '53': 'the database is out of resources',
  '55P03': 'the database is locked by somebody else',
  '57014': 'the database took too long',
  '57P01': AWAY,
  '57P02': AWAY,
  '57P03': AWAY,
};

function fromRefusal(refusal: pg.DatabaseError): Error {
  const code = refusal.code ?? '';
  if (code === '53100') return new StorageFullError(NO_ROOM, { cause: refusal });
  const notNow = NOT_NOW[code] ?? NOT_NOW[code.slice(0, 2)];
  if (notNow !== undefined) return new UnavailableError(notNow, 1, { cause: refusal });
  if (endsSession(refusal)) return new UnavailableError(AWAY, 1, { cause: refusal });
  if (isStalePlan(refusal)) return new UnavailableError('the database has just been migrated', 1, { cause: refusal });
  return new QueryError(refusal);
}

/** True when the connection on which a statement failed so cannot be used again. */
export function breaksSession(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return isConnectionLoss(error) || error instanceof ClearbandError;
  return endsSession(error) || isStalePlan(error);
}

function endsSession(refusal: pg.DatabaseError): boolean {
  return refusal.severity === 'FATAL' || refusal.severity === 'PANIC';
}

/** A prepared statement no longer fits its tables, which somebody else has changed. */
function isStalePlan(refusal: pg.DatabaseError): boolean {
  return refusal.code === '0A000' && refusal.routine === 'RevalidateCachedQuery';
}

const NETWORK_CODES: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'],
]);

/** pg gives no code to the errors that it raises itself. */
const CLIENT_GONE =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Connection ended)/;

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && NETWORK_CODES.has(error.code)) || CLIENT_GONE.test(error.message);
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function isRefusal(error: unknown, code: string, constraint?: string): error is QueryError {
  return error instanceof QueryError && error.code === code && (constraint ?? error.constraint) === error.constraint;
}
