import { createHash } from 'node:crypto';
import { type Kysely, type Transaction, sql } from 'kysely';
import type { Database } from './schema.ts';

/** The key of a named advisory lock: 64 bits of SHA-256 as a signed decimal, the same in every process and version. */
export function advisoryLockKey(name: string): string {
  return createHash('sha256').update(`clearband:${name}`).digest().readBigInt64BE().toString();
}

/** Waits for the lock `name`, which `trx` then holds until it ends. */
export async function lockInTransaction(trx: Transaction<Database>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLockKey(name)}::bigint)`.execute(trx);
}

/** Waits for all the locks `names`, in an order that every process takes them in; `trx` holds them until it ends. */
export async function lockAllInTransaction<DB>(trx: Kysely<DB>, names: readonly string[]): Promise<void> {
  const keys = [...new Set(names.map(advisoryLockKey))].sort();
  await sql`select pg_advisory_xact_lock(key) from unnest(${keys}::bigint[]) as key`.execute(trx);
}
