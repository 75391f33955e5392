import { type Kysely, sql } from 'kysely';

/**
 * What follows a change of the policies. Fences are numbered for the whole installation, so that a sensor can tell an
 * older one from whichever process it comes. A live task remembers the set under which it was decided last, so that after
 * a change, or a crash in the middle of one, those that still have to be decided again are found. An observation keeps
 * for how long policy lets it be stored.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table fence_serial (
    only_row boolean primary key default true check (only_row),
    last     bigint not null                     -- at least the microseconds since 1970 when it was taken
  )`,
  `alter table task add column decided_under text not null default ''`, // hash of a policy set; empty: none yet
  `create index task_decided_under on task (decided_under)
    where state in ('planned', 'dispatched', 'accepted', 'running')`,
  `alter table observation add column max_storage_seconds double precision`, // null: policy sets no limit
];
