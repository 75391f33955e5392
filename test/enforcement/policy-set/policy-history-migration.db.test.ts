import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { loadMigrations } from '../../../src/database/migrate.ts';
import { MIGRATIONS, describeEachDatabase } from '../../support/databases.ts';

const FILES = '[{"path": "a.json", "text": "{}"}]';

describeEachDatabase('an installation that had a policy set before there was a history', (database) => {
  it('keeps it in force, as what its directory held', async () => {
    const { '0002-policy-history': migration } = await loadMigrations(MIGRATIONS);
    const outcome = await database()
      .db.transaction()
      .execute(async (trx) => {
        await sql`create schema before`.execute(trx);
        await sql`set local search_path to before, public`.execute(trx);
        await sql`create table policy_set (hash text primary key, files jsonb not null, created_at timestamptz not null)`.execute(
          trx,
        );
        await sql`create table policy_set_in_force (
          only_row boolean primary key default true, hash text not null, since timestamptz not null, set_by text not null
        )`.execute(trx);
        await sql`insert into policy_set values ('h', ${FILES}::jsonb, '2026-11-20T12:00:00Z')`.execute(trx);
        await sql`insert into policy_set_in_force values (true, 'h', '2026-11-20T12:00:00Z', 'directory')`.execute(trx);
        await migration?.up(trx.withoutPlugins());
        const { rows } = await sql`select revision, files, directory_files from policy_set_in_force`.execute(trx);
        const { rows: history } = await sql`select revision, hash, kind, set_by from policy_set_change`.execute(trx);
        return { rows, history };
      });
    expect(outcome).toEqual({
      rows: [
        {
          revision: 1,
          files: [{ path: 'a.json', text: '{}', origin: 'directory' }],
          directoryFiles: JSON.parse(FILES) as unknown,
        },
      ],
      history: [{ revision: 1, hash: 'h', kind: 'import', setBy: 'directory' }],
    });
  });
});
