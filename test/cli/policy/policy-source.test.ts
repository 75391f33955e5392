import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ApiClient } from '../../../src/cli/api-client.ts';
import { UsageError, parseCommand } from '../../../src/cli/command.ts';
import { type KeptSet, loadSource } from '../../../src/cli/policy/policy-source.ts';
import { readConfig } from '../../../src/config.ts';

/** A Manager that gives one set. */
class OneSet extends ApiClient {
  readonly asked: string[] = [];
  readonly #set: KeptSet;
  constructor(set: KeptSet) {
    super({ url: 'http://manager', token: undefined });
    this.#set = set;
  }
  override get<T>(path: string): Promise<T> {
    this.asked.push(path);
    return Promise.resolve(this.#set as T);
  }
}

const served = new OneSet({ hash: 'h', files: [{ path: 'served.json', text: '{}' }] });
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  await mkdir(join(directory, 'mine/global'), { recursive: true });
  await writeFile(join(directory, 'mine/global/a.json'), '{"a":1}');
  await writeFile(join(directory, 'b.json'), '{"b":1}');
});
afterEach(() => rm(directory, { recursive: true }));

const load = (...words: string[]) => {
  const config = readConfig({ CLEARBAND_POLICY_DIR: join(directory, 'mine') });
  const context = { config, api: () => Promise.resolve(served), directory, standardInput: () => Promise.resolve('') };
  return loadSource(parseCommand(['policy', 'eval', ...words]), context);
};
const A = { path: 'global/a.json', text: '{"a":1}' };

it.each([
  ['the policy directory of this machine', [], [A]],
  ['the set in force where --server is given', ['--server', 'http://manager'], [{ path: 'served.json', text: '{}' }]],
  [
    'the files and directories of --policies, whatever else is said',
    ['--policies', 'b.json,mine', '--server', 'http://manager'],
    [
      { path: 'b.json', text: '{"b":1}' },
      { ...A, path: 'mine/global/a.json' },
    ],
  ],
])('is %s', async (_, words, files) => {
  expect(await load(...words)).toEqual(files);
});

it('asks for the set in force', () => {
  expect(served.asked).toEqual(['/api/v1/policy-set/in-force']);
});

it.each([
  ['a path that is not there', ['--policies', 'none.json'], '`none.json` can'],
  ['no path at all', ['--policies', ','], 'needs a file or directory'],
])('refuses %s', async (_, words, message) => {
  await expect(load(...words)).rejects.toThrow(UsageError);
  await expect(load(...words)).rejects.toThrow(message);
});

it('says that a policy directory can not be read', async () => {
  await rm(join(directory, 'mine'), { recursive: true });
  await expect(load()).rejects.toThrow('--policies');
});
