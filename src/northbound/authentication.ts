import { UnauthenticatedError } from '../errors.ts';

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i;

/** The token of an `Authorization` header. @throws {UnauthenticatedError} when there is none. */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw new UnauthenticatedError('send a token: `Authorization: Bearer cb_token_…`');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) {
    throw new UnauthenticatedError('the Authorization header is malformed; it must read `Bearer cb_token_…`');
  }
  return token;
}
