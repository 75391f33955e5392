import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, PostgresCluster } from './postgres-cluster.ts';

const postgres = inject('postgres');

describe.skipIf('unavailable' in postgres)('a private PostgreSQL server', () => {
  it('gives every database its own copy of the template, extensions included', async () => {
    const { adminUrl } = available();
    const urls = await Promise.all(['copy_a', 'copy_b'].map((name) => createDatabase(adminUrl, name)));
    const [first = '', second = ''] = urls;
    await query(first, 'create table only_here (area geography(Polygon, 4326), exclude using gist (area with &&))');
    expect(await query(second, "select to_regclass('only_here') as found")).toEqual([{ found: null }]);
    expect(
      await query(second, "select extname from pg_extension where extname in ('postgis', 'btree_gist')"),
    ).toHaveLength(2);
    await Promise.all(['copy_a', 'copy_b'].map((name) => dropDatabase(adminUrl, name)));
    await expect(query(first, 'select 1')).rejects.toThrow('does not exist');
  });

  it('keeps what was committed over a crash, and comes back at the same address', async () => {
    await using cluster = await PostgresCluster.start();
    const url = await cluster.createDatabase('survivor');
    await query(url, 'create table kept as select 42 as answer');
    await cluster.halt();
    await expect(query(url, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await cluster.resume();
    expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('goes away, files and all, when the process that started it is killed', async () => {
    const script = `
      import { PostgresCluster } from '${new URL('postgres-cluster.ts', import.meta.url).href}';
      import pg from 'pg';
      const { adminUrl } = await PostgresCluster.start();
      const client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      const { rows } = await client.query('show data_directory');
      await client.end();
      process.stdout.write(JSON.stringify({ adminUrl, folder: rows[0].data_directory }));
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: process.cwd() });
    owner.stderr.pipe(process.stderr);
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const { adminUrl, folder } = JSON.parse(String(printed)) as { adminUrl: string; folder: string };
    expect(await query(adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    owner.kill('SIGKILL');
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
    await expect(query(adminUrl, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });
});

function available(): { adminUrl: string } {
  if ('unavailable' in postgres) throw new Error(postgres.unavailable);
  return postgres;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
