import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { EventLog } from '../../../events/event-log.ts';
import type { PolicyFault, PolicyFile, PolicySet } from '../../../policy/policy-set.ts';
import { readPolicyFiles } from '../../../policy-files.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../../../database/schema.ts';
import type { Clock } from '../../../spectrum/clock.ts';
import { applyDirectoryChanges, directoryChanges } from './directory-changes.ts';
import { SETTLE_MS, fingerprintOf, watchPolicyFiles } from './policy-directory.ts';
import { loadPolicies } from '../policy-loader.ts';
import type { PolicySetInForce, Proposal } from '../policy-set-in-force.ts';
import { summarise, superseded } from '../set-difference.ts';
import { type SetFailure, isSameFailure, toFailure } from '../set-failure.ts';
import type { StoredSet } from '../set-file.ts';

/**
 * Feeds the set in force from the policy directory: what changed there since it was last imported is taken over, whole
 * or not at all. A directory with a fault leaves the set before in force.
 */
export class PolicyDirectoryImport {
  readonly #parts: DirectoryParts;
  /** What is wrong with the directory as it was last read. */
  #faults: readonly PolicyFault[] = [];
  /** Those of them that the record of events has. */
  #told: readonly PolicyFault[] = [];
  /** Why the last step could not be done at all. */
  #failure: SetFailure | undefined;
  /** The directory has to be imported (again): what failed with the database away must not be forgotten. */
  #mustImport = true;
  /** Of the directory as it was last read. */
  #fingerprint: string | undefined;
  /** The set beside which the directory was refused: beside another one it may be good. */
  #refusedBeside: PolicySet | undefined;
  #step: Promise<void> | undefined;
  #stopWatching: (() => void) | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
  }

  /** What is wrong with the directory as it was last read. */
  get faults(): readonly PolicyFault[] {
    return this.#faults;
  }

  /** Why the directory can't be read or imported at all; undefined when it can. */
  get failure(): SetFailure | undefined {
    return this.#failure;
  }

  /** Imports what changed while nobody watched, and follows the directory from then on. */
  async start(): Promise<void> {
    await this.#look();
    const { directory, log } = this.#parts;
    this.#stopWatching = watchPolicyFiles(directory, {
      onChange: () => void this.#look(),
      onFailure: (error) => {
        log.warn({ err: error }, 'the policy directory is not watched: it is looked at every moment instead');
      },
    });
    this.#poll = setInterval(() => void this.#look(), LOOK_MS);
  }

  async stop(): Promise<void> {
    this.#stopWatching?.();
    clearInterval(this.#poll);
    await this.#step;
  }

  /** One look at a time; nothing depends on a watcher that tells of changes: it only makes this happen sooner. */
  #look(): Promise<void> {
    this.#step ??= this.#importIfChanged()
      .then(
        () => {
          this.#failure = undefined;
        },
        (error: unknown) => {
          const failure = toFailure('the policy directory could not be imported', error);
          if (!isSameFailure(failure, this.#failure))
            this.#parts.log.error({ err: error }, 'the policy directory could not be imported');
          this.#failure = failure;
        },
      )
      .finally(() => {
        this.#step = undefined;
      });
    return this.#step;
  }

  async #importIfChanged(): Promise<void> {
    const { directory } = this.#parts;
    if (!this.#mustImport && !this.#mayBeGoodNow()) {
      const now = await fingerprintOf(directory);
      if (now === this.#fingerprint) return;
      await delay(SETTLE_MS);
      // Somebody is still writing: the next look finds it done.
      if ((await fingerprintOf(directory)) !== now) return;
    }
    this.#mustImport = true;
    // Taken before it is read: what changes in between is read once more.
    this.#fingerprint = await fingerprintOf(directory);
    await this.#import(await readPolicyFiles(directory));
    this.#mustImport = false;
  }

  #mayBeGoodNow(): boolean {
    return this.#faults.length > 0 && this.#parts.policySet.current !== this.#refusedBeside;
  }

  async #import(files: readonly PolicyFile[]): Promise<void> {
    if (files.length === 0) {
      await this.#refuse([EMPTY]);
      return;
    }
    let faults: readonly PolicyFault[] = [];
    const taken = await this.#parts.policySet.change(async (now) => {
      const outcome = await proposeImport(now, files, this.#parts.policySet);
      faults = outcome.faults;
      return outcome.proposal;
    });
    if (faults.length > 0) {
      await this.#refuse(faults);
      return;
    }
    [this.#faults, this.#told] = [[], []];
    for (const warning of taken?.warnings ?? []) {
      this.#parts.log.warn({ warning: describeFault(warning) }, 'policy warning');
    }
  }

  async #refuse(faults: readonly PolicyFault[]): Promise<void> {
    const { policySet, db, events, clock, log } = this.#parts;
    this.#faults = faults;
    this.#refusedBeside = policySet.current;
    // Tried again beside another set, and refused for the same.
    if (isDeepStrictEqual(faults, this.#told)) return;
    const told = faults.map(describeFault);
    log.error({ faults: told }, 'the policy directory has faults; the set before stays in force');
    const body = { kind: 'policy.refused' as const, faults: told.slice(0, 50) };
    await events.append(db, [{ at: clock.now(), subject: {}, body }]);
    this.#told = faults;
  }
}

export interface DirectoryParts {
  readonly policySet: PolicySetInForce;
  readonly directory: string;
  readonly db: Kysely<Database>;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the set becomes with what changed in the directory, or what keeps it from becoming that. */
async function proposeImport(
  now: StoredSet | undefined,
  directoryFiles: readonly PolicyFile[],
  { inForce }: PolicySetInForce,
): Promise<{ readonly proposal?: Proposal; readonly faults: readonly PolicyFault[] }> {
  const changes = directoryChanges(now?.directoryFiles, directoryFiles);
  if (changes === undefined) return { faults: [] };
  const files = applyDirectoryChanges(now?.files ?? [], changes);
  const loaded = await loadPolicies(files);
  if (!loaded.ok) return { faults: loaded.faults };
  const { set, warnings } = loaded;
  const lost = inForce && superseded({ set: inForce.set, files: inForce.stored.files }, { set, files });
  const summary = { ...(await summarise(inForce?.set, set)), ...(lost?.length && { superseded: lost }) };
  const cause = { kind: 'import', setBy: 'directory' } as const;
  return { proposal: { set, files, directoryFiles, warnings, cause, summary }, faults: [] };
}

/** How long a change of a directory that can't be watched may go unnoticed. */
const LOOK_MS = 750;

/** An empty directory is a mount that failed or a slip of the hand, never a regulator's wish. */
const EMPTY: PolicyFault = { code: 'no-policy-file', detail: 'it holds no policy file', path: '', pointer: '#' };

/** `path:line:column`, or the pointer where there is no line. */
export function placeOfFault({ path, line, column, pointer }: PolicyFault): string {
  if (path === '') return '';
  return `${path}${line === undefined ? pointer : `:${line}:${column ?? 1}`}`;
}

function describeFault(fault: PolicyFault): string {
  return `${placeOfFault(fault)} ${fault.detail}`.trim();
}
