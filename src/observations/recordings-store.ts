import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NotFoundError, StorageFullError } from '../errors.ts';
import type { RecordingData } from './outcome.ts';

/** A dataset on its way into the store: written as it arrives, hashed on the way. */
export interface Staging {
  write(chunk: Uint8Array): Promise<void>;
  /** Everything is on the disk when this resolves. */
  finish(): Promise<Extract<RecordingData, { kind: 'staged' }>>;
  /** Forgets what was written; does nothing after `finish`. */
  abort(): Promise<void>;
}

/** Where datasets too large for the database live, addressed by their SHA-512: a directory now, a bucket later. */
export interface RecordingsStore {
  /** @throws {StorageFullError} */
  stage(): Promise<Staging>;
  /** Makes a staged dataset readable under its hash, for good; the same content twice is kept once. */
  put(staged: Extract<RecordingData, { kind: 'staged' }>): Promise<void>;
  /** Forgets a staged dataset that is not wanted. */
  discard(staged: Extract<RecordingData, { kind: 'staged' }>): Promise<void>;
  /** The bytes in order. @throws {NotFoundError} before the first of them */
  read(sha512: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Datasets below this many bytes live in the database, one commit with their observation. */
export const INLINE_BYTES = 64 * 1024;

/** The store as a directory: `<ab>/<cdef…>` below `root`, staged files in `<root>/staging`. */
export class DirectoryRecordingsStore implements RecordingsStore {
  readonly #root: string;
  readonly #staging: string;
  constructor(root: string) {
    this.#root = root;
    this.#staging = join(root, 'staging');
  }

  /** Makes the directories and drops what a crash left half written: its sender still has it. */
  async start(): Promise<void> {
    await rm(this.#staging, { recursive: true, force: true });
    await mkdir(this.#staging, { recursive: true, mode: 0o700 });
  }

  async stage(): Promise<Staging> {
    const path = join(this.#staging, randomUUID());
    return new StagedFile(path, await withRoom(() => open(path, 'wx', 0o600)));
  }

  async put(staged: Extract<RecordingData, { kind: 'staged' }>): Promise<void> {
    const path = this.#pathOf(staged.sha512);
    await withRoom(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(staged.path, path).catch(async (error: unknown) => {
        // Put before, by a transaction that is being run again.
        if ((await sizeOf(path)) !== staged.bytes) throw error;
      });
      await syncDirectory(dirname(path));
      await syncDirectory(this.#root);
    });
  }

  async discard(staged: Extract<RecordingData, { kind: 'staged' }>): Promise<void> {
    await rm(staged.path, { force: true });
  }

  async read(sha512: string): Promise<AsyncIterable<Uint8Array>> {
    const path = this.#pathOf(sha512);
    if ((await sizeOf(path)) === undefined) throw new NotFoundError('recording', sha512);
    return createReadStream(path);
  }

  #pathOf(sha512: string): string {
    return join(this.#root, sha512.slice(0, 2), sha512.slice(2));
  }
}

class StagedFile implements Staging {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha512');
  #bytes = 0;
  #done = false;
  constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.byteLength;
    await withRoom(async () => {
      for (let written = 0; written < chunk.byteLength;) {
        written += (await this.#file.write(chunk, written)).bytesWritten;
      }
    });
  }

  async finish(): Promise<Extract<RecordingData, { kind: 'staged' }>> {
    await withRoom(() => this.#file.sync());
    await this.#file.close();
    this.#done = true;
    return { kind: 'staged', path: this.#path, bytes: this.#bytes, sha512: this.#hash.digest('hex') };
  }

  async abort(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.size;
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function withRoom<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
      throw new StorageFullError('there is no room left for recordings', { cause: error });
    }
    throw error;
  }
}
