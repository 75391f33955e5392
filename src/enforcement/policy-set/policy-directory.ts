import { type FSWatcher, statSync, watch } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PolicyFile } from './policy-set-repository.ts';

/** Names that are never policies: tests of policies, and the schema that editors use. */
const NOT_POLICIES = /(\.test|\.schema)\.json$/;
/** An editor writes a file in several steps; half a file is a bad file. */
export const SETTLE_MS = 100;

/** Reads every policy file below `directory`, in order of path. Names that begin with a dot are passed over. */
export async function readPolicyFiles(directory: string): Promise<PolicyFile[]> {
  const paths = (await pathsBelow(directory)).sort();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(directory, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}

/** Links are followed, and fail when they lead nowhere: a policy that is silently left out may be a denial. */
async function pathsBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map(async (entry) => {
        const path = join(directory, entry.name);
        const target = entry.isSymbolicLink() ? await stat(path) : entry;
        if (target.isDirectory()) return pathsBelow(path);
        return target.isFile() && entry.name.endsWith('.json') && !NOT_POLICIES.test(entry.name) ? [path] : [];
      }),
  );
  return found.flat();
}

/**
 * What a look at the directory can tell without reading: it changes when a policy file is added, removed, renamed or
 * written. Of a file that is written just now it changes again.
 */
export async function fingerprintOf(directory: string): Promise<string> {
  const paths = (await pathsBelow(directory)).sort();
  const files = await Promise.all(
    paths.map(async (path) => {
      const { ino, size, mtimeMs, ctimeMs } = await stat(path);
      return [path, ino, size, mtimeMs, ctimeMs];
    }),
  );
  return JSON.stringify(files);
}

/** Who is told about a watched directory. */
export interface DirectoryWatcher {
  /** A moment after something changed. */
  readonly onChange: () => void;
  /** The directory is not watched, or no longer. */
  readonly onFailure: (error: unknown) => void;
}

/** Watches everything below `directory`, where the file system can. @returns a function that stops it. */
export function watchPolicyFiles(directory: string, { onChange, onFailure }: DirectoryWatcher): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    // Of a directory that is not there a recursive watcher says nothing, now or later.
    statSync(directory);
    watcher = watch(directory, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLE_MS);
    });
    watcher.on('error', (error) => {
      watcher?.close();
      onFailure(error);
    });
  } catch (error) {
    onFailure(error);
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
  };
}
