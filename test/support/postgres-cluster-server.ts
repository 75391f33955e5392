import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of an installed PostgreSQL that has PostGIS. */
export interface PostgresServer {
  /** Holds `initdb` and `pg_ctl`. */
  readonly binFolder: string;
}

/** Why there is no server to start, in words that follow "skipped: ". */
export interface NoServer {
  readonly unavailable: string;
}

const OLDEST_VERSION = 15;
const DEBIAN_BIN = '/usr/lib/postgresql';
const DEBIAN_SHARE = '/usr/share/postgresql';

/** The oldest installed PostgreSQL from 15 on with PostGIS: what works there works on the newer ones. */
export function findServer(): PostgresServer | NoServer {
  const candidates = [...debianServers(), ...configuredServer()];
  if (candidates.length === 0) return { unavailable: `PostgreSQL ${OLDEST_VERSION} or later is not installed` };
  const complete = candidates.find(({ shareFolder }) => existsSync(join(shareFolder, 'extension', 'postgis.control')));
  if (!complete) return { unavailable: 'PostgreSQL is installed, but PostGIS is not' };
  if (isRoot() && postgresUser() === undefined) {
    return { unavailable: 'root may not run a PostgreSQL server, and there is no user `postgres` to run it as' };
  }
  return { binFolder: complete.binFolder };
}

/** Whether this process runs as root, which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** User and group id of the system user that a server runs as on behalf of root. */
export function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const id = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return id.status === 0 ? Number(id.stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

interface Candidate extends PostgresServer {
  readonly shareFolder: string;
}

function debianServers(): Candidate[] {
  if (!existsSync(DEBIAN_BIN)) return [];
  return readdirSync(DEBIAN_BIN)
    .map(Number)
    .filter((version) => version >= OLDEST_VERSION)
    .sort((a, b) => a - b)
    .map((version) => ({
      binFolder: join(DEBIAN_BIN, String(version), 'bin'),
      shareFolder: join(DEBIAN_SHARE, String(version)),
    }))
    .filter(isComplete);
}

function configuredServer(): Candidate[] {
  const ask = (what: string) => spawnSync('pg_config', [what], { encoding: 'utf8' });
  const version = Number(/\d+/.exec(ask('--version').stdout)?.[0] ?? 0);
  if (version < OLDEST_VERSION) return [];
  return [{ binFolder: ask('--bindir').stdout.trim(), shareFolder: ask('--sharedir').stdout.trim() }].filter(
    isComplete,
  );
}

function isComplete({ binFolder }: Candidate): boolean {
  return ['initdb', 'pg_ctl'].every((program) => existsSync(join(binFolder, program)));
}
