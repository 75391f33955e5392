import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import {
  isExclusionViolation,
  isMissingPartition,
  isUniqueViolation,
  QueryError,
} from '../../src/database/database-errors.ts';
import { loadMigrations, migrate } from '../../src/database/migrate.ts';
import { describeEachDatabase, MIGRATIONS } from '../support/databases.ts';

const REFUSAL = 'the database was used inside a transaction';

describeEachDatabase('an open database', (database) => {
  it('has the tables that this program needs', async () => {
    expect(await migrate(database().db, MIGRATIONS)).toEqual([]);
    expect(Object.keys(await loadMigrations(MIGRATIONS))).toContain('0001-the-main-job');
  });

  describe('values', () => {
    it('come back as the same types from both databases', async () => {
      const { rows } = await sql`select
      9007199254740991::int8 as int8, array[1, null, 3]::int8[] as int8_array, 1.50::numeric as numeric,
      array[1.50, 2]::numeric[] as numeric_array, 0.1::float8 as float8, true as bool,
      '2026-11-20T10:00:00.123456Z'::timestamptz as instant,
      array['2026-11-20T10:00:00Z', null]::timestamptz[] as instants,
      '2026-11-20'::date as date, '2026-11-20 10:00'::timestamp as timestamp, '90 s'::interval as interval,
      '\\x00ff'::bytea as bytea, '{"a_b": [1, {"c_d": null}]}'::jsonb as jsonb, array['a,"b"', null]::text[] as texts,
      '[1,3)'::int8range as band, '{[1,3),[5,6)}'::int8multirange as bands,
      tstzrange('2026-11-20T10:00:00Z', '2026-11-20T10:00:01.5Z') as span, '7'::xid8 as xid,
      '018f0000-0000-7000-8000-000000000000'::uuid as uuid, null as nothing`.execute(database().db);
      expect(rows).toEqual([
        {
          int8: 9007199254740991,
          int8Array: [1, null, 3],
          numeric: '1.50',
          numericArray: ['1.50', '2'],
          float8: 0.1,
          bool: true,
          instant: new Date('2026-11-20T10:00:00.123Z'),
          instants: [new Date('2026-11-20T10:00:00Z'), null],
          date: '2026-11-20',
          timestamp: '2026-11-20 10:00:00',
          interval: 'PT1M30S',
          bytea: Buffer.from([0, 255]),
          jsonb: { a_b: [1, { c_d: null }] },
          texts: ['a,"b"', null],
          band: '[1,3)',
          bands: '{[1,3),[5,6)}',
          span: '["2026-11-20 10:00:00+00","2026-11-20 10:00:01.5+00")',
          xid: '7',
          uuid: '018f0000-0000-7000-8000-000000000000',
          nothing: null,
        },
      ]);
    });

    it('go in as they come out', async () => {
      const instant = new Date('2026-11-20T23:59:59.999Z');
      const { rows } = await sql`select ${instant}::timestamptz as instant, ${Buffer.from([1, 0])}::bytea as bytes,
      ${2 ** 53 - 1}::int8 as integer, ${['x', null]}::text[] as texts, ${[instant]}::timestamptz[] as instants,
      ${JSON.stringify([{ a_b: 1 }])}::jsonb as json`.execute(database().db);
      expect(rows).toEqual([
        {
          instant,
          bytes: Buffer.from([1, 0]),
          integer: 2 ** 53 - 1,
          texts: ['x', null],
          instants: [instant],
          json: [{ a_b: 1 }],
        },
      ]);
    });

    it('refuses an integer that a number cannot hold, and an instant that is none', async () => {
      await expect(sql`select 9007199254740993::int8`.execute(database().db)).rejects.toThrow(
        'the integer 9007199254740993 of the database is beyond 2^53',
      );
      await expect(sql`select 'infinity'::timestamptz`.execute(database().db)).rejects.toThrow('is not an instant');
      expect(await database().isUp()).toBe(true);
    });
  });

  describe('a transaction', () => {
    it('refuses the outer database at once instead of waiting for itself', async () => {
      const { db } = database();
      const used = db.transaction().execute(() => sql`select 1`.execute(db));
      await expect(used).rejects.toThrow(REFUSAL);
      const nested = db.transaction().execute(() => db.transaction().execute(() => Promise.resolve()));
      await expect(nested).rejects.toThrow(REFUSAL);
      const reserved = db.connection().execute(() => sql`select 1`.execute(db.withSchema('public')));
      await expect(reserved).rejects.toThrow(REFUSAL);
      const listening = db.transaction().execute(() => database().listen('channel', () => undefined));
      await expect(listening).rejects.toThrow(REFUSAL);
      expect(await database().isUp()).toBe(true);
    });

    it('lets work that outlives it use the database', async () => {
      const { db } = database();
      const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
      let later: Promise<unknown> | undefined;
      await db.transaction().execute((trx) => {
        later = ended.then(() => sql`select 1`.execute(db));
        return sql`select 1`.execute(trx);
      });
      end(undefined);
      await expect(later).resolves.toMatchObject({ rows: [{}] });
    });

    it('does not disturb statements that run beside it', async () => {
      const { db } = database();
      const inside = db.transaction().execute(async (trx) => {
        await turn();
        return sql`select 1 as one`.execute(trx);
      });
      const [first, second] = await Promise.all([inside, sql`select 2 as two`.execute(db)]);
      expect([first.rows, second.rows]).toEqual([[{ one: 1 }], [{ two: 2 }]]);
    });

    it('rolls back to a savepoint, and as a whole when it throws', async () => {
      const { db } = database();
      await sql`create table note (body text)`.execute(db);
      const trx = await db.startTransaction().execute();
      await sql`insert into note values ('kept')`.execute(trx);
      const saved = await trx.savepoint('before').execute();
      await sql`insert into note values ('undone')`.execute(saved);
      await (await saved.rollbackToSavepoint('before').execute()).commit().execute();
      const failed = db.transaction().execute(async (inner) => {
        await sql`insert into note values ('lost')`.execute(inner);
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect((await sql`select body from note`.execute(db)).rows).toEqual([{ body: 'kept' }]);
    });
  });

  describe('notifications', () => {
    it('reach every listener of their channel once their transaction has committed', async () => {
      const { db } = database();
      const [first, second, other]: [string[], string[], string[]] = [[], [], []];
      await database().listen('New things', (payload) => first.push(payload));
      const stop = await database().listen('New things', (payload) => second.push(payload));
      await database().listen('other', (payload) => other.push(payload));
      const notify = (payload: string) => sql`select pg_notify('New things', ${payload})`;
      await db.transaction().execute((trx) => notify('one').execute(trx));
      const undone = db.transaction().execute(async (trx) => {
        await notify('never').execute(trx);
        throw new Error('undo');
      });
      await expect(undone).rejects.toThrow('undo');
      await expect.poll(() => second).toEqual(['one']);
      await stop();
      await stop();
      await notify('two').execute(db);
      await expect.poll(() => first).toEqual(['one', 'two']);
      expect([second, other]).toEqual([['one'], []]);
    });
  });

  describe('a refused statement', () => {
    it('says which constraint refused it', async () => {
      const { db } = database();
      await sql`create table thing (name text constraint thing_name unique)`.execute(db);
      await sql`create table hour (span tstzrange, constraint hour_free exclude using gist (span with &&))`.execute(db);
      const twice = await failure(sql`insert into thing values ('a'), ('a')`.execute(db));
      expect(isUniqueViolation(twice)).toBe(true);
      expect(isUniqueViolation(twice, 'thing_name')).toBe(true);
      expect(isUniqueViolation(twice, 'other')).toBe(false);
      expect(isExclusionViolation(twice)).toBe(false);
      expect(twice).toMatchObject({ code: '23505', table: 'thing', constraint: 'thing_name' });
      const overlap = await failure(
        sql`insert into hour values (tstzrange('2026-01-01', '2026-01-03')), (tstzrange('2026-01-02', null))`.execute(
          db,
        ),
      );
      expect(isExclusionViolation(overlap, 'hour_free')).toBe(true);
    });

    it('tells a missing partition from a check that failed', async () => {
      const { db } = database();
      await sql`create table daily (at timestamptz) partition by range (at)`.execute(db);
      await sql`create table checked (n int constraint small check (n < 3))`.execute(db);
      expect(isMissingPartition(await failure(sql`insert into daily values (now())`.execute(db)))).toBe(true);
      expect(isMissingPartition(await failure(sql`insert into checked values (4)`.execute(db)))).toBe(false);
    });

    it('shows neither SQL nor values', async () => {
      const { db } = database();
      const error = await failure(sql`select * from secret_table where name = ${'hush'}`.execute(db));
      expect(error).toBeInstanceOf(QueryError);
      expect(String(error)).toBe('QueryError: the database refused a statement (42P01)');
    });
  });
});

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}
