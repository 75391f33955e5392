/** How one component (I or Q) of a SigMF complex dataset is stored. */
export interface SampleFormat {
  readonly bytes: number;
  /** Effective bits of the converter that such a file holds. */
  readonly bits: number;
  /** The component at `offset` as a fraction of full scale, `[-1, 1]` for integers. */
  readonly read: (view: DataView, offset: number) => number;
}

const READERS: Readonly<Record<string, (isLittle: boolean) => SampleFormat>> = {
  // Unsigned samples have no code for zero: the middle lies between two codes.
  u8: () => ({ bytes: 1, bits: 8, read: (view, at) => (view.getUint8(at) - 127.5) / 127.5 }),
  i8: () => ({ bytes: 1, bits: 8, read: (view, at) => view.getInt8(at) / 128 }),
  u16: (le) => ({ bytes: 2, bits: 16, read: (view, at) => (view.getUint16(at, le) - 32767.5) / 32767.5 }),
  i16: (le) => ({ bytes: 2, bits: 16, read: (view, at) => view.getInt16(at, le) / 32768 }),
  u32: (le) => ({ bytes: 4, bits: 32, read: (view, at) => (view.getUint32(at, le) - 2147483647.5) / 2147483647.5 }),
  i32: (le) => ({ bytes: 4, bits: 32, read: (view, at) => view.getInt32(at, le) / 2147483648 }),
  f32: (le) => ({ bytes: 4, bits: 24, read: (view, at) => view.getFloat32(at, le) }),
  f64: (le) => ({ bytes: 8, bits: 53, read: (view, at) => view.getFloat64(at, le) }),
};

/** The format of a complex SigMF `core:datatype`, or undefined when it is real, malformed or unknown. */
export function complexSampleFormat(datatype: string): SampleFormat | undefined {
  const match = /^c(u8|i8|(?:[ui](?:16|32)|f32|f64)(?=_))(?:_(le|be))?$/.exec(datatype);
  // SigMF wants the byte order stated wherever there is one; guessing it would turn signals into noise.
  return match ? READERS[match[1]](match[2] !== 'be') : undefined;
}

/** Decodes `bytes` into `out`, scaled so that full scale is `fullScaleVolts`. */
export function decodeSamples(
  bytes: Uint8Array,
  { format, fullScaleVolts }: { format: SampleFormat; fullScaleVolts: number },
  out: Float32Array,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(out.length, Math.floor(bytes.byteLength / format.bytes));
  for (let i = 0; i < count; i++) out[i] = format.read(view, i * format.bytes) * fullScaleVolts;
}
