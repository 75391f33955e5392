import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMigrations, migrate } from '../../src/database/migrate.ts';
import type { Database } from '../../src/database/schema.ts';
import { ConflictError } from '../../src/errors.ts';
import { describeEachDatabase, describePostgres, openPlace } from '../support/databases.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-migrations-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describeEachDatabase('migrations', (database) => {
  beforeEach(() => forget(database().db));

  it('run once, in order', async () => {
    await write('0002-second', 'create table second (id int references first (id))');
    await write('0001-first', 'create table first (id int primary key)');
    expect(await migrate(database().db, folder)).toEqual(['0001-first', '0002-second']);
    expect(await migrate(database().db, folder)).toEqual([]);
  });

  it('change nothing when one of them fails', async () => {
    await write('0001-first', 'create table first (id int primary key)');
    await write('0002-second', 'create table second (id nonsense)');
    await expect(migrate(database().db, folder)).rejects.toThrow('the migration `0002-second` failed');
    expect(await tables()).toEqual([null, null]);
    await rm(join(folder, '0002-second.ts'));
    expect(await migrate(database().db, folder)).toEqual(['0001-first']);
  });

  it('are refused by a database that is newer than the program', async () => {
    await write('0001-first', 'create table first (id int primary key)');
    await write('0002-second', 'create table second (id int)');
    await migrate(database().db, folder);
    await rm(join(folder, '0002-second.ts'));
    const older = migrate(database().db, folder);
    await expect(older).rejects.toThrow(ConflictError);
    await expect(older).rejects.toThrow('the database is newer than this program');
    await expect(older).rejects.toThrow('`0002-second`');
  });

  const tables = async () => {
    const { rows } = await sql<{ first: string | null; second: string | null }>`
        select to_regclass('first') as first, to_regclass('second') as second`.execute(database().db);
    return rows.flatMap(({ first, second }) => [first, second]);
  };
});

describePostgres('two programs that start at once', (database) => {
  it('migrate one after the other', async () => {
    await forget(database().db);
    await write('0001-first', 'create table first (id int primary key)');
    await using other = await openedAgain();
    const ran = await Promise.all([database().db, other.db].map((db) => migrate(db, folder)));
    expect(ran.flat()).toEqual(['0001-first']);
  });

  const openedAgain = async () => {
    const opened = await openPlace(database().place);
    return { db: opened.db, [Symbol.asyncDispose]: () => opened.close() };
  };
});

describe('a folder of migrations', () => {
  it('is refused with every fault that it has', async () => {
    await write('0001-first', 'select 1');
    await write('0001-also-first', 'select 1');
    await write('Second', 'select 1');
    await writeFile(join(folder, '0003-empty.ts'), 'export {};');
    const refused = loadMigrations(folder);
    await expect(refused).rejects.toThrow('`0001-first.ts` has the number of the one before it');
    await expect(refused).rejects.toThrow('`Second.ts` is not named');
    await expect(refused).rejects.toThrow('`0003-empty.ts` exports no function `up`');
  });
});

/** As if nothing had been migrated: the program's own tables do not disturb. */
async function forget(db: Kysely<Database>): Promise<void> {
  await sql`drop table if exists kysely_migration, kysely_migration_lock, first, second`.execute(db);
}

/** Migrations of their own cannot import packages from a temporary folder: the statement is handed over whole. */
async function write(name: string, statement: string): Promise<void> {
  await writeFile(
    join(folder, `${name}.ts`),
    `export async function up(db: { executeQuery(query: unknown): Promise<unknown> }): Promise<void> {
      await db.executeQuery({ sql: ${JSON.stringify(statement)}, parameters: [], query: { kind: 'RawNode', sqlFragments: [${JSON.stringify(statement)}], parameters: [] }, queryId: { queryId: 'q' } });
    }\n`,
  );
}
