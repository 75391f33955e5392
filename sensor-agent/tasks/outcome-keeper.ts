import type { AgentLog } from '../agent-log.ts';
import type { Outcome, OutcomeHeader } from '../spool/outcome.ts';
import type { Spool } from '../spool/spool.ts';
import type { TaskJournal } from './task-journal.ts';

export interface OutcomeKeeperParts {
  readonly spool: Spool;
  readonly journal: TaskJournal;
  readonly log: AgentLog;
}

const SPOOL_FULL = 405;

/** Takes the ends of tasks: into the spool first, and only then out of the journal. */
export class OutcomeKeeper {
  readonly #parts: OutcomeKeeperParts;
  /** Tasks whose end is in memory alone, because the disk took no more; the journal still has them. */
  readonly #unwritten = new Set<string>();

  constructor(parts: OutcomeKeeperParts) {
    this.#parts = parts;
    parts.spool.onChange(() => {
      for (const taskId of this.#unwritten) if (!parts.spool.has(taskId)) this.#settle(taskId);
    });
  }

  /**
   * INVARIANT: the outcome is on the disk, or the Manager has answered it, before the journal forgets the task. Without
   * room for it only what happened is kept, in memory, so that a full disk never keeps the Manager from hearing of it.
   */
  async keep(outcome: Outcome): Promise<void> {
    const { journal, log } = this.#parts;
    const { taskId, kind, code, detail } = outcome.header;
    if (!(await this.#isWritten(outcome))) return;
    await journal.remove(taskId);
    log.info({ taskId, outcome: kind, code, detail }, 'task ended');
  }

  async #isWritten(outcome: Outcome): Promise<boolean> {
    const { spool, log } = this.#parts;
    const { taskId } = outcome.header;
    try {
      await spool.put(outcome);
      return true;
    } catch (error) {
      log.error({ err: error, taskId }, 'an outcome could not be written');
      const reason = error instanceof Error ? error.message : String(error);
      if (outcome.recording !== undefined) return await this.#isWritten({ header: lost(outcome.header, reason) });
      this.#unwritten.add(taskId);
      spool.putInMemory(outcome.header);
      return false;
    }
  }

  #settle(taskId: string): void {
    this.#unwritten.delete(taskId);
    this.#parts.journal.remove(taskId).catch((error: unknown) => {
      this.#parts.log.error({ err: error, taskId }, 'a task that has ended could not be removed from the journal');
    });
  }
}

function lost(header: OutcomeHeader, reason: string): OutcomeHeader {
  return { ...header, kind: 'failed', code: SPOOL_FULL, detail: `could not be kept: ${reason}` };
}
