import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { UnauthenticatedError } from '../errors.ts';
import { toBase62 } from './base62.ts';

/**
 * The text of a secret that somebody carries: `cb_token_<id>_<secret>_<crc>` for the API, and for a joining agent
 * `cb_join_<id>_<secret>_<ca>_<crc>`. Parts are base 62 and never hold `_`; `ca` is the SHA-256 of the Manager's CA
 * certificate (DER) and `crc` the CRC-32 of all before its underscore, both in lower-case hexadecimal.
 */
export type CredentialKind = 'token' | 'join';

export interface Credential {
  readonly kind: CredentialKind;
  /** Public: finds the row. */
  readonly id: string;
  readonly secret: string;
  /** Only of kind `join`: 64 hexadecimal digits. */
  readonly caFingerprint: string | undefined;
}

export interface NewCredential {
  readonly id: string;
  /** Shown once, never stored. */
  readonly text: string;
  readonly secretHash: Buffer;
}

const ID_BYTES = 9;
const SECRET_BYTES = 32;
const TOKEN = /^cb_token_([0-9A-Za-z]{8,24})_([0-9A-Za-z]{43})_([0-9a-f]{8})$/;
const JOIN = /^cb_join_([0-9A-Za-z]{8,24})_([0-9A-Za-z]{43})_([0-9a-f]{64})_([0-9a-f]{8})$/;

/** A new random secret; that of a joining agent carries the fingerprint it must find before it sends anything. */
export function makeCredential(kind: 'token'): NewCredential;
export function makeCredential(kind: 'join', caFingerprint: string): NewCredential;
export function makeCredential(kind: CredentialKind, caFingerprint?: string): NewCredential {
  const id = toBase62(randomBytes(ID_BYTES));
  const secret = toBase62(randomBytes(SECRET_BYTES));
  const body = ['cb', kind, id, secret, ...(caFingerprint === undefined ? [] : [caFingerprint])].join('_');
  return { id, text: `${body}_${checksum(body)}`, secretHash: hashSecret(secret) };
}

/** The parts of `text`. @throws {UnauthenticatedError} code 101 when it was mistyped, cut or altered. */
export function parseCredential(text: string): Credential {
  const join = JOIN.exec(text);
  const match = join ?? TOKEN.exec(text);
  const [, id, secret] = match ?? [];
  const body = text.slice(0, -9);
  if (id === undefined || secret === undefined || text.slice(-8) !== checksum(body)) {
    throw new UnauthenticatedError('the token is damaged: copy all of it, from `cb_` to its last digit');
  }
  return { kind: join === null ? 'token' : 'join', id, secret, caFingerprint: join?.[3] };
}

/** SHA-256: the secret has 256 random bits, so that a fast hash is the right one. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Compares in constant time. */
export function secretMatches(secret: string, secretHash: Uint8Array): boolean {
  const actual = hashSecret(secret);
  return actual.length === secretHash.length && timingSafeEqual(actual, secretHash);
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
