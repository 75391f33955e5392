import type { Kysely, Transaction } from 'kysely';
import { lockInTransaction } from '../../database/advisory-lock.ts';
import type { Database } from '../../database/schema.ts';
import type { EventLog } from '../../events/event-log.ts';
import type { PolicyFile, PolicySet } from '../../policy/policy-set.ts';
import { PolicySetRepository } from './policy-set-repository.ts';
import type { ChangeCause, ChangeSummary, SetFile, StoredSet } from './set-file.ts';

/** A set that is to take the place of the one in force. */
export interface NextSet {
  readonly set: PolicySet;
  readonly files: readonly SetFile[];
  /** What the directory holds, where it was imported; absent: as it was. */
  readonly directoryFiles?: readonly PolicyFile[];
  readonly cause: ChangeCause;
  readonly summary: ChangeSummary;
  /** Stores what belongs to the change within its transaction: both are there after a crash, or neither. */
  readonly keep?: (transaction: Transaction<Database>) => Promise<void>;
}

/** What makes changes durable and tells of them. */
export interface StoreParts {
  readonly db: Kysely<Database>;
  readonly events: EventLog;
}

/**
 * Puts `next` in force if `before` still is what is stored; undefined when another process was first, and then nothing
 * was changed. Set, history, event and decisions are stored together.
 */
export async function storeNext(
  { db, events }: StoreParts,
  before: StoredSet | undefined,
  { next, at }: { readonly next: NextSet; readonly at: Date },
): Promise<StoredSet | undefined> {
  const { set, files, cause, summary, keep } = next;
  return db.transaction().execute(async (transaction) => {
    await lockInTransaction(transaction, 'policy-set');
    const repository = new PolicySetRepository(transaction);
    if ((await repository.revision()) !== before?.revision) return undefined;
    const isNew = set.hash !== before?.hash;
    const stored: StoredSet = {
      revision: (before?.revision ?? 0) + 1,
      hash: set.hash,
      // What only is written differently has been in force since it came to mean this.
      since: isNew ? at : before.since,
      setBy: isNew ? cause.setBy : before.setBy,
      files,
      directoryFiles: next.directoryFiles ?? before?.directoryFiles,
    };
    await repository.install(stored);
    await keep?.(transaction);
    if (!isNew) return stored;
    const { revision, hash } = stored;
    await repository.tell({ forced: false, ...cause, revision, hash, hashBefore: before?.hash, at, summary });
    const body = { kind: 'policy.in-force' as const, hash, set_by: cause.setBy };
    await events.append(transaction, [{ at, subject: {}, body }]);
    return stored;
  });
}
