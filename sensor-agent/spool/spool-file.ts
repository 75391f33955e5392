import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Outcome, OutcomeHeader } from './outcome.ts';

// A file is: magic (8 octets), length of the header (uint32 BE), its CRC-32 (uint32 BE), header (JSON), metadata, dataset.
const MAGIC = Buffer.from('CBSPOOL1');
const PREFIX_BYTES = 16;
const MAX_HEADER_BYTES = 65_536;
const CHUNK_BYTES = 262_144;

interface FileHeader extends OutcomeHeader {
  /** Absent: there is no recording. */
  readonly recording?: { readonly metaBytes: number; readonly dataBytes: number; readonly sha512: string };
}

/** The file is not what was written: the disk or somebody has altered it. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** The parts of the file that holds `outcome`. */
export function toFileParts({ header, recording }: Outcome): Uint8Array[] {
  const sizes = recording && {
    metaBytes: recording.meta.length,
    dataBytes: recording.data.length,
    sha512: recording.sha512,
  };
  const fileHeader: FileHeader = sizes === undefined ? header : { ...header, recording: sizes };
  const json = Buffer.from(JSON.stringify(fileHeader));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt32BE(json.length, MAGIC.length);
  prefix.writeUInt32BE(crc32(json), MAGIC.length + 4);
  return [prefix, json, ...(recording === undefined ? [] : [recording.meta, recording.data])];
}

/** An outcome of the spool, open for reading. */
export class SpoolFile {
  readonly header: OutcomeHeader;
  readonly recording: { readonly meta: Buffer; readonly dataBytes: number; readonly sha512: string } | undefined;
  readonly #file: FileHandle;
  readonly #dataOffset: number;

  private constructor(file: FileHandle, header: FileHeader, meta: Buffer | undefined, dataOffset: number) {
    const { recording, ...outcome } = header;
    this.header = outcome;
    this.recording = recording && meta && { meta, dataBytes: recording.dataBytes, sha512: recording.sha512 };
    this.#file = file;
    this.#dataOffset = dataOffset;
  }

  /** @throws {DamagedFileError} when the file is shorter or longer than it says, or its header is not sound */
  static async open(path: string): Promise<SpoolFile> {
    const file = await open(path, 'r');
    try {
      const header = await readHeader(file);
      const { metaBytes, dataBytes } = header.header.recording ?? { metaBytes: 0, dataBytes: 0 };
      const { size } = await file.stat();
      const dataOffset = header.end + metaBytes;
      if (size !== dataOffset + dataBytes) {
        throw new DamagedFileError(`the spooled file has ${size} bytes instead of ${dataOffset + dataBytes}`);
      }
      const meta = header.header.recording && (await readExactly(file, header.end, metaBytes));
      return new SpoolFile(file, header.header, meta, dataOffset);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The dataset in order, in parts of at most 256 KiB; a part is valid until the next is taken. */
  async *chunks(): AsyncGenerator<Buffer> {
    const dataBytes = this.recording?.dataBytes ?? 0;
    for (let at = 0; at < dataBytes; at += CHUNK_BYTES) {
      yield await readExactly(this.#file, this.#dataOffset + at, Math.min(CHUNK_BYTES, dataBytes - at));
    }
  }

  /** The whole dataset; for small ones. */
  async data(): Promise<Buffer> {
    return readExactly(this.#file, this.#dataOffset, this.recording?.dataBytes ?? 0);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function readHeader(file: FileHandle): Promise<{ readonly header: FileHeader; readonly end: number }> {
  const prefix = await readExactly(file, 0, PREFIX_BYTES);
  const length = prefix.readUInt32BE(MAGIC.length);
  if (!prefix.subarray(0, MAGIC.length).equals(MAGIC) || length > MAX_HEADER_BYTES) {
    throw new DamagedFileError('the spooled file does not begin as one');
  }
  const json = await readExactly(file, PREFIX_BYTES, length);
  if (crc32(json) !== prefix.readUInt32BE(MAGIC.length + 4))
    throw new DamagedFileError('the header of the spooled file is damaged');
  // INVARIANT: its checksum is right, so that it is what `toFileParts` wrote.
  return { header: JSON.parse(json.toString()) as FileHeader, end: PREFIX_BYTES + length };
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new DamagedFileError(`the spooled file ends after ${position + filled} bytes`);
    filled += bytesRead;
  }
  return buffer;
}
