import { join } from 'node:path';
import pg from 'pg';
import { ChannelListeners } from '../connection/channel-listeners.ts';
import { SessionPool } from '../connection/session-pool.ts';
import { valueTypes } from '../connection/value-types.ts';
import { lockDataDirectory } from '../data-directory.ts';
import type { DatabaseBackend, DatabaseLog, DatabaseOptions } from '../open-database.ts';
import { EmbeddedEngine } from './engine.ts';
import { WireStream } from './wire-stream.ts';

/** PGlite has no autovacuum: space is not used again, and the planner knows nothing, unless it is told to look. */
const HOUSEKEEPING_INTERVAL_MS = 3_600_000;
/** Also how long a statement waits while another one, or a transaction, has the only session. */
const CONNECT_TIMEOUT_MS = 60_000;

/**
 * The embedded database in `<dataDir>/database`: PGlite in a thread of its own, reached by pg through the same wire
 * protocol as a server, so that values and errors are the same. One session: statements queue for it.
 */
export async function embeddedBackend({ dataDir, log, lock: held }: DatabaseOptions): Promise<DatabaseBackend> {
  const lock = held === undefined ? await lockDataDirectory(dataDir) : undefined;
  const settings = { folder: join(dataDir, 'database'), cacheFolder: join(dataDir, 'cache') };
  const engine = new EmbeddedEngine(settings, log);
  try {
    await engine.start();
  } catch (error) {
    await lock?.release();
    throw error;
  }
  const listeners = new ChannelListeners();
  const pool = sessionPool(engine, listeners, log);
  const housekeeping = setInterval(() => {
    run(pool, 'vacuum (analyze)').catch((error: unknown) => {
      log.warn({ err: error }, 'the embedded database was not cleaned up');
    });
  }, HOUSEKEEPING_INTERVAL_MS).unref();
  return {
    kind: 'embedded',
    pool,
    listen: async (channel, onNotify) => {
      if (listeners.add(channel, onNotify)) await run(pool, `listen ${pg.escapeIdentifier(channel)}`);
      return async () => {
        if (listeners.remove(channel, onNotify)) await run(pool, `unlisten ${pg.escapeIdentifier(channel)}`);
      };
    },
    close: async () => {
      clearInterval(housekeeping);
      await pool.end();
      await engine.stop();
      await lock?.release();
    },
  };
}

function sessionPool(engine: EmbeddedEngine, listeners: ChannelListeners, log: DatabaseLog): SessionPool {
  const connections = new pg.Pool({
    // Given, so that pg does not look for them in the environment.
    ...{ host: 'embedded', user: 'postgres', database: 'postgres', password: '', ssl: false },
    stream: () => new WireStream((client) => engine.open(client)),
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: valueTypes(),
  });
  connections.on('error', (error) => {
    log.warn({ err: error }, 'the session of the embedded database failed');
  });
  return new SessionPool(connections, {
    statementTimeoutMs: 0,
    onSession: async (client) => {
      client.on('notification', ({ channel, payload }) => {
        listeners.notify(channel, payload ?? '');
      });
      for (const channel of listeners.channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    },
  });
}

async function run(pool: SessionPool, statement: string): Promise<void> {
  const session = await pool.connect();
  try {
    await session.query(statement, []);
  } finally {
    session.release();
  }
}
