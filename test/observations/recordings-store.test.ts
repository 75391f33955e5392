import { mkdtemp, open, readdir, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotFoundError, StorageFullError } from '../../src/errors.ts';
import type { RecordingData } from '../../src/observations/outcome.ts';
import { DirectoryRecordingsStore } from '../../src/observations/recordings-store.ts';
import { sha512Of } from './recording-fixture.ts';

type Staged = Extract<RecordingData, { kind: 'staged' }>;

let root: string;
let store: DirectoryRecordingsStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  store = new DirectoryRecordingsStore(root);
  await store.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(root, { recursive: true });
});

async function stage(...chunks: string[]): Promise<Staged> {
  const staging = await store.stage();
  for (const chunk of chunks) await staging.write(Buffer.from(chunk));
  return staging.finish();
}

const read = async (sha512: string) => (await buffer(await store.read(sha512))).toString();
const staged = () => readdir(join(root, 'staging'));

/** Fails as a full disk does, at one step of writing files. */
async function fillDisk(step: 'write' | 'sync', code = 'ENOSPC'): Promise<void> {
  const file = await open(join(root, 'probe'), 'w');
  const prototype = Object.getPrototypeOf(file) as typeof file;
  await file.close();
  vi.spyOn(prototype, step).mockRejectedValue(Object.assign(new Error('no space left on device'), { code }));
}

describe('the store of large recordings', () => {
  it('counts and hashes what is written, and reads it back under its hash', async () => {
    const given = await stage('spectrum ', 'after ', 'spectrum');
    const sha512 = sha512Of(Buffer.from('spectrum after spectrum'));
    expect(given).toMatchObject({ kind: 'staged', bytes: 23, sha512 });
    await expect(store.read(sha512)).rejects.toThrow(NotFoundError);
    await store.put(given);
    expect(await read(sha512)).toBe('spectrum after spectrum');
    expect(await staged()).toEqual([]);
  });

  it('keeps the same content once, whoever sent it', async () => {
    const [one, other] = [await stage('same'), await stage('same')];
    await store.put(one);
    await store.put(other);
    expect(await read(one.sha512)).toBe('same');
    const below = await readdir(root, { recursive: true, withFileTypes: true });
    expect(below.filter((entry) => entry.isFile())).toHaveLength(1);
  });

  it('takes the same staged file twice, as a transaction that is run again does', async () => {
    const given = await stage('again');
    await store.put(given);
    await store.put(given);
    expect(await read(given.sha512)).toBe('again');
  });

  it('fails when a staged file is gone and its content is not there', async () => {
    const given = await stage('lost');
    await store.discard(given);
    await expect(store.put(given)).rejects.toThrow('ENOENT');
    await expect(store.read(given.sha512)).rejects.toThrow(NotFoundError);
  });

  it('does not take a file of another size for the content that is missing', async () => {
    const given = await stage('whole');
    await mkdir(join(root, given.sha512.slice(0, 2)), { recursive: true });
    await writeFile(join(root, given.sha512.slice(0, 2), given.sha512.slice(2)), 'who');
    await store.put(given);
    expect(await read(given.sha512)).toBe('whole');
  });

  it('forgets what is not wanted, staged whole or in part', async () => {
    await store.discard(await stage('unwanted'));
    const half = await store.stage();
    await half.write(Buffer.from('half'));
    await half.abort();
    await half.abort();
    expect(await staged()).toEqual([]);
  });

  it('does not forget what was finished, though its sender goes away', async () => {
    const staging = await store.stage();
    await staging.write(Buffer.from('kept'));
    const given = await staging.finish();
    await staging.abort();
    await store.put(given);
    expect(await read(given.sha512)).toBe('kept');
  });

  it('drops at its start what a crash left half written, and keeps what was put', async () => {
    const given = await stage('put before the crash');
    await store.put(given);
    const half = await store.stage();
    await half.write(Buffer.from('half'));
    const next = new DirectoryRecordingsStore(root);
    await next.start();
    expect(await staged()).toEqual([]);
    expect(await read(given.sha512)).toBe('put before the crash');
    await half.abort();
  });

  it('holds recordings larger than a write takes at once', async () => {
    const chunk = 'x'.repeat(1 << 20);
    const given = await stage(chunk, chunk, chunk);
    await store.put(given);
    expect(await read(given.sha512)).toHaveLength(3 << 20);
  });

  it.each([
    ['write', 'ENOSPC'],
    ['sync', 'ENOSPC'],
    ['write', 'EDQUOT'],
  ] as const)('says that there is no room when a %s ends with %s, and leaves nothing behind', async (step, code) => {
    const staging = await store.stage();
    await fillDisk(step, code);
    const work = step === 'write' ? staging.write(Buffer.from('too much')) : staging.finish();
    await expect(work).rejects.toThrow(StorageFullError);
    await staging.abort();
    vi.restoreAllMocks();
    expect(await staged()).toEqual([]);
    const given = await stage('room again');
    await store.put(given);
    expect(await read(given.sha512)).toBe('room again');
  });
});
