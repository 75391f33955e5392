import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Clock } from '../spectrum/clock.ts';

/** The secret that seals page cursors: the same for every process of this installation, made by the first. */
export async function cursorSecret(db: Kysely<Database>, clock: Clock): Promise<Buffer> {
  await db
    .insertInto('installation')
    .values({ cursorSecret: randomBytes(32), createdAt: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('installation').select('cursorSecret').executeTakeFirstOrThrow();
  return row.cursorSecret;
}
