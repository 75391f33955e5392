import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearbandPolicy, policyFile, STATEMENTS } from './policy-program.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-bounds-'));
  await writeFile(join(directory, 'p.json'), policyFile(STATEMENTS));
});

afterAll(() => rm(directory, { recursive: true }));

describe('clearband policy bounds', () => {
  it('writes a test file that passes right away, and fails once an edge has moved', async () => {
    const written = await clearbandPolicy(['bounds', 'p.json', '--output', 'edges.test.json'], directory);
    expect(written).toEqual({ code: 0, stdout: '', stderr: '' });
    const passed = await clearbandPolicy(['test', 'edges.test.json'], directory);
    expect(passed.code).toBe(0);
    const moved = policyFile(STATEMENTS).replace('2 GHz', '2000000001 Hz');
    await writeFile(join(directory, 'p.json'), moved);
    const failed = await clearbandPolicy(['test', 'edges.test.json'], directory);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('on the upper edge of 1000 MHz..2000 MHz, which does not belong to it');
    await writeFile(join(directory, 'p.json'), policyFile(STATEMENTS));
    expect(JSON.parse(await readFile(join(directory, 'edges.test.json'), 'utf8'))).toHaveLength(2);
  });

  it('writes to standard output unless told where', async () => {
    const ended = await clearbandPolicy(['bounds', 'p.json'], directory);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject([{ id: 'global:p open' }, { id: 'global:p closed' }]);
  });

  it('ends with 1 where there are no policy files', async () => {
    const place = await mkdtemp(join(directory, 'empty-'));
    const ended = await clearbandPolicy(['bounds', place], directory);
    expect(ended).toEqual({ code: 1, stdout: '', stderr: `clearband: no policy files in ${place}\n` });
  });

  it('ends with 2 without a file', async () => {
    expect(await clearbandPolicy(['bounds'], directory)).toMatchObject({ code: 2, stdout: '' });
  });
});
