import { readFile, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StateError, isSystemError } from '../failures.ts';

interface Holder {
  readonly pid: number;
  /** Ticks since boot when the process started, so that a reused pid is not taken for the holder; Linux only. */
  readonly startedAt: string | undefined;
}

/**
 * Takes the state directory for this process; two agents with one identity would fight over its session and spool.
 * @returns how to give it back. @throws {StateError} naming the process that has it.
 */
export async function lockState(stateDir: string): Promise<() => Promise<void>> {
  const path = join(stateDir, 'agent.lock');
  // The second attempt follows the removal of a lock whose holder is gone.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const holder: Holder = { pid: process.pid, startedAt: await startOf(process.pid) };
      // A link that leads nowhere: made whole in one step, and on a full disk too, where a file could not be written.
      await symlink(JSON.stringify(holder), path);
      return () => rm(path, { force: true });
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
    }
    const holder = await readHolder(path);
    if (holder !== undefined && (await isAlive(holder))) {
      throw new StateError(`\`${stateDir}\` is in use by process ${holder.pid}: stop that agent first`);
    }
    await rm(path, { force: true });
  }
  throw new StateError(`\`${stateDir}\` was taken by another agent just now`);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const read: unknown = JSON.parse(await readlink(path));
    if (typeof read !== 'object' || read === null || !('pid' in read) || typeof read.pid !== 'number') return undefined;
    const startedAt = 'startedAt' in read && typeof read.startedAt === 'string' ? read.startedAt : undefined;
    return { pid: read.pid, startedAt };
  } catch (error) {
    // No lock of ours, or removed since: nobody holds it.
    if (error instanceof SyntaxError || isSystemError(error, 'ENOENT') || isSystemError(error, 'EINVAL'))
      return undefined;
    throw error;
  }
}

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isSystemError(error, 'EPERM')) return false;
  }
  return startedAt === undefined || (await startOf(pid)) === startedAt;
}

async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command in parentheses may hold spaces; start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
