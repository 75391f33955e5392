import { constants, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { migrationsHash } from './migrations-hash.ts';
import { silentLog } from './silent-log.ts';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/clearband');
const ENGINE = ['pglite', 'pglite-postgis'].map((name) =>
  join(import.meta.dirname, `../../node_modules/@electric-sql/${name}/package.json`),
);
const ABANDONED_MS = 120_000;
const POLL_MS = 100;

/**
 * Fills `dataDir` with an embedded database that has the migrations of `folder`. The template is a copy of
 * a data directory, kept between runs, which saves the ten seconds that a first start takes.
 */
export async function copyEmbeddedTemplate(dataDir: string, folder: string): Promise<void> {
  const versions = await Promise.all(ENGINE.map((path) => readFile(path, 'utf8')));
  const template = join(CACHE, `embedded-${await migrationsHash(folder, versions)}`);
  if (!existsSync(template)) await makeOnce(template, folder);
  await cp(template, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** Of several processes that need it, one makes it. */
async function makeOnce(template: string, folder: string): Promise<void> {
  const claim = `${template}.claim`;
  await mkdir(CACHE, { recursive: true });
  while (!(await isClaimed(claim))) {
    await delay(POLL_MS);
    if (existsSync(template)) return;
  }
  try {
    if (!existsSync(template)) await make(template, folder);
  } finally {
    await rm(claim, { recursive: true, force: true });
  }
}

/** Making a directory fails if it is there; one that a killed run left behind stops counting after two minutes. */
async function isClaimed(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch {
    const since = await stat(claim).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - since > ABANDONED_MS) await rm(claim, { recursive: true, force: true });
    return false;
  }
}

async function make(template: string, folder: string): Promise<void> {
  const draft = await mkdtemp(`${template}.draft-`);
  const database = await openDatabase({ dataDir: draft, log: silentLog });
  try {
    await migrate(database.db, folder);
  } finally {
    await database.close();
  }
  await rename(draft, template);
}
