import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UsageError, parseCommand } from '../../../src/cli/command.ts';
import { askOnMachine, restoreVerb } from '../../../src/cli/policy/restore-command.ts';
import { readConfig } from '../../../src/config.ts';

const REQUEST = 'policy-restore-request.json';
const ANSWER = 'policy-restore-answer.json';
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clearband-test-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it('leaves a request that only its owner reads, for the Manager that starts next', async () => {
  expect(await askOnMachine(dataDir, { hash: 'abcdef01', force: true }, 0)).toBeUndefined();
  expect(await readdir(dataDir)).toEqual([REQUEST]);
  expect((await stat(join(dataDir, REQUEST))).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(join(dataDir, REQUEST), 'utf8'))).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    hash: 'abcdef01',
    force: true,
  });
});

it('takes its own answer and no earlier one', async () => {
  await writeFile(join(dataDir, ANSWER), JSON.stringify({ id: 'earlier', ok: true, hash: 'x' }));
  const asked = askOnMachine(dataDir, { force: false }, 20_000);
  await expect.poll(() => readdir(dataDir)).toContain(REQUEST);
  const { id } = JSON.parse(await readFile(join(dataDir, REQUEST), 'utf8')) as { id: string };
  const answer = { id, ok: false, detail: 'there is none before it' };
  await writeFile(join(dataDir, ANSWER), JSON.stringify(answer));
  expect(await asked).toEqual(answer);
});

it('says which directory it can not write to', async () => {
  await rm(dataDir, { recursive: true });
  await expect(askOnMachine(dataDir, { force: false }, 0)).rejects.toThrow('CLEARBAND_DATA_DIR');
});

it.each([
  ['a name instead of a hash', ['restore', 'yesterday']],
  ['two hashes', ['restore', 'abcdef01', 'abcdef02']],
  ['a Manager elsewhere', ['restore', '--server', 'http://example.org']],
])('refuses %s', async (_, words) => {
  const command = parseCommand(['policy', ...words]);
  const context = {
    config: readConfig({ CLEARBAND_DATA_DIR: dataDir }),
    api: () => Promise.reject(new Error('nobody is asked')),
    directory: dataDir,
    standardInput: () => Promise.resolve(''),
  };
  const run = restoreVerb.run({ ...command, words: command.words.slice(1) }, context);
  await expect(run).rejects.toThrow(UsageError);
  expect(await readdir(dataDir)).toEqual([]);
});
