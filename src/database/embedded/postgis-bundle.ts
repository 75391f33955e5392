import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { Extension } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';
import { type Extract, extract, type Pack, pack } from 'tar-stream';

/**
 * PostGIS for PGlite without its raster and topology parts, which nothing here uses: unpacking and compiling them
 * takes 40 % of every start and 400 MB, and `create extension postgis_raster` breaks the database.
 */
export async function postgisExtension(cacheFolder: string): Promise<Extension> {
  const bundlePath = await slimBundle(cacheFolder);
  return {
    name: postgis.name,
    setup: async (database, options) => ({ ...(await postgis.setup(database, options)), bundlePath }),
  };
}

const NEEDED = [
  /^lib\/postgresql\/postgis-3\.so$/,
  /^share\/proj\//,
  /^share\/postgresql\/extension\/postgis\.control$/,
  /^share\/postgresql\/extension\/postgis--\d+\.\d+\.\d+\.sql$/,
];

async function slimBundle(cacheFolder: string): Promise<URL> {
  const source = new URL('postgis.tar.gz', import.meta.resolve('@electric-sql/pglite-postgis'));
  const path = join(cacheFolder, `postgis-${await packageVersion(source)}.tar.gz`);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await writeSlim(fileURLToPath(source), path);
  return pathToFileURL(path);
}

async function packageVersion(source: URL): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', source), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('the package of PostGIS for PGlite has no version');
}

/** Written beside and renamed, so that a crash leaves no half of it and two processes may do it at once. */
async function writeSlim(source: string, path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const whole = extract();
  const slim = pack();
  const partial = `${path}.${process.pid}`;
  await Promise.all([
    pipeline(createReadStream(source), createGunzip(), whole),
    pipeline(slim, createGzip({ level: constants.Z_BEST_SPEED }), createWriteStream(partial, { flush: true })),
    copyNeeded(whole, slim),
  ]);
  await rename(partial, path);
}

async function copyNeeded(whole: Extract, slim: Pack): Promise<void> {
  for await (const entry of whole) {
    if (NEEDED.some((pattern) => pattern.test(entry.header.name))) {
      const copy = slim.entry(entry.header);
      entry.pipe(copy);
      await once(copy, 'finish');
    } else {
      entry.resume();
    }
  }
  slim.finalize();
}
