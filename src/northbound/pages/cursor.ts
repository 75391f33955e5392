import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a cursor holds for: another caller, operation or filter makes another cursor. */
export interface CursorBinding {
  readonly operation: string;
  readonly user: string;
  readonly filters: object;
}

const MAC_BYTES = 16;

/** Seals places in collections, so that they come back unaltered and only for what they were made for. */
export class CursorSeal {
  readonly #secret: Uint8Array;

  /** `secret`: at least 16 random octets, the same for every process of an installation. */
  constructor(secret: Uint8Array) {
    if (secret.length < 16) throw new Error('the secret for cursors must have at least 16 octets');
    this.#secret = secret;
  }

  /** A cursor that continues after the item with id `afterId`. */
  seal(binding: CursorBinding, afterId: string): string {
    return Buffer.concat([this.#mac(binding, afterId), Buffer.from(afterId)]).toString('base64url');
  }

  /** The id that `cursor` continues after; undefined when it is damaged or was made for something else. */
  open(binding: CursorBinding, cursor: string): string | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    // One place has one spelling: trailing bits that decode to nothing are refused.
    if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined;
    const afterId = bytes.toString('utf8', MAC_BYTES);
    return timingSafeEqual(bytes.subarray(0, MAC_BYTES), this.#mac(binding, afterId)) ? afterId : undefined;
  }

  #mac({ operation, user, filters }: CursorBinding, afterId: string): Buffer {
    const text = JSON.stringify([operation, user, canonical(filters), afterId]);
    return createHmac('sha256', this.#secret).update(text).digest().subarray(0, MAC_BYTES);
  }
}

/** The same value for objects that differ only in the order of their members. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, canonical(member)]);
}
