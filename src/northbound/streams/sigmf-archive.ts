import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { Observation } from '../../observations/observation.ts';
import type { Headers } from '../contract/operation.ts';

const BLOCK = 512;
/** Above this size tar writes another header, and the length of the archive is not foreseen. */
const LARGEST_PLAIN_ENTRY = 8 * 2 ** 30 - 1;

/** `<schedule entry>_<sequence>` with nothing in it that a file system or a header could misread. */
export function archiveName({ entryName, sequence }: Pick<Observation, 'entryName' | 'sequence'>): string {
  const safe = entryName.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^\.+/, '_');
  return `${safe}_${sequence}`;
}

/** The length is known beforehand, so that a client sees when an archive was cut short. */
export function archiveHeaders(observation: Observation): Headers {
  const { dataBytes } = observation;
  const meta = metaFile(observation).length;
  const length = 3 * BLOCK + padded(meta) + padded(dataBytes) + 2 * BLOCK;
  return {
    'content-type': 'application/x-tar',
    'content-disposition': `attachment; filename="${archiveName(observation)}.sigmf"`,
    ...(dataBytes <= LARGEST_PLAIN_ENTRY && { 'content-length': String(length) }),
  };
}

/** Writes a SigMF archive: a directory, the metadata and the dataset in it. Never holds more than a few chunks. */
export async function writeArchive(
  observation: Observation,
  data: AsyncIterable<Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  const archive = pack();
  const name = archiveName(observation);
  const mtime = observation.window.start;
  const meta = metaFile(observation);
  archive.entry({ name: `${name}/`, type: 'directory', mode: 0o755, mtime });
  archive.entry({ name: `${name}/${name}.sigmf-meta`, mode: 0o644, mtime }, meta);
  const dataset = archive.entry({
    name: `${name}/${name}.sigmf-data`,
    size: observation.dataBytes,
    mode: 0o644,
    mtime,
  });
  const filled = pipeline(Readable.from(exactly(data, observation.dataBytes), { objectMode: false }), dataset).then(
    () => {
      archive.finalize();
    },
    (error: unknown) => {
      archive.destroy(error instanceof Error ? error : new Error('the recording broke off'));
    },
  );
  await pipeline(archive, response, { end: false });
  await filled;
}

/** `data`, cut off with an error before it could be longer, or when it ends too early: the tar header has its length. */
async function* exactly(data: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of data) {
    left -= chunk.length;
    if (left < 0) throw new Error(`the dataset is longer than the ${bytes} octets it was stored with`);
    yield chunk;
  }
  if (left > 0) throw new Error(`the dataset ends ${left} octets before its length`);
}

function metaFile({ metadata, sha512 }: Observation): Buffer {
  const { global, captures, annotations } = metadata;
  return Buffer.from(
    `${JSON.stringify({ global: { ...global, 'core:sha512': sha512 }, captures, annotations }, null, 2)}\n`,
  );
}

function padded(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}
