import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConflictError } from '../errors.ts';

/** A data directory that belongs to this process until it is released or the process ends. */
export interface DataDirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the data directory for this process, making it (mode 0700) if need be. A lock whose process has ended does not
 * count. Two processes would destroy the embedded database, and each other's recordings that are on their way.
 * @throws {ConflictError} when another process has it, saying which
 */
export async function lockDataDirectory(dataDir: string): Promise<DataDirectoryLock> {
  // A directory that is there already keeps its mode: it may be somebody's who shares it on purpose.
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const mine = `${PREFIX}${randomUUID()}`;
  await publish(join(dataDir, mine));
  const release = () => rm(join(dataDir, mine), { force: true });
  try {
    await outlastRivals(dataDir, mine);
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

/*
 * Each process publishes a claim of its own and has the directory once it sees no other. Of two that come together at
 * least one sees the other, so never do both get in; and nobody removes a claim but that of a process that has ended,
 * which cannot come back. (One lock file for all could not be taken over safely: between finding it stale and removing
 * it, another process may have put its own in that place.)
 */

const PREFIX = 'lock.';
/** A claim older than this is that of a holder; a younger one may be a rival's that is about to give way. */
const CLAIM_TIME_MS = 1_000;
const POLL_MS = 20;

/** Which process made a claim. Pids come again, so its start time tells it from a later one with the same pid. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Boot and clock ticks since; empty where there is no /proc. */
  readonly startedAt: string;
}

/** Complete before it gets its name, so that nobody ever reads half of it. */
async function publish(path: string): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname(), startedAt: await startOf(process.pid) };
  const draft = `${path}.draft`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  await rename(draft, path);
}

/** Rivals that come together give way to the one whose claim has the first name; it waits for them to do so. */
async function outlastRivals(dataDir: string, mine: string): Promise<void> {
  const deadline = performance.now() + CLAIM_TIME_MS;
  for (;;) {
    const rivals = await livingRivals(dataDir, mine);
    const [first] = rivals;
    if (first === undefined) return;
    const mayGiveWay = rivals.every(({ name, isYoung }) => isYoung && mine < name);
    if (!mayGiveWay || performance.now() > deadline) throw inUse(dataDir, `process ${first.pid}`);
    await delay(POLL_MS);
  }
}

interface Rival {
  readonly name: string;
  readonly pid: number;
  readonly isYoung: boolean;
}

async function livingRivals(dataDir: string, mine: string): Promise<readonly Rival[]> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(PREFIX) && !name.endsWith('.draft'));
  const rivals = await Promise.all(names.filter((name) => name !== mine).map((name) => readRival(dataDir, name)));
  return rivals.filter((rival) => rival !== undefined);
}

/** Undefined when the claim is gone, or its process is: then it is removed. */
async function readRival(dataDir: string, name: string): Promise<Rival | undefined> {
  const path = join(dataDir, name);
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const holder = parseHolder(text);
  if (holder === undefined) throw inUse(dataDir, `something unknown: \`${path}\` is not a lock of this program`);
  if (holder.host !== hostname()) {
    throw inUse(dataDir, `process ${holder.pid} on \`${holder.host}\`; if that is gone, remove \`${path}\``);
  }
  if (!(await isAlive(holder))) {
    await rm(path, { force: true });
    return undefined;
  }
  const madeAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  return { name, pid: holder.pid, isYoung: Date.now() - madeAt < CLAIM_TIME_MS };
}

function inUse(dataDir: string, by: string): ConflictError {
  return new ConflictError(`the data directory \`${dataDir}\` is in use by ${by}`);
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it is there, and it is somebody else's.
    if (hasCode(error, 'ESRCH')) return false;
  }
  return (await startOf(holder.pid)) === holder.startedAt;
}

async function startOf(pid: number): Promise<string> {
  const [boot, status] = await Promise.all([
    readIfThere('/proc/sys/kernel/random/boot_id'),
    readIfThere(`/proc/${pid}/stat`),
  ]);
  if (boot === undefined || status === undefined) return '';
  // proc(5): the 22nd field; the second, the program's name in parentheses, may hold spaces.
  const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  return `${boot.trim()}:${ticks ?? ''}`;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('pid' in value && 'host' in value && 'startedAt' in value)) return undefined;
    const { pid, host, startedAt } = value;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof startedAt !== 'string') return undefined;
    return { pid, host, startedAt };
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
