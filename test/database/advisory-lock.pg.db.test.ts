import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { advisoryLockKey, lockInTransaction } from '../../src/database/advisory-lock.ts';
import { describePostgres } from '../support/databases.ts';

describePostgres('a named advisory lock', (database) => {
  it('is held by one transaction until it ends', async () => {
    const { db } = database();
    const holder = await db.startTransaction().execute();
    await lockInTransaction(holder, 'the work');
    const attempt = async (name: string) => {
      const key = advisoryLockKey(name);
      const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${key}::bigint) as taken`.execute(db);
      return rows[0]?.taken;
    };
    expect(await attempt('the work')).toBe(false);
    expect(await attempt('other work')).toBe(true);
    await holder.commit().execute();
    expect(await attempt('the work')).toBe(true);
  });

  it('has the same key in every version of the program', () => {
    expect(advisoryLockKey('the work')).toBe('-7896693718274228608');
  });
});
