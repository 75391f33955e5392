import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { isMissingPartition } from '../../src/database/database-errors.ts';
import { dropPartitionsBefore, ensurePartitions, partitionsOf, withPartitions } from '../../src/database/partitions.ts';
import { describeEachDatabase } from '../support/databases.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

describeEachDatabase('daily partitions', (database) => {
  beforeEach(async () => {
    const { db } = database();
    await sql`drop table if exists sample_row`.execute(db);
    await sql`create table sample_row (at timestamptz not null, n int check (n < 10), body text default 'none',
      primary key (at, n)) partition by range (at)`.execute(db);
    await sql`create index on sample_row using brin (at)`.execute(db);
  });

  const insert = (at: Date, n = 1) => sql`insert into sample_row (at, n) values (${at}, ${n})`.execute(database().db);
  const present = async () => (await partitionsOf(database().db, 'sample_row')).sort();

  it('are made for every day that a window touches, in UTC', async () => {
    const window = { start: new Date('2026-11-20T23:59:59.999Z'), stop: new Date('2026-11-22T00:00:00.001Z') };
    await ensurePartitions(database().db, 'sample_row', window);
    expect(await present()).toEqual(['sample_row_p20261120', 'sample_row_p20261121', 'sample_row_p20261122']);
    await insert(new Date('2026-11-20T00:00:00Z'));
    await insert(new Date('2026-11-22T23:59:59.999Z'));
    await expect(insert(new Date('2026-11-23T00:00:00Z'))).rejects.toSatisfy(isMissingPartition);
  });

  it('are not made for the day at whose first instant a window stops', async () => {
    await ensurePartitions(database().db, 'sample_row', { start: day('2026-11-20'), stop: day('2026-11-21') });
    expect(await present()).toEqual(['sample_row_p20261120']);
  });

  it('are made once, however often they are asked for', async () => {
    const window = { start: day('2026-11-20'), stop: day('2026-11-25') };
    await Promise.all(Array.from({ length: 6 }, () => ensurePartitions(database().db, 'sample_row', window)));
    expect(await present()).toHaveLength(5);
  });

  it('have the defaults, constraints and indexes of their table', async () => {
    await ensurePartitions(database().db, 'sample_row', { start: day('2026-11-20'), stop: day('2026-11-21') });
    await insert(day('2026-11-20'));
    await expect(insert(day('2026-11-20'), 11)).rejects.toMatchObject({ code: '23514' });
    await expect(insert(day('2026-11-20'))).rejects.toMatchObject({ code: '23505' });
    expect((await sql`select body from sample_row`.execute(database().db)).rows).toEqual([{ body: 'none' }]);
    const { rows } = await sql`select count(*) from pg_inherits
      join pg_index on indexrelid = inhrelid where indrelid = 'sample_row_p20261120'::regclass`.execute(database().db);
    expect(rows).toEqual([{ count: 2 }]);
  });

  it('can be made inside a transaction, and vanish with it', async () => {
    const window = { start: day('2026-11-20'), stop: day('2026-11-21') };
    const undone = database()
      .db.transaction()
      .execute(async (trx) => {
        await ensurePartitions(trx, 'sample_row', window);
        throw new Error('undo');
      });
    await expect(undone).rejects.toThrow('undo');
    expect(await present()).toEqual([]);
  });

  it('refuse a window of centuries', async () => {
    const window = { start: day('2026-11-20'), stop: day('3026-11-20') };
    await expect(ensurePartitions(database().db, 'sample_row', window)).rejects.toThrow(RangeError);
  });

  describe('made on demand', () => {
    it('let an insert succeed at its second attempt', async () => {
      const at = new Date('2031-01-02T03:04:05Z');
      let attempts = 0;
      await withPartitions(database().db, { sample_row: [at] }, () => {
        attempts += 1;
        return insert(at);
      });
      expect(attempts).toBe(2);
      expect(await present()).toEqual(['sample_row_p20310102']);
      await withPartitions(database().db, { sample_row: [at] }, () => insert(at, 2));
    });

    it('do not hide another failure', async () => {
      const at = day('2031-01-02');
      const work = () => insert(at, 11);
      await expect(withPartitions(database().db, { sample_row: [at] }, work)).rejects.toMatchObject({ code: '23514' });
    });

    it('are refused inside a transaction', async () => {
      const inside = database()
        .db.transaction()
        .execute((trx) => withPartitions(trx, {}, () => Promise.resolve()));
      await expect(inside).rejects.toThrow('not inside one');
    });
  });

  it('are dropped when they end before an instant', async () => {
    const { db } = database();
    await ensurePartitions(db, 'sample_row', { start: day('2026-11-18'), stop: day('2026-11-22') });
    expect(await dropPartitionsBefore(db, 'sample_row', new Date('2026-11-20T12:00:00Z'))).toEqual([
      'sample_row_p20261118',
      'sample_row_p20261119',
    ]);
    expect(await present()).toEqual(['sample_row_p20261120', 'sample_row_p20261121']);
    expect(await dropPartitionsBefore(db, 'sample_row', day('2026-11-20'))).toEqual([]);
  });
});
