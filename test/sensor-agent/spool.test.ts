import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../sensor-agent/spool/outcome.ts';
import { DamagedFileError, toFileParts } from '../../sensor-agent/spool/spool-file.ts';
import { Spool } from '../../sensor-agent/spool/spool.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-spool-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const open = () => Spool.open(folder, 1e6);

function outcome(taskId: string, finishedMs = 1_000, data = randomBytes(300)): Outcome & { recording: object } {
  const sha512 = createHash('sha512').update(data).digest('hex');
  const header = { taskId, kind: 'completed', code: 0, detail: '', startedMs: 500, finishedMs } as const;
  return { header, recording: { meta: Buffer.from('{"global":{}}'), data, sha512 } };
}

async function contentsOf(spool: Spool, taskId: string) {
  const entry = spool.entries().find((found) => found.taskId === taskId);
  if (entry === undefined) return undefined;
  const file = await spool.open(entry);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of file.chunks()) chunks.push(chunk);
    return { header: file.header, meta: file.recording?.meta.toString(), data: Buffer.concat(chunks) };
  } finally {
    await file.close();
  }
}

describe('Spool', () => {
  it('gives back what was put in, also to the next process', async () => {
    const put = outcome('task-1', 1_000, randomBytes(600_000));
    await (await open()).put(put);
    const contents = await contentsOf(await open(), 'task-1');
    expect(contents?.header).toEqual(put.header);
    expect(contents?.meta).toBe('{"global":{}}');
    expect(contents?.data.equals(put.recording.data)).toBe(true);
  });

  it('lists the oldest first and replaces an outcome of the same task', async () => {
    const spool = await open();
    await spool.put(outcome('late', 3_000));
    await spool.put(outcome('early', 1_000));
    await spool.put(outcome('early', 2_000));
    const reopened = await open();
    expect(reopened.entries().map(({ taskId }) => taskId)).toEqual(['early', 'late']);
    expect((await readdir(folder)).sort()).toHaveLength(3);
    expect(reopened.usage).toEqual(spool.usage);
  });

  it('forgets what was acknowledged', async () => {
    const spool = await open();
    await spool.put(outcome('task-1'));
    await spool.remove('task-1');
    expect(spool.usage).toEqual({ recordings: 0, bytes: 0, refused: 0 });
    expect((await open()).entries()).toEqual([]);
  });

  it('keeps what was refused, with the reason, out of the way', async () => {
    const spool = await open();
    await spool.put(outcome('task-1'));
    await spool.setAside('task-1', { code: 403, reason: 'the hash differs' });
    expect(spool.usage).toEqual({ recordings: 0, bytes: 0, refused: 1 });
    expect((await open()).usage.refused).toBe(1);
    const reason = await readFile(join(folder, 'refused', 'task-1.outcome.reason.json'), 'utf8');
    expect(JSON.parse(reason)).toEqual({ code: 403, reason: 'the hash differs' });
  });

  it('counts as full from its limit on', async () => {
    const spool = await Spool.open(folder, 500);
    expect(spool.isFull).toBe(false);
    await spool.put(outcome('task-1', 1, randomBytes(500)));
    expect(spool.isFull).toBe(true);
  });

  it('leaves no half-written file behind when there is no room', async () => {
    const spool = await open();
    const broken: Outcome = {
      ...outcome('task-1'),
      recording: { meta: Buffer.alloc(0), data: unwritable(), sha512: '' },
    };
    await expect(spool.put(broken)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['refused']);
    expect(spool.has('task-1')).toBe(false);
  });

  it('survives being killed at any byte: what was put stays, what was being written is gone', async () => {
    const whole = Buffer.concat(toFileParts(outcome('cut-off')));
    await (await open()).put(outcome('safe'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (length) => {
        await writeFile(join(folder, '0000000000009999-cut-off.outcome.partial'), whole.subarray(0, length));
        const spool = await open();
        expect(spool.entries().map(({ taskId }) => taskId)).toEqual(['safe']);
        expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
        expect(await contentsOf(spool, 'safe')).toBeDefined();
      }),
      { numRuns: 40 },
    );
  });

  it('notices a file that was cut or altered on the disk', async () => {
    const spool = await open();
    await spool.put(outcome('task-1'));
    const [entry] = spool.entries();
    if (entry === undefined) throw new Error('nothing was kept');
    const whole = await readFile(entry.path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await writeFile(entry.path, whole);
        await truncate(entry.path, length);
        await expect(spool.open(entry)).rejects.toBeInstanceOf(DamagedFileError);
      }),
      { numRuns: 40 },
    );
    const headerBytes = whole.readUInt32BE(8) + 16;
    await fc.assert(
      fc.asyncProperty(fc.nat(headerBytes - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const altered = Buffer.from(whole);
        altered.writeUInt8(altered.readUInt8(at) ^ change, at);
        await writeFile(entry.path, altered);
        await expect(spool.open(entry)).rejects.toBeInstanceOf(DamagedFileError);
      }),
      { numRuns: 40 },
    );
  });
});

/** Bytes that a write fails on half-way, as on a full disk. */
function unwritable(): Uint8Array {
  const bytes = new Uint8Array(10);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return new Proxy(bytes, {
    get: () => {
      throw new Error('ENOSPC: no space left on device');
    },
  });
}
