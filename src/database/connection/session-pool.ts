import {
  CamelCasePlugin,
  DefaultConnectionProvider,
  DefaultQueryExecutor,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type pg from 'pg';
import { breaksSession, toConnectError, toQueryError } from '../database-errors.ts';
import type { SessionGuard } from './session-guard.ts';
import { StatementNames } from './statement-names.ts';

/** What every session is told first: text forms that value-types.ts and ranges.ts can read, and planner settings. */
export interface SessionSettings {
  /** 0: none. */
  readonly statementTimeoutMs: number;
  /** Called with every new session before its first use. */
  readonly onSession?: (client: pg.PoolClient) => Promise<void>;
}

/** pg's pool as Kysely wants it: sessions set up alike, statements named, errors told apart. */
export class SessionPool implements PostgresPool {
  readonly options: object = {};
  readonly #pool: pg.Pool;
  readonly #settings: SessionSettings;
  readonly #names = new StatementNames();
  readonly #sessions = new WeakMap<pg.PoolClient, Session>();

  constructor(pool: pg.Pool, settings: SessionSettings) {
    this.#pool = pool;
    this.#settings = settings;
  }

  /** @throws {UnavailableError} when there is no connection to be had. */
  async connect(): Promise<Session> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw toConnectError(error);
    });
    return this.#sessions.get(client) ?? this.#open(client);
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #open(client: pg.PoolClient): Promise<Session> {
    const session = new Session(client, this.#names);
    try {
      await session.query(SET_UP, [String(this.#settings.statementTimeoutMs)]);
      await this.#settings.onSession?.(client);
    } catch (error) {
      client.release(true);
      throw toConnectError(error);
    }
    this.#sessions.set(client, session);
    return session;
  }
}

/*
 * A discovery page is quicker without parallel workers and without compiling. A plan that serves any radius costs it a
 * hundredfold, so plans are made for the values at hand; what preparing saves is parsing.
 */
const SET_UP = `select set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
  set_config('IntervalStyle', 'iso_8601', false), set_config('bytea_output', 'hex', false),
  set_config('extra_float_digits', '1', false), set_config('max_parallel_workers_per_gather', '0', false),
  set_config('jit', 'off', false), set_config('plan_cache_mode', 'force_custom_plan', false),
  set_config('idle_in_transaction_session_timeout', '60000', false), set_config('statement_timeout', $1, false)`;

/** One connection, while it is lent out. */
class Session implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  #isBroken = false;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
    // A loss while it is lent out also fails the statement that runs; without a listener it would end the process.
    client.on('error', () => {
      this.#isBroken = true;
    });
  }

  // Kysely's interface also has a form for cursors, which this project does not use.
  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query(): never;
  async query<R>(text = '', parameters: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    // What is broken has nothing left to undo, and saying so would hide the error that broke it.
    if (this.#isBroken && text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] };
    const name = parameters.length > 0 ? this.#names.nameFor(text) : undefined;
    try {
      const values = [...parameters];
      const result = await this.#client.query<R & pg.QueryResultRow>({ text, values, ...(name && { name }) });
      return { command: toCommand(result.command), rowCount: result.rowCount ?? 0, rows: result.rows };
    } catch (error) {
      this.#isBroken ||= breaksSession(error);
      throw toQueryError(error);
    }
  }

  /** Gives the connection back, or ends it if it is of no use to the next one. */
  release(destroy = false): void {
    this.#client.release(destroy || this.#isBroken);
  }
}

type Command = PostgresQueryResult<unknown>['command'];
const COMMANDS: readonly Command[] = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE', 'COMMIT', 'ROLLBACK'];

/** Kysely only asks whether rows were changed or a transaction ended: any other command is like a SELECT to it. */
function toCommand(command: string): Command {
  return COMMANDS.find((known) => known === command) ?? 'SELECT';
}

/** Kysely over a pool, with names in camelCase and the guard in front of every connection. */
export async function kyselyOver<DB>(pool: SessionPool, guard: SessionGuard): Promise<Kysely<DB>> {
  // Content of JSON columns is not renamed: it belongs to whoever wrote it.
  const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];
  const dialect = new PostgresDialect({ pool });
  const driver = dialect.createDriver();
  await driver.init();
  const connections = guard.around(new DefaultConnectionProvider(driver));
  const executor = new DefaultQueryExecutor(
    dialect.createQueryCompiler(),
    dialect.createAdapter(),
    connections,
    plugins,
  );
  return new Kysely<DB>({ config: { dialect, plugins }, dialect, driver, executor });
}
