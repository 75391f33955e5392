import { randomBytes } from 'node:crypto';

const POOLED = 256;
let pool = Buffer.alloc(0);

/** 16 random bytes. The system is asked for many at a time, which costs little more than asking for a few. */
function freshBytes(): Buffer {
  if (pool.length < 16) pool = randomBytes(16 * POOLED);
  const bytes = pool.subarray(0, 16);
  pool = pool.subarray(16);
  return bytes;
}

/** A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits; sorts by time of making. */
export function uuidv7(now: Date = new Date()): string {
  const bytes = freshBytes();
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the canonical text of any UUID. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The instant that a UUIDv7 carries; undefined for anything else. */
export function timeOfUuidv7(id: string): Date | undefined {
  if (!isUuid(id) || id[14] !== '7') return undefined;
  const time = new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
