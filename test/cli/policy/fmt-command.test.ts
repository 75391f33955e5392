import { mkdir, mkdtemp, readFile, readdir, rm, stat, chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearbandPolicy, clearbandProgram, policyFile, STATEMENTS } from './policy-program.ts';

let directory: string;
let canonical: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-fmt-'));
  await mkdir(join(directory, 'sub'));
  await writeFile(join(directory, 'a.json'), policyFile(STATEMENTS));
  await writeFile(join(directory, 'sub/broken.json'), '{\n  "Policy": 7\n}');
  canonical = (await clearbandPolicy(['fmt', 'a.json'], directory)).stdout;
});

afterAll(() => rm(directory, { recursive: true }));

describe('clearband policy fmt', () => {
  it('writes one file to standard output, as it reads it from there', async () => {
    const ended = await clearbandProgram(['fmt', '-'], directory, policyFile(STATEMENTS.toReversed()));
    expect(ended).toEqual({ code: 0, stderr: '', stdout: canonical });
    expect(canonical).toContain('"frequency": [["1000 MHz", "2000 MHz"]]');
  });

  it('refuses files with faults, tells each with its place, and rewrites none of the others', async () => {
    const ended = await clearbandPolicy(['fmt', '--write'], directory);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(`${directory}/sub/broken.json:2:3: a policy must be an object`);
    expect(await readFile(join(directory, 'a.json'), 'utf8')).toBe(policyFile(STATEMENTS));
  });

  it('lists the files that differ and rewrites those alone, keeping their mode', async () => {
    const place = await mkdtemp(join(directory, 'write-'));
    await writeFile(join(place, 'a.json'), policyFile(STATEMENTS));
    await chmod(join(place, 'a.json'), 0o640);
    await writeFile(join(place, 'b.json'), canonical.replace('"p"', '"q"'));
    const before = await stat(join(place, 'b.json'));
    expect(await clearbandPolicy(['fmt', '--check', '.'], place)).toMatchObject({ code: 1, stdout: './a.json\n' });
    expect(await clearbandPolicy(['fmt', '--write', '.', '--json'], place)).toMatchObject({
      code: 0,
      stdout: '{\n  "changed": [\n    "./a.json"\n  ]\n}\n',
    });
    expect(await clearbandPolicy(['fmt', '--check', '.'], place)).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(join(place, 'a.json'), 'utf8')).toBe(canonical);
    expect((await stat(join(place, 'a.json'))).mode & 0o777).toBe(0o640);
    expect((await stat(join(place, 'b.json'))).ino).toBe(before.ino);
    expect(await readdir(place)).toEqual(['a.json', 'b.json']);
  });

  it.each([[], ['--check'], ['--write']])('ends with 1 where there are no policy files, %s', async (...options) => {
    const place = await mkdtemp(join(directory, 'empty-'));
    const ended = await clearbandPolicy(['fmt', '.', ...options], place);
    expect(ended).toEqual({ code: 1, stdout: '', stderr: 'clearband: no policy files in .\n' });
  });

  it('leaves a file alone that is not in UTF-8, whose letters it would lose', async () => {
    const place = await mkdtemp(join(directory, 'latin-'));
    const latin = Buffer.from(policyFile(STATEMENTS).replace('"p"', '"caf\u00e9"'), 'latin1');
    await writeFile(join(place, 'p.json'), latin);
    for (const path of ['p.json', '.'])
      await expect(clearbandPolicy(['fmt', '--write', path], place)).rejects.toThrow('`p.json` is not in UTF-8');
    expect(await readFile(join(place, 'p.json'))).toEqual(latin);
  });

  it.each([
    ['several files and nothing said of where they go', ['fmt', 'a.json', 'sub/broken.json'], 'say `--write`'],
    ['both options', ['fmt', 'a.json', '--write', '--check'], 'not both'],
    ['standard input to be rewritten', ['fmt', '-', '--write'], 'can’t be rewritten'],
    ['a file that is not there', ['fmt', 'no.json'], "`no.json` can't be read"],
    ['a test file', ['fmt', 'a.test.json'], 'is a policy test'],
    ['a Manager, whose policies it can’t rewrite', ['fmt', 'a.json', '--server', 'http://m'], 'without `--server`'],
  ])('ends with 2 for %s', async (_name, words, message) => {
    const ended = await clearbandPolicy(words, directory);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(message);
  });
});
