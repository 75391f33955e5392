import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearbandPolicy, clearbandProgram, policyFile, STATEMENTS } from './policy-program.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-check-'));
  await writeFile(join(directory, 'good.json'), policyFile(STATEMENTS));
  const idle = { StatementId: 'idle', 'Policy-Action': 'Permit', frequency: [['1.2 GHz', '1.3 GHz']] };
  await writeFile(join(directory, 'warned.json'), policyFile([...STATEMENTS, idle]));
  await writeFile(join(directory, 'wrong.json'), policyFile([{ 'Policy-Action': 'Deny', frequency: 'no-such' }]));
});

afterAll(() => rm(directory, { recursive: true }));

describe('clearband policy check', () => {
  it('ends with 0 and counts nothing where there is nothing to say', async () => {
    expect(await clearbandPolicy(['check', 'good.json'], directory)).toEqual({
      code: 0,
      stdout: '0 errors, 0 warnings, 0 notes in 1 file\n',
      stderr: '',
    });
  });

  it('ends with 0 for warnings, each with its place and what to do', async () => {
    const ended = await clearbandPolicy(['check', 'warned.json'], directory);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(
      /^warned\.json:1:\d+: warning: the permit never permits: .* \(permit-denied\)\n {4}→ /,
    );
    expect(ended.stdout).toMatch(/0 errors, 1 warning, 0 notes in 1 file\n$/);
  });

  it('reads standard input as `-`', async () => {
    const text = policyFile([{ 'Policy-Action': 'Deny', frequency: 'no-such' }]);
    const ended = await clearbandProgram(['check', '-'], directory, text);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/^-:1:\d+: error: no frequency alias `no-such`/);
  });

  it('reads a file once, however often and in whatever way it is named', async () => {
    await mkdir(join(directory, 'sub'));
    await writeFile(join(directory, 'sub/good.json'), policyFile(STATEMENTS));
    expect(await clearbandPolicy(['check', 'sub', 'sub/good.json', './sub//good.json'], directory)).toMatchObject({
      code: 0,
      stdout: '0 errors, 0 warnings, 0 notes in 1 file\n',
    });
  });

  it('takes no empty path for the place where it was typed', async () => {
    expect(await clearbandPolicy(['check', ''], directory)).toEqual({ code: 2, stdout: '', stderr: 'a path is empty' });
  });

  it('ends with 1 for errors, and gives a list of findings as JSON', async () => {
    const ended = await clearbandPolicy(['check', 'wrong.json', '--json'], directory);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject([
      {
        code: 'unknown-alias',
        severity: 'error',
        path: 'wrong.json',
        pointer: '#/Policy/Statement/0/frequency',
        line: 1,
        advice: 'define it under `Aliases`, or correct the name',
      },
    ]);
  });
});
