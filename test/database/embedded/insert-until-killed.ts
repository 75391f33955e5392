/** Inserts 0, 1, 2, … into the embedded database of the directory it is given and prints each one once it is stored. */
import { sql } from 'kysely';
import { openDatabase } from '../../../src/database/open-database.ts';
import { silentLog } from '../../support/silent-log.ts';

const { db } = await openDatabase({ dataDir: process.argv[2] ?? '', log: silentLog });
await sql`create table stored (n int primary key)`.execute(db);
for (let n = 0; ; n += 1) {
  await sql`insert into stored values (${n})`.execute(db);
  process.stdout.write(`${n}\n`);
}
