import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { ClearbandError, ConflictError } from '../errors.ts';
import { advisoryLockKey } from './advisory-lock.ts';
import type { Database } from './schema.ts';

/**
 * Brings the tables up to date with the migrations in `folder` (`NNNN-what-changes.ts`), all or none, and returns the
 * names of those it ran. Processes that start together take turns.
 * @throws {ConflictError} when the database holds migrations that the folder does not: it is newer than the program
 */
export async function migrate(db: Kysely<Database>, folder: string): Promise<readonly string[]> {
  const migrations = await loadMigrations(folder);
  return db
    .withoutPlugins()
    .connection()
    .execute((session) =>
      withoutTimeout(session, async () => {
        const key = advisoryLockKey('migrations');
        await sql`select pg_advisory_lock(${key}::bigint)`.execute(session);
        try {
          await assertNotNewer(session, Object.keys(migrations));
          return await runAll(session, migrations);
        } finally {
          await sql`select pg_advisory_unlock(${key}::bigint)`.execute(session);
        }
      }),
    );
}

/** The folder's migrations by name. @throws Error naming each file that is no migration and each number used twice. */
export async function loadMigrations(folder: string): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const migrations: Record<string, Migration> = {};
  const faults = findFaults(files);
  for (const file of files) {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    if (isMigration(module)) migrations[basename(file, '.ts')] = module;
    else faults.push(`\`${file}\` exports no function \`up\``);
  }
  if (faults.length > 0) throw new Error(`the migrations in \`${folder}\` are not in order: ${faults.join('; ')}`);
  return migrations;
}

function findFaults(files: readonly string[]): string[] {
  const misnamed = files.filter((file) => !/^\d{4}-[a-z0-9-]+\.ts$/.test(file));
  const repeated = files.filter((file, index) => index > 0 && files[index - 1]?.slice(0, 4) === file.slice(0, 4));
  return [
    ...misnamed.map((file) => `\`${file}\` is not named \`NNNN-what-changes.ts\``),
    ...repeated.map((file) => `\`${file}\` has the number of the one before it`),
  ];
}

function isMigration(module: unknown): module is Migration {
  return typeof module === 'object' && module !== null && 'up' in module && typeof module.up === 'function';
}

/** A migration, and the wait for another process's, may well take longer than any other statement. */
async function withoutTimeout<T>(session: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  const setting = await sql<{ before: string }>`select current_setting('statement_timeout') as before`.execute(session);
  const set = (value: string) => sql`select set_config('statement_timeout', ${value}, false)`.execute(session);
  await set('0');
  try {
    return await work();
  } finally {
    await set(setting.rows[0]?.before ?? '0');
  }
}

async function assertNotNewer(session: Kysely<Database>, known: readonly string[]): Promise<void> {
  const { rows: tables } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(session);
  if (tables[0]?.there !== true) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(session);
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `\`${name}\``).join(', ');
  throw new ConflictError(
    `the database is newer than this program, which does not know its migrations ${names}: use a newer program`,
  );
}

async function runAll(session: Kysely<Database>, migrations: Record<string, Migration>): Promise<readonly string[]> {
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  const { error, results = [] } = await new Migrator({ db: session, provider }).migrateToLatest();
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  if (error instanceof ClearbandError) throw error;
  const what = failed === undefined ? 'the migrations cannot be run' : `the migration \`${failed}\` failed`;
  throw new Error(`${what}; the database is as it was before`, { cause: error });
}
