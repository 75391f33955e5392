import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { checkArchive } from './sigmf-archive-checker.ts';
import { faultsOfRecording } from './sigmf-checker.ts';

const data = new Uint8Array(16);

function metaWith(global: object = {}, captures: unknown = [{ 'core:sample_start': 0 }]) {
  const base = {
    'core:datatype': 'cf32_le',
    'core:version': '1.2.5',
    'core:sha512': createHash('sha512').update(data).digest('hex'),
  };
  return { global: { ...base, ...global }, captures, annotations: [] };
}

function archive(members: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(members)) tar.entry({ name }, Buffer.from(content));
  tar.finalize();
  return buffer(tar);
}

describe('the SigMF checker', () => {
  it('finds nothing wrong with a good recording', () => {
    expect(faultsOfRecording(metaWith(), data)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a bad datatype', metaWith({ 'core:datatype': 'cf32_xe' }), 'core:datatype is cf32_xe'],
    ['another hash', metaWith({ 'core:sha512': 'ab' }), 'core:sha512 is not that of the dataset'],
    [
      'the old form of extensions',
      metaWith({ 'core:extensions': { 'ntia-core': 'v1' } }),
      'core:extensions is no array',
    ],
    [
      'an extension with more in it',
      metaWith({ 'core:extensions': [{ name: 'a' }] }),
      'core:extensions has {"name":"a"}',
    ],
    ['an undeclared namespace', metaWith({ 'ntia-scos:task': 1 }), 'the namespace ntia-scos is not declared'],
    [
      'captures out of order',
      metaWith({}, [{ 'core:sample_start': 1 }, { 'core:sample_start': 0 }]),
      'captures are no array sorted by core:sample_start',
    ],
    [
      'a capture beyond the data',
      metaWith({}, [{ 'core:sample_start': 2 }]),
      'captures[0]: core:sample_start beyond the dataset',
    ],
    [
      'a local time',
      metaWith({}, [{ 'core:sample_start': 0, 'core:datetime': '2026-01-01T00:00:00+01:00' }]),
      'captures[0]: core:datetime',
    ],
    ['no object', 7, 'the metadata is not an object'],
  ])('names %s', (_name, meta, fault) => {
    expect(faultsOfRecording(meta, data)).toContain(fault);
  });
});

describe('the archive checker', () => {
  const meta = JSON.stringify(metaWith());

  it('reads the recordings of a good archive, long names included', async () => {
    const long = 'n'.repeat(180);
    const tar = await archive({
      'a/a.sigmf-meta': meta,
      'a/a.sigmf-data': data,
      [`${long}/${long}.sigmf-meta`]: meta,
      [`${long}/${long}.sigmf-data`]: data,
    });
    const { recordings, faults } = checkArchive(tar);
    expect(faults).toEqual([]);
    expect(recordings.map(({ name }) => name)).toEqual(['a', long]);
    expect(recordings[0]?.data).toEqual(Buffer.from(data));
  });

  it('names members in the wrong place and halves of recordings', async () => {
    const { faults } = checkArchive(await archive({ 'a.sigmf-meta': meta, 'b/c.sigmf-data': data }));
    expect(faults.filter((fault) => fault.includes('is not N/N'))).toHaveLength(2);
    expect(faults).toContain('`b/c.sigmf-data` has no metadata');
    expect(faults).toContain('the archive holds no recording');
  });

  it('names a damaged header and a missing end', async () => {
    const tar = await archive({ 'a/a.sigmf-meta': meta, 'a/a.sigmf-data': data });
    tar[0] = 0x62;
    expect(checkArchive(tar).faults).toContain('a header has a wrong checksum');
    expect(checkArchive(tar.subarray(0, tar.length - 1024)).faults).toContain('two empty blocks are missing');
  });
});
