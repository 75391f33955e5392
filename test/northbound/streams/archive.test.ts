import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveHeaders, archiveName } from '../../../src/northbound/streams/sigmf-archive.ts';
import type { Observation } from '../../../src/observations/observation.ts';
import { checkArchive } from '../../support/sigmf-archive-checker.ts';
import { ADMIN_TOKEN, chunks } from '../fake-domain.ts';
import { anObservation, idOf } from '../fake-things.ts';
import { RunningEdge } from '../running-edge.ts';

let edge: RunningEdge;
beforeAll(async () => {
  edge = await RunningEdge.start();
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
});

const PATH = `/api/v1/acquisitions/${idOf('c', 1)}/archive`;

function store(data: Uint8Array, change: Partial<Observation> = {}): void {
  const sha512 = createHash('sha512').update(data).digest('hex');
  const kept = { ...anObservation(1), dataBytes: data.length, sha512, ...change };
  edge.domain.observationList.splice(0, 1, kept);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 10_000) pieces.push(data.subarray(at, at + 10_000));
  edge.domain.recording = () => chunks(pieces);
}

function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
}

describe('the archive of a recording', () => {
  it.each([20, 512, 20_480, 1_000_004])('is SigMF, with a dataset of %i octets as it came', async (length) => {
    const data = bytes(length - (length % 4));
    store(data);
    const response = await edge.fetch(PATH);
    const tar = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('application/x-tar');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="entry-1_1.sigmf"');
    expect(Number(response.headers.get('content-length'))).toBe(tar.length);
    const { recordings, faults } = checkArchive(tar);
    expect(faults).toEqual([]);
    expect(recordings.map(({ name }) => name)).toEqual(['entry-1_1']);
    expect(Buffer.compare(recordings[0]?.data ?? new Uint8Array(), data)).toBe(0);
    expect(recordings[0]?.meta).toMatchObject({
      global: { 'core:sha512': createHash('sha512').update(data).digest('hex') },
    });
  });

  it.each([
    ['fm boulder/../x', 3, 'fm_boulder_.._x_3'],
    ['..', 1, '__1'],
    ['"; rm', 2, '_rm_2'],
    ['Größe', 1, 'Gr_e_1'],
    ['x'.repeat(64), 123456, `${'x'.repeat(64)}_123456`],
  ])('has a harmless name for %j', (entryName, sequence, name) => {
    expect(archiveName({ entryName, sequence })).toBe(name);
  });

  it('is well-formed with the longest name', async () => {
    store(bytes(40), { entryName: 'n'.repeat(64), sequence: 2_000_000_000 });
    const response = await edge.fetch(PATH);
    const tar = new Uint8Array(await response.arrayBuffer());
    expect(checkArchive(tar).faults).toEqual([]);
    expect(Number(response.headers.get('content-length'))).toBe(tar.length);
  });

  it('promises no length that tar could not keep', () => {
    expect(archiveHeaders({ ...anObservation(1), dataBytes: 2 ** 33 })).not.toHaveProperty('content-length');
  });

  it('is cut off, not completed, when the recording breaks off, and the log says so', async () => {
    const data = bytes(100_000);
    store(data);
    edge.domain.recording = broken;
    edge.logged.length = 0;
    await expect(edge.fetch(PATH).then((response) => response.arrayBuffer())).rejects.toThrow();
    await expect.poll(() => edge.logged.join('')).toContain('the disk died');
  });

  it('is cut off when the recording is shorter or longer than it was', async () => {
    for (const length of [40_000, 140_000]) {
      store(bytes(100_000));
      edge.domain.recording = () => chunks([bytes(length)]);
      await expect(edge.fetch(PATH).then((response) => response.arrayBuffer())).rejects.toThrow();
    }
  });

  it('is read no faster than the client takes it, and let go of when the client leaves', async () => {
    let pieces = 0;
    let isClosed = false;
    store(new Uint8Array(4), { dataBytes: 1000 * 65_536 });
    edge.domain.recording = async function* endless() {
      try {
        for (; pieces < 1000; pieces += 1) {
          await Promise.resolve();
          yield new Uint8Array(65_536);
        }
      } finally {
        isClosed = true;
      }
    };
    edge.logged.length = 0;
    const request = get(`${edge.url}${PATH}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.pause();
    await expect.poll(() => pieces).toBeGreaterThan(0);
    expect(pieces).toBeLessThan(1000);
    request.destroy();
    await expect.poll(() => isClosed).toBe(true);
    expect(pieces).toBeLessThan(1000);
    expect(edge.logged.join('')).not.toContain('unexpected');
  });

  it('is not there for what is not there', async () => {
    expect((await edge.fetch(PATH.replace(idOf('c', 1), idOf('c', 9)))).status).toBe(404);
  });
});

async function* broken(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes(50_000);
  throw new Error('the disk died');
}
