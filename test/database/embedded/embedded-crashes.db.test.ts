import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/database/open-database.ts';
import type { Database } from '../../../src/database/schema.ts';
import { ConflictError, StorageFullError, UnavailableError } from '../../../src/errors.ts';
import { describeEmbeddedDatabase, makeEmbedded, openPlace } from '../../support/databases.ts';
import { silentLog } from '../../support/silent-log.ts';

describe('a program that is killed', () => {
  it('loses no row that it was told is stored, and leaves the directory usable', async () => {
    const place = await makeEmbedded();
    const script = join(import.meta.dirname, 'insert-until-killed.ts');
    const child = spawn(process.execPath, [script, place.dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    let stored = -1;
    for await (const line of createInterface(child.stdout)) {
      stored = Number(line);
      if (stored === 300) child.kill('SIGKILL');
    }
    await exit;
    const database = await openPlace(place);
    const { rows } = await sql<{ n: number }>`select n from stored order by n`.execute(database.db);
    // The last one may have been stored without having been printed.
    expect(rows.length).toBeGreaterThan(stored);
    expect(rows.map(({ n }) => n)).toEqual(rows.map((_row, index) => index));
    await database.close();
    await place.remove();
  });
});

describeEmbeddedDatabase('the embedded database', (database) => {
  it('is refused to a second user of its directory', async () => {
    const { dataDir } = database().place;
    const second = openDatabase({ dataDir, log: silentLog });
    await expect(second).rejects.toThrow(ConflictError);
  });

  it('comes back by itself after its thread has panicked', async () => {
    const { db, place } = database();
    const heard: string[] = [];
    await database().listen('news', (payload) => heard.push(payload));
    await sql`create table kept as select 1 as n`.execute(db);
    const log = join(place.dataDir, 'database', 'pg_wal');
    // Without its log PostgreSQL cannot go on: it panics, as it also does on a disk that is full.
    await rename(log, `${log}.aside`);
    await writeFile(log, '');
    const [first, second] = await Promise.allSettled([sql`checkpoint`.execute(db), sql`select 1`.execute(db)]);
    await rm(log, { recursive: true, force: true });
    await rename(`${log}.aside`, log);
    expect(first.status).toBe('rejected');
    expect(second.status === 'fulfilled' || second.reason instanceof UnavailableError).toBe(true);
    await expect.poll(() => database().isUp(), { timeout: 20_000 }).toBe(true);
    expect((await sql`select n from kept`.execute(db)).rows).toEqual([{ n: 1 }]);
    await sql`notify news, 'back'`.execute(db);
    expect(heard).toContain('back');
  });
});

describe('a full disk', () => {
  it('refuses what does not fit, loses nothing, and is used again when there is room', async ({ skip }) => {
    const disk = mkdtempSync(join(tmpdir(), 'clearband-disk-'));
    const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
    const place = await makeEmbedded();
    try {
      if (!mount('size=80m')) skip('only root may make a small disk');
      await cp(place.dataDir, disk, { recursive: true });
      const database = await openDatabase({ dataDir: disk, log: silentLog });
      const { db } = database;
      await sql`create table blob (n int, bytes bytea)`.execute(db);
      await sql`alter table blob alter bytes set storage external`.execute(db);
      const stored = await insertUntilFull(db);
      expect(stored).toBeGreaterThan(0);
      // Where the last insert did not do it already, the database panics now, which costs it its thread.
      await expect(sql`checkpoint`.execute(db)).rejects.toThrow(StorageFullError);
      await expect(sql`checkpoint`.execute(db)).rejects.toThrow(StorageFullError);
      mount('remount,size=200m');
      await expect.poll(() => countBlobs(db).catch(() => undefined), { timeout: 20_000 }).toBe(stored);
      await sql`insert into blob values (-1, null)`.execute(db);
      await database.close();
    } finally {
      spawnSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true });
      await place.remove();
    }
  });
});

/** Returns how many blobs of a megabyte were stored before there was no room left. */
async function insertUntilFull(db: Kysely<Database>): Promise<number> {
  for (let n = 0; ; n += 1) {
    try {
      await sql`insert into blob values (${n}, ${Buffer.alloc(1_000_000, 7)})`.execute(db);
    } catch (error) {
      expect(error).toBeInstanceOf(StorageFullError);
      return n;
    }
  }
}

async function countBlobs(db: Kysely<Database>): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from blob`.execute(db);
  return rows[0]?.count;
}
