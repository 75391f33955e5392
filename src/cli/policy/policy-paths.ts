import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readPolicyFiles } from '../../policy-files.ts';
import type { PolicyFile } from '../../policy/policy-set.ts';
import { UsageError } from '../command.ts';

/**
 * The policy files that `paths` name, each a file or a directory (read as the Manager reads its own); paths in messages
 * are as they were typed. @throws {UsageError} for a path that is not there
 */
export async function readPolicyPaths(paths: readonly string[], directory: string): Promise<readonly PolicyFile[]> {
  const files = await Promise.all(paths.map((path) => readPath(path, directory)));
  return files.flat();
}

async function readPath(path: string, directory: string): Promise<readonly PolicyFile[]> {
  const full = resolve(directory, path);
  const found = await stat(full).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` can't be read`, { cause: error });
  });
  if (!found.isDirectory()) return [{ path, text: await readFile(full, 'utf8') }];
  const files = await readPolicyFiles(full);
  return files.map((file) => ({ ...file, path: `${path.replace(/\/+$/, '')}/${file.path}` }));
}
