import { Client } from 'pg';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { migrationsHash } from './migrations-hash.ts';
import { createDatabase, dropDatabase } from './postgres-cluster.ts';
import { silentLog } from './silent-log.ts';

/** The name of a database with the migrations of `folder`, to be cloned: made once for each server, by whoever is first. */
export async function migratedTemplate(adminUrl: string, folder: string): Promise<string> {
  const name = `template_${await migrationsHash(folder)}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // Test files run in several processes.
    await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1 and datistemplate', [name]);
    if (rowCount === 0) {
      await makeTemplate(adminUrl, name, folder);
      await admin.query(`alter database ${admin.escapeIdentifier(name)} with is_template true allow_connections false`);
    }
    return name;
  } finally {
    await admin.end();
  }
}

async function makeTemplate(adminUrl: string, name: string, folder: string): Promise<void> {
  await dropDatabase(adminUrl, name); // what a run that was killed left half done
  const databaseUrl = await createDatabase(adminUrl, name);
  const database = await openDatabase({ databaseUrl, dataDir: '', log: silentLog });
  try {
    await migrate(database.db, folder);
  } finally {
    await database.close();
  }
}
