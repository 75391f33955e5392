import { faultsOfRecording } from './sigmf-checker.ts';

const BLOCK = 512;

/** A member of a tar archive as it is stored. */
interface TarMember {
  readonly name: string;
  readonly type: string;
  readonly data: Uint8Array;
}

/** A recording found in a `.sigmf` archive. */
export interface ArchivedRecording {
  readonly name: string;
  readonly meta: unknown;
  readonly data: Uint8Array;
}

/** The recordings of a `.sigmf` archive and everything that is wrong with it: tar layout, names and the recordings. */
export function checkArchive(tar: Uint8Array): { recordings: ArchivedRecording[]; faults: string[] } {
  const { members, faults } = readTar(tar);
  const files = new Map(
    members.filter(({ type }) => type === '0' || type === '\0').map((file) => [file.name, file.data]),
  );
  const recordings: ArchivedRecording[] = [];
  for (const [path, bytes] of files) {
    const [, folder, name, kind] = /^([^/]+)\/([^/]+)\.sigmf-(meta|data)$/.exec(path) ?? [];
    if (folder === undefined || folder !== name) faults.push(`\`${path}\` is not N/N.sigmf-meta or N/N.sigmf-data`);
    if (kind === 'data' && !files.has(path.replace(/data$/, 'meta'))) faults.push(`\`${path}\` has no metadata`);
    if (kind !== 'meta') continue;
    const data = files.get(path.replace(/meta$/, 'data'));
    if (!data) {
      faults.push(`\`${path}\` has no dataset`);
      continue;
    }
    const meta = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
    faults.push(...faultsOfRecording(meta, data).map((fault) => `${path}: ${fault}`));
    recordings.push({ name: name ?? '', meta, data });
  }
  if (recordings.length === 0) faults.push('the archive holds no recording');
  return { recordings, faults };
}

/** Reads POSIX.1-2001 tar: ustar headers, extended headers for long names, two empty blocks at the end. */
function readTar(tar: Uint8Array): { members: TarMember[]; faults: string[] } {
  const members: TarMember[] = [];
  const faults: string[] = [];
  if (tar.length % BLOCK !== 0) faults.push('the archive is no whole number of 512-byte blocks');
  let extended: ReadonlyMap<string, string> = new Map();
  let at = 0;
  while (at + BLOCK <= tar.length && !isEmpty(tar.subarray(at, at + BLOCK))) {
    const header = tar.subarray(at, at + BLOCK);
    faults.push(...faultsOfHeader(header));
    const size = Number(extended.get('size') ?? Number.parseInt(text(header, 124, 12), 8));
    const data = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length !== size) faults.push('a member is cut short');
    const type = String.fromCharCode(header[156] ?? 0);
    const prefix = text(header, 345, 155);
    const name = extended.get('path') ?? `${prefix ? `${prefix}/` : ''}${text(header, 0, 100)}`;
    extended = type === 'x' ? readExtended(data) : new Map();
    if (type !== 'x') members.push({ name, type, data });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (!isEmpty(tar.subarray(at, at + 2 * BLOCK)) || tar.length < at + 2 * BLOCK)
    faults.push('two empty blocks are missing');
  return { members, faults };
}

function faultsOfHeader(header: Uint8Array): string[] {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  const faults: string[] = [];
  if (Number.parseInt(text(header, 148, 8), 8) !== sum) faults.push('a header has a wrong checksum');
  if (text(header, 257, 6) !== 'ustar' || text(header, 263, 2) !== '00') faults.push('a header is not POSIX ustar');
  return faults;
}

/** Records of `<length> <key>=<value>\n`. */
function readExtended(data: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length;) {
    const length = Number.parseInt(new TextDecoder().decode(data.subarray(at, at + 12)), 10);
    if (!(length > 0)) break;
    const record = new TextDecoder().decode(data.subarray(at, at + length - 1)).replace(/^\d+ /, '');
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function text(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end)).trim();
}

function isEmpty(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}
