import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDirectory } from '../../src/database/data-directory.ts';
import { ConflictError } from '../../src/errors.ts';

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-lock-'));
  dataDir = join(folder, 'deep', 'data');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a data directory', () => {
  it('is made for its owner alone, and freed by release', async () => {
    const lock = await lockDataDirectory(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const [claim = ''] = await readdir(dataDir);
    expect((await stat(join(dataDir, claim))).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(await readdir(dataDir)).toEqual([]);
    await (await lockDataDirectory(dataDir)).release();
  });

  it('is refused while a process has it, and says which', async () => {
    await lockDataDirectory(dataDir);
    const second = lockDataDirectory(dataDir);
    await expect(second).rejects.toThrow(ConflictError);
    await expect(second).rejects.toThrow(`\`${dataDir}\` is in use by process ${process.pid}`);
    expect(await readdir(dataDir)).toHaveLength(1);
  });

  it('is taken over from a process that was killed', async () => {
    await leaveBehind(await deadPid());
    const lock = await lockDataDirectory(dataDir);
    await lock.release();
    expect(await readdir(dataDir)).toEqual([]);
  });

  it.skipIf(!existsSync('/proc/self/stat'))(
    'is taken over when another process has got the old one’s pid',
    async () => {
      await leaveBehind(process.pid, { startedAt: 'an-earlier-boot:1' });
      await (await lockDataDirectory(dataDir)).release();
    },
  );

  it('is refused when the process may live on another machine', async () => {
    await leaveBehind(await deadPid(), { host: 'elsewhere' });
    await expect(lockDataDirectory(dataDir)).rejects.toThrow('on `elsewhere`; if that is gone, remove');
  });

  it.each(['', '{}', 'null', '{"pid":"1"}', 'not json'])('is refused when its lock is `%s`', async (text) => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'lock.left-behind'), text);
    await expect(lockDataDirectory(dataDir)).rejects.toThrow('is not a lock of this program');
    expect(await readFile(join(dataDir, 'lock.left-behind'), 'utf8')).toBe(text);
  });

  it('goes to one of many that find a stale lock at once', async () => {
    await leaveBehind(await deadPid());
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => lockDataDirectory(dataDir)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dataDir)).toHaveLength(1);
  });

  it('keeps the mode of a directory that was there before', async () => {
    await mkdir(dataDir, { recursive: true, mode: 0o755 });
    const lock = await lockDataDirectory(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o755);
    await lock.release();
  });
});

async function leaveBehind(pid: number, also: object = {}): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(
    join(dataDir, 'lock.left-behind'),
    JSON.stringify({ pid, host: hostname(), startedAt: 'boot:1', ...also }),
  );
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}
