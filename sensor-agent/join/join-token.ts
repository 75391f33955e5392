import { crc32 } from 'node:zlib';
import { UsageError } from '../failures.ts';

/** `cb_join_<id>_<secret>_<SHA-256 of the Manager's CA certificate>_<CRC-32 of all before its underscore>`. */
const FORM = /^cb_join_[0-9A-Za-z]+_[0-9A-Za-z]+_(?<ca>[0-9a-f]{64})_(?<crc>[0-9a-f]{8})$/;

/** The CA fingerprint in a join token, lower-case hexadecimal. @throws {UsageError} when it was not copied whole */
export function caFingerprintIn(token: string): string {
  const groups = FORM.exec(token)?.groups;
  const checksum = crc32(token.slice(0, -9)).toString(16).padStart(8, '0');
  if (groups?.['ca'] === undefined || groups['crc'] !== checksum) {
    throw new UsageError('the join token is damaged: copy all of it, from `cb_join_` to its last digit');
  }
  return groups['ca'];
}
