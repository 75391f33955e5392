import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, watchPolicyFiles } from '../../../../src/enforcement/policy-set/directory/policy-directory.ts';
import { readPolicyFiles } from '../../../../src/policy-files.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clearband-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), text);
}

describe('reading a policy directory', () => {
  it('finds every JSON file below it, in order of path, and nothing that is no policy', async () => {
    await put('global/b.json', '{"b":1}');
    await put('global/a.json', '{"a":1}');
    await put('foo/deep/er.json', '{}');
    await put('top.json', 'not even JSON');
    for (const other of ['policy.schema.json', 'global/a.test.json', 'README.md', 'global/a.json~', '.a.json.swp']) {
      await put(other, 'never read');
    }
    await mkdir(join(directory, 'folder.json'));
    expect(await readPolicyFiles(directory)).toEqual([
      { path: 'foo/deep/er.json', text: '{}' },
      { path: 'global/a.json', text: '{"a":1}' },
      { path: 'global/b.json', text: '{"b":1}' },
      { path: 'top.json', text: 'not even JSON' },
    ]);
  });

  it('finds nothing in an empty one', async () => {
    expect(await readPolicyFiles(directory)).toEqual([]);
  });

  it('fails when there is no such directory: that is not the same as no policies', async () => {
    await expect(readPolicyFiles(join(directory, 'missing'))).rejects.toThrow('ENOENT');
  });

  it('follows links, and sees the files of a mounted volume once, not also in its hidden folder', async () => {
    await put('..2026_11_20/a.json', '{"linked":true}');
    await put('..2026_11_20/more/b.json', '{}');
    await symlink('..2026_11_20', join(directory, '..data'));
    await symlink('..data/a.json', join(directory, 'a.json'));
    await symlink('..data/more', join(directory, 'more'));
    expect(await readPolicyFiles(directory)).toEqual([
      { path: 'a.json', text: '{"linked":true}' },
      { path: 'more/b.json', text: '{}' },
    ]);
  });

  it.each([
    ['nowhere', 'gone.json'],
    ['round in circles', '.'],
  ])('fails on a link that leads %s: what it should have said may be a denial', async (_name, target) => {
    await symlink(target, join(directory, 'denial.json'));
    await expect(readPolicyFiles(directory)).rejects.toThrow('denial.json');
  });
});

describe('watching a policy directory', () => {
  it('tells of a change in a folder below it, once the change has settled', async () => {
    await put('global/a.json', '{}');
    const { promise: told, resolve } = Promise.withResolvers<undefined>();
    let times = 0;
    const onChange = () => {
      times++;
      resolve(undefined);
    };
    const stop = watchPolicyFiles(directory, { onChange, onFailure: () => undefined });
    for (const text of ['{', '{"a"', '{"a":1}']) await put('global/a.json', text);
    await told;
    stop();
    expect(times).toBe(1);
  });

  it('tells when a directory can not be watched', () => {
    const failures: unknown[] = [];
    const stop = watchPolicyFiles(join(directory, 'missing'), {
      onChange: () => undefined,
      onFailure: (error) => failures.push(error),
    });
    stop();
    expect(failures).toEqual([expect.objectContaining({ code: 'ENOENT' })]);
  });
});

describe('the fingerprint of a policy directory', () => {
  it('changes with every file that is added, written, replaced or removed, and only then', async () => {
    const seen = [await fingerprintOf(directory)];
    const look = async (change: () => Promise<unknown>) => {
      await change();
      seen.push(await fingerprintOf(directory));
    };
    await look(() => put('global/a.json', '{}'));
    await look(() => put('global/a.json', '{ }'));
    await look(async () => {
      await put('global/.a.json.new', '{\t}');
      await rename(join(directory, 'global/.a.json.new'), join(directory, 'global/a.json'));
    });
    await look(() => rm(join(directory, 'global/a.json')));
    expect(seen[4]).toBe(seen[0]);
    expect(new Set(seen).size).toBe(4);
    await look(() => put('README.md', 'no policy'));
    expect(seen[5]).toBe(seen[4]);
  });
});
