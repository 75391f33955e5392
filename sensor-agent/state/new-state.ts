import { mkdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { StateError, isSystemError } from '../failures.ts';
import { writeDurably } from './durable-file.ts';
import { findIdentity } from './identity.ts';
import { lockState } from './state-lock.ts';

/** A state directory that waits for an identity. */
export interface NewState {
  /** The agent has joined. */
  keep(): Promise<void>;
  /** It has not: removes every trace of the attempt. */
  discard(): Promise<void>;
}

/**
 * Makes sure, before a single-use token is spent, that an identity can be kept in `stateDir`.
 * @throws {StateError} when it holds one already, is in use, or can't be written to
 */
export async function prepareStateForJoin(stateDir: string): Promise<NewState> {
  const made = await makeFolder(stateDir);
  let unlock: (() => Promise<void>) | undefined;
  const discard = async () => {
    for (const name of ['probe', 'configuration.json.partial', 'identity.json.partial']) {
      await rm(join(stateDir, name), { force: true });
    }
    await unlock?.();
    if (made !== undefined) await removeUpTo(resolve(stateDir), resolve(made));
  };
  try {
    unlock = await lockState(stateDir);
    const identity = await findIdentity(stateDir);
    if (identity !== undefined) {
      await unlock();
      throw new StateError(
        `\`${stateDir}\` holds the identity of sensor \`${identity.sensorName}\`: give another --state-dir`,
      );
    }
    await writeDurably(join(stateDir, 'probe'), 'can this be written to?');
    await rm(join(stateDir, 'probe'));
  } catch (error) {
    if (error instanceof StateError) throw error;
    await discard();
    throw error;
  }
  return { keep: unlock, discard };
}

/** @returns the outermost folder that had to be made */
async function makeFolder(stateDir: string): Promise<string | undefined> {
  try {
    return await mkdir(stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateError(`can not make the state directory: ${reason}`, { cause: error });
  }
}

async function removeUpTo(folder: string, outermost: string): Promise<void> {
  for (let at = folder; at.startsWith(outermost); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch (error) {
      // Somebody else has put something there meanwhile.
      if (isSystemError(error, 'ENOTEMPTY')) return;
      throw error;
    }
  }
}
