import { type Kysely, sql } from 'kysely';

/**
 * Decisions are looked for: newest first, by who asked, by what was asked for, by the statement that decided, and the
 * denials alone. They also keep what a permit imposed, so that a kept decision can be compared whole when it is made again;
 * and entries keep what of it may be told.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table decision add column settings jsonb`, // null for denials, and for reads of many resources
  `alter table schedule_entry add column told_settings jsonb`, // null where all of `settings` may be told
  // In order of time, as pages are; decisions of one instant are few, and sorted by id when they are read.
  `create index decision_actor on decision (actor, at)`,
  `create index decision_resource on decision (resource, at) where resource is not null`,
  `create index decision_denied on decision (at) where outcome = 'Deny'`,
  `create index decision_statements on decision using gin (statements)`,
];
