import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, chownSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findServer, isRoot, type PostgresServer, postgresUser } from './postgres-cluster-server.ts';

const run = promisify(execFile);

/** An empty database with postgis and btree_gist, to be cloned; nobody can connect to it. */
export const TEMPLATE_DATABASE = 'clearband_template';

const PORT_ATTEMPTS = 3;

/**
 * Nothing is forced to disk: these servers hold nothing that must outlive the machine. Commits stay synchronous, so that
 * a crash of the server alone loses none: tests rely on it.
 */
const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
full_page_writes = off
timezone = 'UTC'
`;

/**
 * A private PostgreSQL server in a temporary directory, on 127.0.0.1 only, with a password made for it. It goes away
 * with the process that started it, however that process ends.
 */
export class PostgresCluster {
  readonly #server: PostgresServer;
  readonly #folder: string;
  readonly #guard: ChildProcess;
  #adminUrl = '';

  private constructor(server: PostgresServer, folder: string) {
    this.#server = server;
    this.#folder = folder;
    this.#guard = startGuard(server, folder);
  }

  /** Starts a server with the template database; about a second. @throws Error with the server's log */
  static async start(server = findServer()): Promise<PostgresCluster> {
    if ('unavailable' in server) throw new Error(`no PostgreSQL server to start: ${server.unavailable}`);
    const cluster = new PostgresCluster(server, makeFolder());
    try {
      await cluster.#initialise();
      await makeTemplate(cluster.adminUrl);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Connection string of the superuser to the database `postgres`. */
  get adminUrl(): string {
    return this.#adminUrl;
  }

  /** Makes a database from a template and returns its connection string. */
  createDatabase(name: string, template?: string): Promise<string> {
    return createDatabase(this.#adminUrl, name, template);
  }

  /** Ends the server at once, as a crash would; its data stays for `resume`. */
  async halt(): Promise<void> {
    await pgCtl(this.#server, this.#folder, ['stop', '-m', 'immediate']);
  }

  /** Starts a halted server again, on the same port; it recovers first. */
  async resume(): Promise<void> {
    await pgCtl(this.#server, this.#folder, ['start', '-w', '-l', join(this.#folder, 'log')]);
  }

  /** Ends the server and removes all its files; more than once is fine. */
  async stop(): Promise<void> {
    if (this.#guard.exitCode !== null) return;
    this.#guard.ref();
    const gone = once(this.#guard, 'exit');
    this.#guard.stdin?.end();
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #initialise(): Promise<void> {
    const password = randomBytes(18).toString('base64url');
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveToServer(passwordFile);
    const options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-sync', '--no-instructions'];
    const initdb = [join(this.#server.binFolder, 'initdb'), '-D', dataFolder(this.#folder), '-U', 'postgres'];
    await runAsServer(this.#folder, [...initdb, `--pwfile=${passwordFile}`, ...options]);
    appendFileSync(join(dataFolder(this.#folder), 'postgresql.conf'), SETTINGS);
    const port = await this.#startOnFreePort();
    this.#adminUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  }

  /** A port that was free a moment ago can be taken by the time the server binds it: then another is tried. */
  async #startOnFreePort(): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      const port = await findFreePort();
      appendFileSync(join(dataFolder(this.#folder), 'postgresql.conf'), `port = ${port}\n`);
      try {
        await this.resume();
        return port;
      } catch (error) {
        const log = readFileSync(join(this.#folder, 'log'), 'utf8');
        if (attempt < PORT_ATTEMPTS && log.includes('could not bind')) continue;
        throw new Error(`the PostgreSQL server did not start:\n${log}`, { cause: error });
      }
    }
  }
}

/** Makes a database from a template, over a superuser's connection string; returns the new one's. */
export async function createDatabase(adminUrl: string, name: string, template = TEMPLATE_DATABASE): Promise<string> {
  await withAdmin(adminUrl, (client) =>
    client.query(`create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`),
  );
  return urlOf(adminUrl, name);
}

/** Removes a database, closing the connections it still has; one that isn't there is fine. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withAdmin(adminUrl, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  );
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const url = await createDatabase(adminUrl, TEMPLATE_DATABASE, 'template1');
  await withAdmin(url, (client) => client.query('create extension postgis; create extension btree_gist'));
  // A template in use can't be cloned, so a stray connection to it must be impossible.
  await withAdmin(adminUrl, (client) =>
    client.query(`alter database ${TEMPLATE_DATABASE} with allow_connections false`),
  );
}

async function withAdmin(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clearband-postgres-'));
  giveToServer(folder);
  return folder;
}

function dataFolder(folder: string): string {
  return join(folder, 'data');
}

function giveToServer(path: string): void {
  const user = isRoot() ? postgresUser() : undefined;
  if (user) chownSync(path, user.uid, user.gid);
}

async function pgCtl(server: PostgresServer, folder: string, args: readonly string[]): Promise<void> {
  await runAsServer(folder, [join(server.binFolder, 'pg_ctl'), '-D', dataFolder(folder), ...args]);
}

async function runAsServer(folder: string, command: readonly string[]): Promise<void> {
  const [program = '', ...args] = asServer(command);
  await run(program, args, { cwd: folder });
}

function asServer(command: readonly string[]): readonly string[] {
  return isRoot() ? ['runuser', '-u', 'postgres', '--', ...command] : command;
}

/**
 * A shell that waits until its standard input closes, which also happens when this process is killed, and then ends
 * the server and removes its folder. It stands in a session of its own, so that Ctrl-C does not reach it.
 */
function startGuard(server: PostgresServer, folder: string): ChildProcess {
  const script = 'trap "" INT TERM HUP; cat >/dev/null; folder=$1; shift; "$@"; rm -rf "$folder"';
  const stop = asServer([join(server.binFolder, 'pg_ctl'), '-D', dataFolder(folder), 'stop', '-m', 'immediate']);
  const guard = spawn('sh', ['-c', script, 'sh', folder, ...stop], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return guard;
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}
