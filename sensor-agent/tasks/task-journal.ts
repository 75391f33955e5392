import { writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../failures.ts';
import { PARTIAL_SUFFIX, writeDurably } from '../state/durable-file.ts';
import type { TaskOrder } from './task-order.ts';

/** A task that was accepted and whose outcome is not in the spool yet. */
export interface JournalEntry {
  readonly order: TaskOrder;
  /** When it began; absent: it has not. */
  readonly begunMs?: number;
}

/** The tasks this agent has accepted, one file each, so that a crash loses none of them. */
export class TaskJournal {
  readonly #folder: string;
  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<TaskJournal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new TaskJournal(folder);
  }

  /** Safely on the disk when this resolves. @throws when there is no room */
  async add(order: TaskOrder): Promise<void> {
    const path = this.#orderPath(order.taskId);
    try {
      await writeDurably(path, JSON.stringify(order));
    } catch (error) {
      await rm(path + PARTIAL_SUFFIX, { force: true });
      throw error;
    }
  }

  /**
   * Marks the task as begun at `beganMs`. Synchronous and not synced, because its start is due now: the mark outlives the process,
   * and after a power failure the task counts as never begun.
   */
  begin(taskId: string, beganMs: number): void {
    writeFileSync(this.#begunPath(taskId), String(beganMs));
  }

  async remove(taskId: string): Promise<void> {
    await rm(this.#orderPath(taskId), { force: true });
    await rm(this.#begunPath(taskId), { force: true });
  }

  /** What an earlier process left behind. */
  async entries(): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      if (name.endsWith(PARTIAL_SUFFIX)) await rm(path);
      if (!name.endsWith('.json')) continue;
      // INVARIANT: renamed into place only when whole, so that it is what `add` wrote.
      const order = JSON.parse(await readFile(path, 'utf8')) as TaskOrder;
      entries.push({ order, ...(await this.#begun(order.taskId)) });
    }
    return entries.sort((a, b) => a.order.startMs - b.order.startMs);
  }

  async #begun(taskId: string): Promise<{ begunMs?: number }> {
    try {
      const path = this.#begunPath(taskId);
      const written = await readFile(path, 'utf8');
      // Empty after a power failure, or when the disk was full: the file's own time is by the uncorrected clock.
      return { begunMs: written === '' ? (await stat(path)).mtimeMs : Number(written) };
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return {};
      throw error;
    }
  }

  #orderPath(taskId: string): string {
    return join(this.#folder, `${taskId}.json`);
  }

  #begunPath(taskId: string): string {
    return join(this.#folder, `${taskId}.begun`);
  }
}
