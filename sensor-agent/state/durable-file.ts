import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Ends the names of files that are not whole yet; whoever finds one after a crash deletes it. */
export const PARTIAL_SUFFIX = '.partial';

/** Puts `parts` into the file at `path`, whole or not at all, also when the power fails. Mode 0600. */
export async function writeDurably(path: string, ...parts: readonly (string | Uint8Array)[]): Promise<void> {
  const partial = path + PARTIAL_SUFFIX;
  const file = await open(partial, 'w', 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await syncFolder(dirname(path));
}

/** Makes renames and deletions in `folder` last. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
