import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, PolicySetChangeTable } from '../../database/schema.ts';
import type { PolicyFile } from '../../policy/policy-set.ts';
import type { Page, PageRequest } from '../../spectrum/page.ts';
import type { ChangeCause, ChangeSummary, SetChange, SetFile, StoredSet } from './set-file.ts';

/** A notification wakes the other processes up; nothing depends on it arriving. */
export const POLICY_SET_CHANNEL = 'clearband_policy_set';

/** Every set that ever was in force, the one that is, and what changed when. */
export class PolicySetRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async revision(): Promise<number | undefined> {
    return (await this.#db.selectFrom('policySetInForce').select('revision').executeTakeFirst())?.revision;
  }

  async inForce(): Promise<StoredSet | undefined> {
    const row = await this.#db
      .selectFrom('policySetInForce')
      .select(['revision', 'hash', 'since', 'setBy', 'files', 'directoryFiles'])
      .executeTakeFirst();
    return row && { ...row, directoryFiles: row.directoryFiles ?? undefined };
  }

  /** The files of any set that was in force; of several spellings that mean the same, the first. */
  async filesOf(hash: string): Promise<readonly SetFile[] | undefined> {
    const row = await this.#db.selectFrom('policySet').select('files').where('hash', '=', hash).executeTakeFirst();
    return row?.files.map((file) => ({ ...file, origin: file.origin ?? 'directory' }));
  }

  /** The hashes of kept sets that begin with `prefix`, at most two: enough to know that it names one. */
  async hashesFrom(prefix: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('policySet')
      .select('hash')
      .where(sql<boolean>`starts_with(hash, ${prefix})`)
      .limit(2)
      .execute();
    return rows.map(({ hash }) => hash);
  }

  /** Puts `set` in force; those before stay, so that any kept decision can be reproduced. */
  async install(
    set: Omit<StoredSet, 'directoryFiles'> & { readonly directoryFiles: readonly PolicyFile[] | undefined },
  ) {
    const files = JSON.stringify(set.files);
    await this.#db
      .insertInto('policySet')
      .values({ hash: set.hash, files, createdAt: set.since })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = {
      hash: set.hash,
      since: set.since,
      setBy: set.setBy,
      revision: set.revision,
      files,
      directoryFiles: set.directoryFiles === undefined ? null : JSON.stringify(set.directoryFiles),
    };
    await this.#db
      .insertInto('policySetInForce')
      .values(row)
      .onConflict((conflict) => conflict.column('onlyRow').doUpdateSet(row))
      .execute();
    await sql`select pg_notify(${POLICY_SET_CHANNEL}, '')`.execute(this.#db);
  }

  async tell(change: SetChange): Promise<void> {
    await this.#db
      .insertInto('policySetChange')
      .values({
        ...change,
        hashBefore: change.hashBefore ?? null,
        restoredRevision: change.restoredRevision ?? null,
        requestId: change.requestId ?? null,
        summary: JSON.stringify(change.summary),
      })
      .execute();
  }

  /** The history, newest first. */
  async history({ limit, afterId }: PageRequest): Promise<Page<SetChange>> {
    const rows = await this.#db
      .selectFrom('policySetChange')
      .selectAll()
      .$if(afterId !== undefined, (query) => query.where('revision', '<', Number(afterId)))
      .orderBy('revision', 'desc')
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit).map(toChange);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return last === undefined ? { items } : { items, nextAfterId: String(last.revision) };
  }

  /** The change that carried out the restore request `requestId`. */
  async changeFor(requestId: string): Promise<SetChange | undefined> {
    const row = await this.#db
      .selectFrom('policySetChange')
      .selectAll()
      .where('requestId', '=', requestId)
      .executeTakeFirst();
    return row && toChange(row);
  }

  /** The latest change that put the set `hash` in force. */
  async latestChangeTo(hash: string): Promise<SetChange | undefined> {
    const row = await this.#db
      .selectFrom('policySetChange')
      .selectAll()
      .where('hash', '=', hash)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && toChange(row);
  }

  /** The latest change at or before `revision`. */
  async changeAt(revision: number): Promise<SetChange | undefined> {
    const row = await this.#db
      .selectFrom('policySetChange')
      .selectAll()
      .where('revision', '<=', revision)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && toChange(row);
  }
}

function toChange(row: Selectable<PolicySetChangeTable>): SetChange {
  const { kind, setBy } = row;
  const cause: ChangeCause = { kind, setBy };
  return {
    ...cause,
    revision: row.revision,
    at: row.at,
    hash: row.hash,
    hashBefore: row.hashBefore ?? undefined,
    forced: row.forced,
    ...(row.restoredRevision !== null && { restoredRevision: row.restoredRevision }),
    ...(row.requestId !== null && { requestId: row.requestId }),
    // INVARIANT: only `tell` writes summaries, so what is read back is a ChangeSummary.
    summary: row.summary as ChangeSummary,
  };
}
