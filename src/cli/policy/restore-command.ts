import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../api-client.ts';
import { UsageError } from '../command.ts';
import { print } from '../output.ts';
import type { PolicyVerb } from './policy-verb.ts';

/**
 * `clearband policy restore`: 0 when the set is back, 1 when the Manager refuses, 3 when none answers (then it is done
 * when one starts). The database belongs to the running Manager, so the request goes through the data directory, which
 * takes no token: whoever may write there has the machine.
 */
export const restoreVerb: PolicyVerb = {
  usage: '[HASH] [--force]',
  summary: 'bring the policy set before back, on the machine of the Manager; again: the one before that',
  async run(command, { config }) {
    const [hash, ...more] = command.words;
    if (more.length > 0) throw new UsageError('`policy restore` takes one hash, or none for the set before');
    if (hash !== undefined && !/^[0-9a-f]{8,64}$/.test(hash)) {
      throw new UsageError('`policy restore` takes a hash, or how it begins: 8 to 64 hexadecimal digits');
    }
    if (command.options.server !== undefined) {
      throw new UsageError('`policy restore` works on the machine of the Manager alone, without `--server`');
    }
    const { dataDir } = config;
    const request = { ...(hash !== undefined && { hash }), force: command.options.force === true };
    const answer = await askOnMachine(dataDir, request, PATIENCE_MS);
    if (answer === undefined) {
      const then = 'it will be carried out when it starts';
      throw new ApiError(`no Manager looks into \`${dataDir}\`; the request stays there, ${then}`, 3);
    }
    if (!answer.ok) throw new ApiError(`the policy set was not restored: ${answer.detail}`, 1);
    print(command, { hash: answer.hash, hash_before: answer.hash_before, since: answer.since }, () => [
      `the policy set ${answer.hash} is in force again`,
      ...(answer.hash_before === null ? [] : [`in place of ${answer.hash_before}`]),
    ]);
    return 0;
  },
};

/** Names and contents of both files are those of the Manager's src/enforcement/policy-set/restore. */
const REQUEST = 'policy-restore-request.json';
const ANSWER = 'policy-restore-answer.json';
/** The Manager looks every 750 ms; compiling a large set takes a moment. */
const PATIENCE_MS = 6000;
const LOOK_MS = 100;

type Answer =
  | {
      readonly id: string;
      readonly ok: true;
      readonly hash: string;
      readonly hash_before: string | null;
      readonly since: string;
    }
  | { readonly id: string; readonly ok: false; readonly detail: string };

/** Leaves a request in the data directory and waits for its answer; undefined when none comes in that time. */
export async function askOnMachine(
  dataDir: string,
  request: { readonly hash?: string; readonly force: boolean },
  patienceMs: number,
): Promise<Answer | undefined> {
  const id = randomUUID();
  await leaveRequest(dataDir, { id, ...request });
  for (let waited = 0; waited < patienceMs; waited += LOOK_MS) {
    const answer = await readAnswer(join(dataDir, ANSWER));
    if (answer?.id === id) return answer;
    await delay(LOOK_MS);
  }
  return undefined;
}

/** Whole or not at all, and nobody else's to read. */
async function leaveRequest(
  dataDir: string,
  request: { readonly id: string; readonly hash?: string; readonly force: boolean },
): Promise<void> {
  const draft = join(dataDir, `${REQUEST}.${request.id}`);
  try {
    await writeFile(draft, JSON.stringify(request), { mode: 0o600, flag: 'wx' });
    await rename(draft, join(dataDir, REQUEST));
  } catch (error) {
    await rm(draft, { force: true });
    throw new UsageError(`\`${dataDir}\` can't be written to; CLEARBAND_DATA_DIR names the Manager's data directory`, {
      cause: error,
    });
  }
}

async function readAnswer(path: string): Promise<Answer | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Answer;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
