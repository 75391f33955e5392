import pg from 'pg';
import { ServerListener } from './connection/server-listener.ts';
import { SessionPool } from './connection/session-pool.ts';
import { valueTypes } from './connection/value-types.ts';
import type { DatabaseBackend, DatabaseLog } from './open-database.ts';

const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/** A PostgreSQL server behind a pool. Connects when first used, and by itself again after the server was away. */
export function postgresBackend(databaseUrl: string, log: DatabaseLog): DatabaseBackend {
  const config: pg.ClientConfig = {
    connectionString: databaseUrl,
    fallback_application_name: 'clearband',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
  const connections = new pg.Pool({
    ...config,
    max: MOST_CONNECTIONS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    types: valueTypes(),
  });
  // A connection that breaks while nobody uses it is replaced by the pool.
  connections.on('error', (error) => {
    log.warn({ err: error }, 'an idle database connection failed');
  });
  const pool = new SessionPool(connections, { statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const listener = new ServerListener(config, log);
  return {
    kind: 'postgres',
    pool,
    listen: (channel, onNotify) => listener.listen(channel, onNotify),
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
}
