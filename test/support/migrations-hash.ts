import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names what a migrated template holds: changes whenever a migration of `folder`, or one of `also`, does. */
export async function migrationsHash(folder: string, also: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256');
  for (const text of also) hash.update(`${text}\0`);
  for (const file of (await readdir(folder)).sort()) {
    hash.update(`${file}\0`).update(await readFile(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
