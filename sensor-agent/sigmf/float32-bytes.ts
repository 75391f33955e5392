import { endianness } from 'node:os';

/** The values as little-endian float32. On the usual machines this is a view of the same memory, not a copy. */
export function toLittleEndianBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return endianness() === 'LE' ? bytes : new Uint8Array(Buffer.from(bytes).swap32());
}
