import { type Kysely, sql } from 'kysely';

/**
 * The set in force has two sources, the policy directory and the API: it keeps its own files, each with where it came
 * from, and what the directory held when it was last imported, so that only what changed there since is taken over. A
 * revision counts its changes, so that nobody's change is lost; the history tells of each.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...IN_FORCE, ...HISTORY]) await sql.raw(statement).execute(db);
}

const IN_FORCE = [
  `alter table policy_set_in_force
    add column revision        bigint not null default 1,
    add column files           jsonb,              -- [{ path, text, origin: 'directory' | 'api' }]
    add column directory_files jsonb               -- [{ path, text }] as last imported; null before the first import`,
  // Until now all of it came from the directory.
  `update policy_set_in_force in_force
    set directory_files = kept.files,
        files = (select coalesce(jsonb_agg(file || '{"origin": "directory"}'), '[]') from jsonb_array_elements(kept.files) file)
    from policy_set kept where kept.hash = in_force.hash`,
  `alter table policy_set_in_force alter column files set not null`,
];

const HISTORY = [
  // A change that leaves the meaning as it was (another spelling, another file) has no row.
  `create table policy_set_change (
    revision          bigint primary key,          -- the set's, since this change
    at                timestamptz not null,
    hash              text not null references policy_set (hash),
    hash_before       text references policy_set (hash),
    kind              text not null check (kind in ('import', 'install', 'replace', 'withdraw', 'restore')),
    set_by            text not null,               -- <Element>:<user>, directory or restore
    forced            boolean not null default false,
    restored_revision bigint,                      -- of a restore: the change whose set came back
    request_id        text unique,                 -- of a restore: the request it carried out, so that it is done once
    summary           jsonb not null
  )`,
  `insert into policy_set_change (revision, at, hash, kind, set_by, summary)
    select revision, since, hash, 'import', set_by, '{"added": [], "changed": [], "withdrawn": []}' from policy_set_in_force`,
];
