import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readPolicyFile, readPolicyFiles } from '../../policy-files.ts';
import type { PolicyFile } from '../../policy/policy-set.ts';
import { UsageError } from '../command.ts';
import type { PolicyContext } from './policy-verb.ts';

/**
 * The policy files that `paths` name, each a file or a directory (read as the Manager reads its own), each file once
 * however often it is named; paths in messages are as they were typed. @throws {UsageError} for a path that is not there
 */
export async function readPolicyPaths(paths: readonly string[], directory: string): Promise<readonly PolicyFile[]> {
  const files = await Promise.all(paths.map((path) => readPath(path, directory)));
  const byPlace = new Map<string, PolicyFile>();
  for (const file of files.flat()) {
    const place = resolve(directory, file.path);
    if (!byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()];
}

/** As `readPolicyPaths`, where `-` alone stands for standard input. @throws {UsageError} */
export async function readPathsOrInput(
  paths: readonly string[],
  { directory, standardInput }: Pick<PolicyContext, 'directory' | 'standardInput'>,
): Promise<readonly PolicyFile[]> {
  if (!paths.includes('-')) return readPolicyPaths(paths, directory);
  if (paths.length > 1) throw new UsageError('`-` stands alone');
  return [{ path: '-', text: await standardInput() }];
}

async function readPath(path: string, directory: string): Promise<readonly PolicyFile[]> {
  if (path === '') throw new UsageError('a path is empty');
  const full = resolve(directory, path);
  const found = await stat(full).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` can't be read`, { cause: error });
  });
  if (!found.isDirectory()) return [{ path, text: await readPolicyFile(full, path) }];
  const files = await readPolicyFiles(full);
  return files.map((file) => ({ ...file, path: `${path.replace(/\/+$/, '')}/${file.path}` }));
}
