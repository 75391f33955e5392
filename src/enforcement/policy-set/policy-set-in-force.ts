import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { lockInTransaction } from '../../database/advisory-lock.ts';
import type { Database } from '../../database/schema.ts';
import type { EventLog } from '../../events/event-log.ts';
import { type PolicyFault, type PolicySet, loadPolicySet } from '../../policy/policy-set.ts';
import { readPolicyFiles } from '../../policy-files.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { SETTLE_MS, fingerprintOf, watchPolicyFiles } from './policy-directory.ts';
import { type PolicyFile, PolicySetRepository } from './policy-set-repository.ts';

/**
 * The policy set that every decision is made under: one row in the database, fed from a directory, whole or not at all.
 * A directory with a fault leaves the set before in force; without any good set there is none, and everything is denied.
 */
export class PolicySetInForce {
  readonly #parts: PolicySetParts;
  readonly #listeners: (() => Promise<void>)[] = [];
  #current: PolicySet | undefined;
  /** What is wrong with the directory as it was last read. */
  #problem: string | undefined;
  /** Why the last step could not be done at all. */
  #failure: string | undefined;
  /** The directory has to be imported (again): what failed with the database away must not be forgotten. */
  #mustImport = false;
  /** Of the directory as it was last read. */
  #fingerprint: string | undefined;
  #stopWatching: (() => void) | undefined;
  #poll: NodeJS.Timeout | undefined;
  /** One step at a time: imports and reloads never overlap. */
  #work: Promise<void> = Promise.resolve();

  constructor(parts: PolicySetParts) {
    this.#parts = parts;
  }

  get current(): PolicySet | undefined {
    return this.#current;
  }

  /** Calls `listener` after every change of the set. */
  onChange(listener: () => Promise<void>): void {
    this.#listeners.push(listener);
  }

  /** What is wrong with the directory or the set, for readiness; undefined when all is well. */
  get problem(): string | undefined {
    const missing = this.#current === undefined ? 'no policy set was loaded yet' : undefined;
    return this.#failure ?? this.#problem ?? missing;
  }

  async start(): Promise<void> {
    await this.#do(() => this.#reload());
    await this.#do(() => this.#import());
    this.#stopWatching = watchPolicyFiles(this.#parts.directory, {
      onChange: () => void this.#do(() => this.#importIfChanged()),
      onFailure: (error) => {
        this.#parts.log.warn(
          { err: error },
          'the policy directory is not watched: it is looked at every moment instead',
        );
      },
    });
    this.#poll = setInterval(() => {
      void this.#do(async () => {
        await this.#followOthers();
        await this.#importIfChanged();
      });
    }, FOLLOW_MS);
  }

  async stop(): Promise<void> {
    this.#stopWatching?.();
    clearInterval(this.#poll);
    await this.#work;
  }

  #do(step: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(step).then(
      () => {
        this.#failure = undefined;
      },
      (error: unknown) => {
        const failure = `the policy set could not be read: ${error instanceof Error ? error.message : 'unknown failure'}`;
        // Tried again every moment: one line says it.
        if (failure !== this.#failure) this.#parts.log.error({ err: error }, 'the policy set could not be read');
        this.#failure = failure;
      },
    );
    return this.#work;
  }

  /** Nothing depends on a watcher that tells of changes: it only makes this happen sooner. */
  async #importIfChanged(): Promise<void> {
    const { directory } = this.#parts;
    if (!this.#mustImport) {
      const now = await fingerprintOf(directory);
      if (now === this.#fingerprint) return;
      await delay(SETTLE_MS);
      // Somebody is still writing: the next look finds it done.
      if ((await fingerprintOf(directory)) !== now) return;
    }
    await this.#import();
  }

  async #import(): Promise<void> {
    const { directory, log, clock } = this.#parts;
    this.#mustImport = true;
    // Taken before it is read: what changes in between is read once more.
    this.#fingerprint = await fingerprintOf(directory);
    const files = await readPolicyFiles(directory);
    const loaded = loadPolicySet(files);
    // An empty directory is a mount that failed or a slip of the hand, never a regulator's wish.
    const faults = files.length === 0 ? ['it holds no policy file'] : loaded.ok ? [] : loaded.faults.map(describeFault);
    if (!loaded.ok || faults.length > 0) {
      const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
      this.#problem = `the policy directory has ${count}, the set before stays in force: ${faults.slice(0, 5).join('; ')}`;
      log.error({ faults }, 'the policy directory has faults; the set before stays in force');
      await this.#tell({ kind: 'policy.refused', faults: faults.slice(0, 50) });
      this.#mustImport = false;
      return;
    }
    for (const warning of loaded.warnings) log.warn({ warning: describeFault(warning) }, 'policy warning');
    if (loaded.set.hash !== this.#current?.hash) await this.#install(loaded.set, files, clock.now());
    this.#problem = undefined;
    this.#mustImport = false;
  }

  async #install(set: PolicySet, files: readonly PolicyFile[], at: Date): Promise<void> {
    await this.#parts.db.transaction().execute(async (transaction) => {
      await lockInTransaction(transaction, 'policy-set');
      await new PolicySetRepository(transaction).install({ hash: set.hash, files }, { setBy: 'directory', at });
      await this.#parts.events.append(transaction, [
        { at, subject: {}, body: { kind: 'policy.in-force', hash: set.hash } },
      ]);
    });
    this.#take(set);
  }

  /** Another process may have put another set in force. */
  async #followOthers(): Promise<void> {
    const hash = await new PolicySetRepository(this.#parts.db).hashInForce();
    if (hash !== undefined && hash !== this.#current?.hash) await this.#reload();
  }

  async #reload(): Promise<void> {
    const stored = await new PolicySetRepository(this.#parts.db).inForce();
    if (stored === undefined) return;
    const loaded = loadPolicySet(stored.files);
    if (!loaded.ok) throw new Error(`the stored policy set \`${stored.hash}\` can't be read by this program`);
    this.#take(loaded.set);
  }

  #take(set: PolicySet): void {
    this.#current = set;
    this.#parts.log.info({ policySet: set.hash }, 'policy set in force');
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      listener().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'a step after a change of the policy set failed');
      });
    }
  }

  async #tell(body: { readonly kind: 'policy.refused'; readonly faults: readonly string[] }): Promise<void> {
    await this.#parts.events.append(this.#parts.db, [{ at: this.#parts.clock.now(), subject: {}, body }]);
  }
}

export interface PolicySetParts {
  readonly db: Kysely<Database>;
  readonly directory: string;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How long another process's change, or one of a directory that can't be watched, may go unnoticed. */
const FOLLOW_MS = 750;

function describeFault({ path, line, column, pointer, detail }: PolicyFault): string {
  const where = line === undefined ? pointer : `:${line}:${column ?? 1}`;
  return `${path}${where} ${detail}`;
}
