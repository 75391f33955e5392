import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../failures.ts';
import { PARTIAL_SUFFIX, syncFolder, writeDurably } from '../state/durable-file.ts';
import type { Outcome, OutcomeHeader } from './outcome.ts';
import { SpoolFile, toFileParts } from './spool-file.ts';

/** An outcome that waits for its receipt. */
export interface SpoolEntry {
  readonly taskId: string;
  readonly path: string;
  readonly bytes: number;
  /** Present when the disk had no room for it: then this is all there is, and there is no file. */
  readonly unwritten?: OutcomeHeader;
}

/** Why the Manager will never take an outcome; kept beside it for the operator. */
export interface Refusal {
  readonly code: number;
  readonly reason: string;
}

export interface SpoolUsage {
  readonly recordings: number;
  readonly bytes: number;
  readonly refused: number;
}

const SUFFIX = '.outcome';
const NAME = /^\d{16}-([0-9a-z-]{1,64})\.outcome$/;

/**
 * The outcomes that the Manager has not acknowledged, one file each, oldest first. An outcome is in it when `put` has
 * resolved, and whole: what a crash cut off is discarded at the next `open`.
 */
export class Spool {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #entries = new Map<string, SpoolEntry>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #refused = 0;

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** The spool in `folder`, which is made if need be. `maxBytes`: from where on it counts as full. */
  static async open(folder: string, maxBytes: number): Promise<Spool> {
    const spool = new Spool(folder, maxBytes);
    await mkdir(join(folder, 'refused'), { recursive: true, mode: 0o700 });
    await discardPartial(folder);
    await spool.#load();
    return spool;
  }

  /** What is in the spool of an agent that may be running; nothing is changed, and it may not exist. */
  static async inspect(folder: string, maxBytes: number): Promise<Spool> {
    const spool = new Spool(folder, maxBytes);
    await spool.#load().catch((error: unknown) => {
      if (!isSystemError(error, 'ENOENT')) throw error;
    });
    return spool;
  }

  /** Keeps `outcome`, safely on the disk when this resolves; one of the same task is replaced. @throws when there is no room */
  async put(outcome: Outcome): Promise<void> {
    const { taskId, finishedMs } = outcome.header;
    const parts = toFileParts(outcome);
    const path = join(this.#folder, `${String(finishedMs).padStart(16, '0')}-${taskId}${SUFFIX}`);
    try {
      await writeDurably(path, ...parts);
    } catch (error) {
      await rm(path + PARTIAL_SUFFIX, { force: true });
      throw error;
    }
    const before = this.#entries.get(taskId);
    if (before !== undefined && before.unwritten === undefined && before.path !== path)
      await rm(before.path, { force: true });
    this.#forget(taskId);
    this.#add({ taskId, path, bytes: parts.reduce((sum, part) => sum + part.length, 0) });
    this.#tell();
  }

  /** Keeps an outcome without a recording until its receipt or the end of the process, for want of room on the disk. */
  putInMemory(header: OutcomeHeader): void {
    this.#forget(header.taskId);
    this.#add({ taskId: header.taskId, path: '', bytes: 0, unwritten: header });
    this.#tell();
  }

  /** Oldest first. */
  entries(): readonly SpoolEntry[] {
    return [...this.#entries.values()];
  }

  /** The oldest whose task `isSkipped` does not name. */
  oldest(isSkipped: (taskId: string) => boolean): SpoolEntry | undefined {
    for (const entry of this.#entries.values()) if (!isSkipped(entry.taskId)) return entry;
    return undefined;
  }

  has(taskId: string): boolean {
    return this.#entries.has(taskId);
  }

  /** @throws {DamagedFileError} */
  open(entry: SpoolEntry): Promise<SpoolFile> {
    return SpoolFile.open(entry.path);
  }

  /** The Manager has it: forget it. */
  async remove(taskId: string): Promise<void> {
    const entry = this.#forget(taskId);
    // Not synced: should the file come back after a power failure, it is sent again and answered as a duplicate.
    if (entry !== undefined && entry.unwritten === undefined) await rm(entry.path, { force: true });
    this.#tell();
  }

  /** Moves the outcome out of the way, to `refused/`, with the reason beside it. */
  async setAside(taskId: string, refusal: Refusal): Promise<void> {
    const entry = this.#forget(taskId);
    if (entry === undefined) return;
    if (entry.unwritten !== undefined) {
      this.#tell();
      return;
    }
    const kept = join(this.#folder, 'refused', `${taskId}${SUFFIX}`);
    await writeDurably(`${kept}.reason.json`, `${JSON.stringify(refusal)}\n`);
    await rename(entry.path, kept);
    await syncFolder(this.#folder);
    this.#refused += 1;
    this.#tell();
  }

  get usage(): SpoolUsage {
    return { recordings: this.#entries.size, bytes: this.#bytes, refused: this.#refused };
  }

  get isFull(): boolean {
    return this.#bytes >= this.#maxBytes;
  }

  /** Free bytes of the file system that the spool is on. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  /** Calls `listener` after every change. @returns how to stop that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #load(): Promise<void> {
    for (const name of (await readdir(this.#folder)).sort()) {
      const path = join(this.#folder, name);
      const taskId = NAME.exec(name)?.[1];
      if (taskId !== undefined) this.#add({ taskId, path, bytes: await sizeOf(path) });
    }
    const refused = await readdir(join(this.#folder, 'refused'));
    this.#refused = refused.filter((name) => name.endsWith(SUFFIX)).length;
  }

  #add(entry: SpoolEntry): void {
    this.#entries.set(entry.taskId, entry);
    this.#bytes += entry.bytes;
  }

  #forget(taskId: string): SpoolEntry | undefined {
    const entry = this.#entries.get(taskId);
    this.#entries.delete(taskId);
    this.#bytes -= entry?.bytes ?? 0;
    return entry;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

async function discardPartial(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(PARTIAL_SUFFIX)) await rm(join(folder, name));
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}
