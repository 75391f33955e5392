import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ApiClient } from '../../src/cli/api-client.ts';
import { ChildProgram } from '../../src/cli/quick-start/child-program.ts';
import type { BenchContext } from '../bench.ts';
import { profilerEnvironment, reportProfiles } from './cpu-profile.ts';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const READY_MS = 60_000;
const STOP_MS = 15_000;

/** A Manager in a process of its own, with the shipped policies, on a database of its own. */
export interface ManagerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly databaseUrl: string;
  readonly url: string;
  /** `host:port`. */
  readonly grpcAddress: string;
  /** Speaks with the administrator's token. */
  readonly admin: ApiClient;
}

/** Starts a Manager as `npm start` would, but on PostgreSQL. @throws {Error} with its last words when it ends before */
export async function startManagerProcess(context: BenchContext, database: string): Promise<ManagerProcess> {
  const { workDir, profile, progress } = context;
  const cluster = await context.postgres();
  const databaseUrl = await cluster.createDatabase(database);
  const dataDir = join(workDir, 'manager');
  await mkdir(dataDir);
  const profileDir = join(workDir, 'profile');
  const manager = new ChildProgram({
    name: 'Manager',
    script: join(ROOT, 'src', 'main.ts'),
    args: [],
    logFile: join(workDir, 'manager.log'),
    environment: {
      ...withoutSettings(process.env),
      ...(profile ? profilerEnvironment(profileDir) : {}),
      DATABASE_URL: databaseUrl,
      CLEARBAND_DATA_DIR: dataDir,
      CLEARBAND_HTTP_PORT: '0',
      CLEARBAND_GRPC_PORT: '0',
      CLEARBAND_POLICY_DIR: join(ROOT, 'policies'),
    },
  });
  try {
    const { pid, http, grpc } = await listening(manager);
    const url = `http://${http}`;
    const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim();
    const stop = async () => {
      await manager.stop(STOP_MS);
      if (profile) await reportProfiles(profileDir, progress);
    };
    const admin = new ApiClient({ url, token });
    return { pid, databaseUrl, url, grpcAddress: grpc, admin, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await manager.stop(STOP_MS);
    throw error;
  }
}

/** The environment without the settings of a Manager that this machine may run otherwise. */
export function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(CLEARBAND_|DATABASE_URL$)/.test(name)));
}

interface Listening {
  readonly pid: number;
  readonly http: string;
  readonly grpc: string;
}

/** The Manager's own word, in its log, on where it listens. */
async function listening(manager: ChildProgram): Promise<Listening> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const log = await readFile(manager.logFile, 'utf8').catch(() => '');
    const line = log.split('\n').find((one) => one.includes('"Manager listens"') && one.endsWith('}'));
    if (line !== undefined) return JSON.parse(line) as Listening;
    if (!manager.isRunning) throw new Error(`the Manager did not start:\n${await manager.lastWords()}`);
    await delay(50);
  }
  throw new Error(`the Manager did not listen within ${READY_MS / 1000} s:\n${await manager.lastWords()}`);
}
