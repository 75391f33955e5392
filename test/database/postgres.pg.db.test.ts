import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../src/database/open-database.ts';
import { UnavailableError } from '../../src/errors.ts';
import { describeOnServer, describePostgres, openPlace } from '../support/databases.ts';
import { PostgresCluster } from '../support/postgres-cluster.ts';
import { silentLog } from '../support/silent-log.ts';

describeOnServer('a server that goes away', () => {
  let cluster: PostgresCluster;
  let database: OpenDatabase;

  beforeAll(async () => {
    cluster = await PostgresCluster.start();
    const databaseUrl = await cluster.createDatabase('fragile');
    database = await openDatabase({ databaseUrl, dataDir: '', log: silentLog });
  });

  afterAll(async () => {
    await database.close();
    await cluster.stop();
  });

  it('fails every use at once and is found again without a restart', async () => {
    const { db } = database;
    const heard: string[] = [];
    const { promise: woken, resolve: wake } = Promise.withResolvers<undefined>();
    await database.listen('news', (payload) => {
      heard.push(payload);
      if (payload === '') wake(undefined);
    });
    await sql`create table kept (n int)`.execute(db);
    const asleep = sql`select pg_sleep(60)`.execute(db);
    const transaction = db.transaction().execute(async (trx) => {
      await sql`insert into kept values (1)`.execute(trx);
      await cluster.halt();
      await sql`insert into kept values (2)`.execute(trx);
    });
    await expect(asleep).rejects.toThrow(UnavailableError);
    await expect(transaction).rejects.toThrow(UnavailableError);
    await expect(sql`select 1`.execute(db)).rejects.toThrow('the database cannot be reached');
    await expect(database.listen('late', () => undefined)).rejects.toThrow(UnavailableError);
    expect(await database.isUp()).toBe(false);

    await cluster.resume();
    expect((await sql`select n from kept`.execute(db)).rows).toEqual([]);
    expect(await database.isUp()).toBe(true);
    await woken;
    await sql`notify news, 'back'`.execute(db);
    await expect.poll(() => heard).toContain('back');
  });
});

describePostgres('a session on the server', (database) => {
  it('prepares a statement that comes again, and only once', async () => {
    const { db } = database();
    await db.connection().execute(async (session) => {
      for (let n = 0; n < 4; n += 1) await sql`select ${n}::int as again`.execute(session);
      const prepared = await sql`select statement from pg_prepared_statements where statement like '%as again'`.execute(
        session,
      );
      expect(prepared.rows).toHaveLength(1);
    });
  });

  it('gets over tables that another program has changed under its prepared statements', async () => {
    const { db } = database();
    await sql`create table changing (a int)`.execute(db);
    const read = () => sql`select * from changing where 0 = ${0}`.execute(db);
    for (let n = 0; n < 3; n += 1) await read();
    const other = await openPlace(database().place);
    await sql`alter table changing add b int`.execute(other.db);
    await other.close();
    await expect(read()).rejects.toThrow('the database has just been migrated');
    expect((await read()).rows).toEqual([]);
  });

  it('ends a statement that takes too long', async () => {
    const slow = database()
      .db.transaction()
      .execute(async (trx) => {
        await sql`set local statement_timeout = 50`.execute(trx);
        await sql`select pg_sleep(60)`.execute(trx);
      });
    await expect(slow).rejects.toThrow('the database took too long');
  });
});
