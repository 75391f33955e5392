import { Client } from 'pg';
import { PostgresCluster } from '../../test/support/postgres-cluster.ts';

/** The settings that the servers of the tests turn off: without them a commit would cost less than it does in use. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

/** A private PostgreSQL server as one is in use: every commit is on the disk before it is answered. Started when needed. */
export class DurableServer {
  #cluster: Promise<PostgresCluster> | undefined;

  /** @throws {Error} where no PostgreSQL with PostGIS is installed, or when a setting did not take */
  start(): Promise<PostgresCluster> {
    this.#cluster ??= startDurable();
    return this.#cluster;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const cluster = await this.#cluster?.catch(() => undefined);
    await cluster?.stop();
  }
}

async function startDurable(): Promise<PostgresCluster> {
  const cluster = await PostgresCluster.start();
  const client = new Client({ connectionString: cluster.adminUrl });
  await client.connect();
  try {
    for (const name of DURABLE) await client.query(`alter system set ${name} = on`);
    // Restarted, not reloaded: from its start-up checkpoint on, everything was written under these settings.
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  await cluster.halt();
  await cluster.resume();
  await checkDurable(cluster.adminUrl);
  return cluster;
}

async function checkDurable(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [DURABLE],
    );
    const off = rows.filter((row) => row.setting !== 'on').map((row) => row.name);
    if (off.length > 0) throw new Error(`the database server does not force commits to disk: ${off.join(', ')} off`);
  } finally {
    await client.end();
  }
}
