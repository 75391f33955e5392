import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { toConnectError, toQueryError } from '../../src/database/database-errors.ts';
import { ConflictError, StorageFullError, UnavailableError } from '../../src/errors.ts';

describe('a failure of the driver', () => {
  it.each([
    ['08006', UnavailableError],
    ['28P01', UnavailableError],
    ['3D000', UnavailableError],
    ['40001', UnavailableError],
    ['40P01', UnavailableError],
    ['53100', StorageFullError],
    ['53300', UnavailableError],
    ['55P03', UnavailableError],
    ['57014', UnavailableError],
    ['57P01', UnavailableError],
    ['57P03', UnavailableError],
  ])('with SQLSTATE %s is told to the caller as %o', (code, kind) => {
    const error = toQueryError(refusal(code));
    expect(error).toBeInstanceOf(kind);
    expect(error).toHaveProperty('cause.code', code);
    expect(String(error)).not.toContain('raw words');
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE'])('with %s means that the database is away', (code) => {
    expect(toQueryError(Object.assign(new Error('x'), { code }))).toBeInstanceOf(UnavailableError);
  });

  it.each(['Connection terminated unexpectedly', 'Client has encountered a connection error and is not queryable'])(
    'without a code, but saying %o, means that the database is away',
    (message) => {
      expect(toQueryError(new Error(message))).toBeInstanceOf(UnavailableError);
    },
  );

  it('with ENOSPC means that there is no room', () => {
    expect(toQueryError(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBeInstanceOf(StorageFullError);
  });

  it('is left alone when it is a bug or already understood', () => {
    const bug = new TypeError('x is not a function');
    const understood = new ConflictError('taken');
    expect(toQueryError(bug)).toBe(bug);
    expect(toQueryError(understood)).toBe(understood);
  });

  it('to connect, whatever it is, means that the database is away', () => {
    expect(toConnectError(new Error('timeout exceeded when trying to connect'))).toBeInstanceOf(UnavailableError);
    expect(toConnectError(refusal('XX000'))).toBeInstanceOf(UnavailableError);
  });
});

function refusal(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('raw words', 0, 'error'), { code });
}
