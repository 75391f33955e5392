import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../failures.ts';

/** How the session with the Manager stands, for `clearband-agent status`. Times are ISO 8601. */
export type AssociationStatus =
  | { readonly state: 'connecting'; readonly since: string; readonly reason?: string }
  | { readonly state: 'associated'; readonly since: string; readonly expiresAt: string }
  | { readonly state: 'refused'; readonly since: string; readonly code: number; readonly reason: string }
  | { readonly state: 'stopped'; readonly since: string };

/** Keeps the present state. Not synced: it is worth nothing after a power failure. */
export async function writeStatus(stateDir: string, status: AssociationStatus): Promise<void> {
  const path = join(stateDir, 'status.json');
  await writeFile(`${path}.partial`, JSON.stringify(status), { mode: 0o600 });
  await rename(`${path}.partial`, path);
}

/** What the agent wrote last; undefined when it never ran. */
export async function readStatus(stateDir: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(stateDir, 'status.json'), 'utf8')) as unknown;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
