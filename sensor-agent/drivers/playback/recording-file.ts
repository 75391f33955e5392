import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { complexSampleFormat, decodeSamples } from '../../dsp/sample-format.ts';
import type { SampleFormat } from '../../dsp/sample-format.ts';
import type { FileFault } from '../input-file-error.ts';
import { InputFileError } from '../input-file-error.ts';
import { readJsonFile } from '../json-file.ts';
import type { PlaybackSource } from '../receiver.ts';
import type { RecordingHeader } from './recording-header.ts';
import { readHeader } from './recording-header.ts';

/** An open SigMF recording of complex samples, its metadata, size and hash checked. */
export class RecordingFile {
  readonly header: RecordingHeader;
  readonly sampleCount: number;
  readonly sha512: string;
  readonly #file: FileHandle;
  readonly #format: SampleFormat;

  private constructor(opened: {
    header: RecordingHeader;
    format: SampleFormat;
    file: FileHandle;
    sha512: string;
    size: number;
  }) {
    this.header = opened.header;
    this.sha512 = opened.sha512;
    this.#file = opened.file;
    this.#format = opened.format;
    this.sampleCount = opened.size / (2 * opened.format.bytes);
  }

  /**
   * Opens `<name>.sigmf-meta` and `<name>.sigmf-data`; `path` is either of them or what they have in common.
   * @throws {InputFileError} naming every fault
   */
  static async open(path: string): Promise<RecordingFile> {
    const name = path.replace(/\.sigmf-(meta|data)$/, '');
    const metaPath = `${name}.sigmf-meta`;
    const dataPath = `${name}.sigmf-data`;
    const { header, faults } = readHeader(await readJsonFile(metaPath));
    const format = header && complexSampleFormat(header.datatype);
    const size = await sizeOf(dataPath);
    if (size === undefined) faults.push({ code: 'unreadable-file', detail: `\`${dataPath}\` is missing`, pointer: '' });
    if (!header || !format || size === undefined || faults.length > 0) throw new InputFileError(metaPath, faults);
    const file = await open(dataPath, 'r');
    try {
      const sha512 = await hashOf(file);
      const damage = faultsOfData({ header, format, sha512, size });
      if (damage.length > 0) throw new InputFileError(metaPath, damage);
      return new RecordingFile({ header, format, file, sha512, size });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get bits(): number {
    return this.#format.bits;
  }

  get source(): PlaybackSource {
    const { centerHz, sampleRateHz, datetime, description } = this.header;
    return {
      sha512: this.sha512,
      centerHz,
      sampleRateHz,
      ...(datetime !== undefined && { datetime }),
      ...(description !== undefined && { description }),
    };
  }

  /**
   * Fills `out` (interleaved I, Q, volts) with the samples from `first` on: zeros before the first sample; after the
   * last one zeros too, or the beginning again when `loop`.
   */
  async read(first: number, out: Float32Array, loop: boolean): Promise<void> {
    const count = out.length / 2;
    let done = Math.min(count, Math.max(0, -first));
    while (done < count) {
      const at = loop ? (first + done) % this.sampleCount : first + done;
      const run = Math.min(count - done, this.sampleCount - at);
      if (run <= 0) return;
      await this.#readRun(at, out.subarray(2 * done, 2 * (done + run)));
      done += run;
    }
  }

  async #readRun(at: number, out: Float32Array): Promise<void> {
    const bytes = new Uint8Array(out.length * this.#format.bytes);
    let filled = 0;
    while (filled < bytes.length) {
      const position = at * 2 * this.#format.bytes + filled;
      const { bytesRead } = await this.#file.read(bytes, filled, bytes.length - filled, position);
      if (bytesRead === 0) throw new Error('the recording was cut short while it was played');
      filled += bytesRead;
    }
    decodeSamples(bytes, { format: this.#format, fullScaleVolts: this.header.fullScaleVolts }, out);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

function faultsOfData(data: {
  header: RecordingHeader;
  format: SampleFormat;
  sha512: string;
  size: number;
}): FileFault[] {
  const { header, format, sha512, size } = data;
  const sampleBytes = 2 * format.bytes;
  const faults: FileFault[] = [];
  if (size === 0) faults.push({ code: 'empty-dataset', detail: 'the dataset is empty', pointer: '' });
  if (size % sampleBytes !== 0) {
    const detail = `the dataset of ${size} bytes is no whole number of ${header.datatype} samples (${sampleBytes} bytes)`;
    faults.push({ code: 'truncated-dataset', detail, pointer: '' });
  }
  if (header.sha512 !== undefined && header.sha512.toLowerCase() !== sha512) {
    const detail = `the dataset's hash is ${sha512.slice(0, 12)}…, not ${header.sha512.slice(0, 12)}…`;
    faults.push({ code: 'hash-mismatch', detail, pointer: '/global/core:sha512' });
  }
  return faults;
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
