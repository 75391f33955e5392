import { type Kysely, sql, type Transaction } from 'kysely';
import type { TimeWindow } from '../spectrum/time-window.ts';
import { lockInTransaction } from './advisory-lock.ts';
import { isMissingPartition } from './database-errors.ts';
import type { Database } from './schema.ts';

/*
 * Tables partitioned by range on a timestamptz, a partition a day (UTC), named `<table>_pYYYYMMDD`. Table names are
 * those of the database (snake_case).
 */

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

/** For each table, the instants of the rows that will be inserted. */
export type InsertTimes = Readonly<Record<string, readonly Date[]>>;

/**
 * Makes the partitions of `table` for every day that `window` touches, where they are missing. Safe in several
 * processes at once; readers and writers of the table go on meanwhile.
 * @throws RangeError for more than 400 days
 */
export async function ensurePartitions(db: Kysely<Database>, table: string, window: TimeWindow): Promise<void> {
  await ensureDays(db, table, daysOf(window));
}

/**
 * Runs `work`, which inserts rows with these times; if a row had no partition, makes what is missing and runs it again.
 * So `work` begins its own transaction, and nothing of its first run is left.
 * @throws Error when `db` is a transaction: the failed insert has spoiled it
 */
export async function withPartitions<T>(db: Kysely<Database>, times: InsertTimes, work: () => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('partitions are made on demand around a transaction, not inside one');
  try {
    return await work();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
  }
  for (const [table, instants] of Object.entries(times)) {
    await ensureDays(db, table, [...new Set(instants.map((instant) => startOfDay(instant.getTime())))]);
  }
  return work();
}

/** Drops the partitions of `table` that end at or before `before` and returns their names, oldest first. */
export async function dropPartitionsBefore(db: Kysely<Database>, table: string, before: Date): Promise<string[]> {
  return inTransaction(db, async (trx) => {
    await lockInTransaction(trx, lockName(table));
    // Dropping waits for whoever reads the table, and everybody else would wait behind it.
    await sql`set local lock_timeout = '3s'`.execute(trx);
    const names = (await partitionsOf(trx, table)).filter((name) => endOf(name) <= before.getTime()).sort();
    for (const name of names) await sql`drop table ${sql.table(name)}`.execute(trx);
    return names;
  });
}

/** Names of the partitions of `table`. */
export async function partitionsOf(db: Kysely<Database>, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits
    join pg_class child on child.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = to_regclass(${table})`.execute(db);
  return rows.map(({ name }) => name);
}

async function ensureDays(db: Kysely<Database>, table: string, days: readonly number[]): Promise<void> {
  if ((await missingDays(db, table, days)).length === 0) return;
  await inTransaction(db, async (trx) => {
    await lockInTransaction(trx, lockName(table));
    for (const day of await missingDays(trx, table, days)) await makePartition(trx, table, day);
  });
}

async function missingDays(db: Kysely<Database>, table: string, days: readonly number[]): Promise<readonly number[]> {
  const present = new Set(await partitionsOf(db, table));
  return days.filter((day) => !present.has(partitionName(table, day)));
}

/** Made apart and attached: `create table … partition of` would lock the whole table against everybody. */
async function makePartition(trx: Transaction<Database>, table: string, day: number): Promise<void> {
  const [parent, child] = [sql.id(table), sql.id(partitionName(table, day))];
  const [start, stop] = [day, day + DAY_MS].map((instant) => sql.lit(new Date(instant).toISOString()));
  await sql`create table ${child} (like ${parent} including all excluding identity)`.execute(trx);
  await sql`alter table ${parent} attach partition ${child} for values from (${start}) to (${stop})`.execute(trx);
}

async function inTransaction<T>(db: Kysely<Database>, work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  // Names are those of the database here, not Kysely's.
  const plain = db.withoutPlugins();
  return isTransaction(plain) ? work(plain) : plain.transaction().execute(work);
}

function isTransaction(db: Kysely<Database>): db is Transaction<Database> {
  return db.isTransaction;
}

function lockName(table: string): string {
  return `partitions of ${table}`;
}

function partitionName(table: string, day: number): string {
  return `${table}_p${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** Infinity for a table that was not made here: it is left alone. */
function endOf(name: string): number {
  const [, year, month, day] = /_p(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  return year === undefined ? Infinity : Date.UTC(Number(year), Number(month) - 1, Number(day)) + DAY_MS;
}

function startOfDay(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}

function daysOf({ start, stop }: TimeWindow): number[] {
  const first = startOfDay(start.getTime());
  const count = Math.ceil((stop.getTime() - first) / DAY_MS);
  if (!(count <= MOST_DAYS)) throw new RangeError(`partitions for ${count} days are more than ${MOST_DAYS}`);
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * DAY_MS);
}
