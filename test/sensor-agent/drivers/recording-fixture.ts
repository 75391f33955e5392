import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A recording to be written for a test. */
export interface RecordingFixture {
  readonly datatype: string;
  readonly data: Uint8Array;
  readonly sampleRateHz?: number;
  readonly centerHz?: number;
  readonly global?: Readonly<Record<string, unknown>>;
  readonly captures?: readonly unknown[];
}

/** A folder of its own in which recordings are written; `remove` it at the end. */
export class RecordingFolder {
  readonly #path: string;
  #count = 0;

  private constructor(path: string) {
    this.#path = path;
  }

  static async create(): Promise<RecordingFolder> {
    return new RecordingFolder(await mkdtemp(join(tmpdir(), 'clearband-recording-')));
  }

  /** Writes the pair of files, hash included, and answers their common path. */
  async write(fixture: RecordingFixture): Promise<string> {
    const path = join(this.#path, `recording-${++this.#count}`);
    const { datatype, data, sampleRateHz = 1e6, centerHz = 100e6 } = fixture;
    const meta = {
      global: {
        'core:datatype': datatype,
        'core:version': '1.2.5',
        'core:sample_rate': sampleRateHz,
        'core:sha512': createHash('sha512').update(data).digest('hex'),
        ...fixture.global,
      },
      captures: fixture.captures ?? [{ 'core:sample_start': 0, 'core:frequency': centerHz }],
      annotations: [],
    };
    await writeFile(`${path}.sigmf-meta`, JSON.stringify(meta));
    await writeFile(`${path}.sigmf-data`, data);
    return path;
  }

  remove(): Promise<void> {
    return rm(this.#path, { recursive: true });
  }
}

/** A tone at `offsetHz` from the centre, amplitude 0.5, as cf32_le. */
export function toneBytes(offsetHz: number, sampleRateHz: number, count: number): Uint8Array {
  const values = Float32Array.from({ length: 2 * count }, (_, i) => {
    const angle = (2 * Math.PI * offsetHz * Math.floor(i / 2)) / sampleRateHz;
    return 0.5 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
  return new Uint8Array(values.buffer);
}

/** Every code of cu8, so that nothing can be rounded unseen. */
export function countingBytes(sampleCount: number): Uint8Array {
  return Uint8Array.from({ length: 2 * sampleCount }, (_, i) => (i * 7 + (i >> 8)) % 256);
}
