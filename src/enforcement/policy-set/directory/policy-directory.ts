import { type FSWatcher, statSync, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { policyPathsBelow } from '../../../policy-files.ts';

/** An editor writes a file in several steps; half a file is a bad file. */
export const SETTLE_MS = 100;

/**
 * What a look at the directory can tell without reading: it changes when a policy file is added, removed, renamed or
 * written. Of a file that is written just now it changes again.
 */
export async function fingerprintOf(directory: string): Promise<string> {
  const paths = (await policyPathsBelow(directory)).sort();
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
