import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../src/cli/api-client.ts';
import { clearbandPolicy, policyFile, STATEMENTS } from '../policy-program.ts';

let directory: string;
const moved = policyFile(STATEMENTS).replace('2 GHz', '2.1 GHz');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-diff-'));
  await writeFile(join(directory, 'old.json'), policyFile(STATEMENTS));
  await writeFile(join(directory, 'same.json'), policyFile(STATEMENTS.toReversed()));
  await writeFile(join(directory, 'new.json'), moved);
  await writeFile(join(directory, 'faulty.json'), '{}');
});

afterAll(() => rm(directory, { recursive: true }));

describe('clearband policy diff', () => {
  it('ends with 0 when no request is decided differently', async () => {
    expect(await clearbandPolicy(['diff', 'old.json', 'same.json'], directory)).toEqual({
      code: 0,
      stdout: 'no request is decided differently\n',
      stderr: '',
    });
  });

  it('ends with 1 and says what became denied, with an example', async () => {
    const { code, stdout } = await clearbandPolicy(['diff', 'old.json', 'new.json'], directory);
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('denied now');
    expect(lines).toContain('  frequency  2 GHz..2.1 GHz');
    expect(lines).toContain('             old: permit; new: explicit-deny');
    expect(lines.at(-1)).toBe('1 difference');
  });

  it('says the same as JSON', async () => {
    const { stdout } = await clearbandPolicy(['diff', 'new.json', 'old.json', '--json'], directory);
    expect(JSON.parse(stdout)).toMatchObject({
      complete: true,
      differences: [
        {
          change: 'permitted',
          parts: { frequency: { bands: [{ min: 2e9, max: 2.1e9 }] } },
          counterexample: { request: { frequency: { min: 2e9, max: 2.1e9 } }, old: { reason: 'explicit-deny' } },
        },
      ],
    });
  });

  it('compares with the set that a Manager has in force', async () => {
    class Manager extends ApiClient {
      override get<T>(path: string): Promise<T> {
        expect(path).toBe('/api/v1/policy-set/in-force');
        return Promise.resolve({ files: [{ path: 'p.json', text: moved }] } as T);
      }
    }
    const api = () => Promise.resolve(new Manager({ url: '', token: undefined }));
    const ended = await clearbandPolicy(['diff', 'in-force', 'new.json'], directory, { api });
    expect(ended).toMatchObject({ code: 0, stdout: 'no request is decided differently\n' });
  });

  it.each([
    ['one set', ['diff', 'old.json']],
    ['three sets', ['diff', 'old.json', 'new.json', 'same.json']],
    ['a set that is not there', ['diff', 'old.json', 'nowhere']],
    ['a set with faults', ['diff', 'old.json', 'faulty.json']],
  ])('ends with 2 for %s', async (_, words) => {
    const ended = await clearbandPolicy(words, directory);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).not.toBe('');
  });
});
