import { type Kysely, sql } from 'kysely';
import type { OnNotify, Unlisten } from './connection/channel-listeners.ts';
import { SessionGuard } from './connection/session-guard.ts';
import { kyselyOver, type SessionPool } from './connection/session-pool.ts';
import { embeddedBackend } from './embedded/embedded-backend.ts';
import type { DataDirectoryLock } from './data-directory.ts';
import { postgresBackend } from './postgres.ts';
import type { Database } from './schema.ts';

/** Where the database tells what happens to it; pino's logger fits. */
export interface DatabaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Which database to open: the server at `databaseUrl`, else the embedded one below `dataDir`. */
export interface DatabaseOptions {
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  /** Of `dataDir`, where the caller has it; otherwise the embedded database takes it for itself. */
  readonly lock?: DataDirectoryLock;
  readonly log: DatabaseLog;
}

/** One of the two databases; openDatabase joins it to Kysely. */
export interface DatabaseBackend {
  readonly kind: 'postgres' | 'embedded';
  readonly pool: SessionPool;
  listen(channel: string, onNotify: OnNotify): Promise<Unlisten>;
  close(): Promise<void>;
}

/** An open database. Both kinds give the same values, errors and rules. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly kind: 'postgres' | 'embedded';
  /**
   * Calls `onNotify` for every NOTIFY on `channel` from now on, and with '' when some may have been missed.
   * @throws {UnavailableError} when the database cannot be reached now.
   */
  listen(channel: string, onNotify: OnNotify): Promise<Unlisten>;
  /** Whether the database answers within two seconds. */
  isUp(): Promise<boolean>;
  /** Waits for running statements, then closes. Instead of `db.destroy()`. */
  close(): Promise<void>;
}

/**
 * Opens the database; tables are `migrate`'s affair. A server is not contacted before its first use, the embedded one
 * is started, which takes seconds.
 * @throws {ConflictError} when another process uses `dataDir`
 * @throws {UnavailableError | StorageFullError} when the embedded database does not start
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl, log } = options;
  const backend = databaseUrl === undefined ? await embeddedBackend(options) : postgresBackend(databaseUrl, log);
  const guard = new SessionGuard();
  const db = await kyselyOver<Database>(backend.pool, guard);
  return {
    db,
    kind: backend.kind,
    listen: async (channel, onNotify) => {
      guard.assertFree();
      return backend.listen(channel, onNotify);
    },
    isUp: () => answers(db),
    close: () => backend.close(),
  };
}

const ANSWER_TIMEOUT_MS = 2_000;

async function answers(db: Kysely<Database>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    late.resolve(false);
  }, ANSWER_TIMEOUT_MS);
  const answer = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
