import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type PolicyRestore, type RestoreRequest, describeRefusal } from './policy-restore.ts';

/**
 * The command line may not open the database of a running Manager, so it leaves a request in the data directory, which
 * only whoever has the machine can write to. It is looked for at the start and every moment after, carried out outside
 * the gate, and answered in a file beside it.
 */
export class RestoreRequests {
  readonly #restore: PolicyRestore;
  readonly #dataDir: string;
  readonly #log: Logger;
  #step: Promise<void> | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(restore: PolicyRestore, { dataDir, log }: { readonly dataDir: string; readonly log: Logger }) {
    this.#restore = restore;
    this.#dataDir = dataDir;
    this.#log = log;
  }

  async start(): Promise<void> {
    await this.#look();
    this.#poll = setInterval(() => void this.#look(), LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#poll);
    await this.#step;
  }

  #look(): Promise<void> {
    this.#step ??= this.#answerOne()
      .catch((error: unknown) => {
        // The request stays where it is, so it is tried again.
        this.#log.error({ err: error }, 'a request to restore a policy set could not be answered yet');
      })
      .finally(() => {
        this.#step = undefined;
      });
    return this.#step;
  }

  async #answerOne(): Promise<void> {
    const taken = join(this.#dataDir, TAKEN_REQUEST);
    const text = (await readFile(taken, 'utf8').catch(absent)) ?? (await this.#takeNext());
    if (text === undefined) return;
    const request = toRequest(text);
    const answer = request === undefined ? DAMAGED : await this.#do(request);
    // The answer is there before the request goes: after a crash in between it is answered once more, and done once.
    const draft = join(this.#dataDir, `${RESTORE_ANSWER}.new`);
    await writeFile(draft, JSON.stringify(answer), { mode: 0o600 });
    await rename(draft, join(this.#dataDir, RESTORE_ANSWER));
    await rm(taken, { force: true });
  }

  /** Taken away under another name, so that a newer request that comes meanwhile is not lost with it. */
  async #takeNext(): Promise<string | undefined> {
    const taken = join(this.#dataDir, TAKEN_REQUEST);
    await rename(join(this.#dataDir, RESTORE_REQUEST), taken).catch(absent);
    return readFile(taken, 'utf8').catch(absent);
  }

  async #do(request: RestoreRequest): Promise<RestoreAnswer> {
    try {
      const { hash, hashBefore, since } = await this.#restore.restore(request);
      this.#log.warn({ policySet: hash, before: hashBefore }, 'a policy set was restored on the machine itself');
      return { id: request.id, ok: true, hash, hash_before: hashBefore ?? null, since: since.toISOString() };
    } catch (error) {
      if (isPassing(error)) throw error;
      this.#log.warn({ err: error, request: request.id }, 'a policy set could not be restored');
      return { id: request.id, ok: false, detail: describeRefusal(error) };
    }
  }
}

/** Files of the data directory, mode 0600. */
export const RESTORE_REQUEST = 'policy-restore-request.json';
export const RESTORE_ANSWER = 'policy-restore-answer.json';

/** The request that is being carried out. */
const TAKEN_REQUEST = 'policy-restore-taken.json';

/** What the command line reads. */
export type RestoreAnswer =
  | {
      readonly id: string;
      readonly ok: true;
      readonly hash: string;
      readonly hash_before: string | null;
      readonly since: string;
    }
  | { readonly id: string; readonly ok: false; readonly detail: string };

const DAMAGED: RestoreAnswer = { id: '', ok: false, detail: 'the request is damaged' };
const LOOK_MS = 750;

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** The database is away for now: the request can wait. */
function isPassing(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && (error.kind === 'unavailable' || error.kind === 'storage-full');
}

function toRequest(text: string): RestoreRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, hash, force } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || (hash !== undefined && (typeof hash !== 'string' || hash === ''))) return undefined;
  return { id, hash, isForced: force === true };
}
