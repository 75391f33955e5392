import { partsOf } from '../../../policy/edit/file-parts.ts';
import { withoutParts } from '../../../policy/edit/lay-over.ts';
import type { PolicyFile } from '../../../policy/policy-set.ts';
import type { SetFile } from '../set-file.ts';

/** What changed in the policy directory since it was last imported. */
export interface DirectoryChanges {
  /** New files, and those with another text. */
  readonly written: readonly PolicyFile[];
  readonly removed: readonly string[];
}

/** From what was imported last (undefined: never) to what is there now; undefined when nothing changed. */
export function directoryChanges(
  imported: readonly PolicyFile[] | undefined,
  now: readonly PolicyFile[],
): DirectoryChanges | undefined {
  const before = new Map(imported?.map(({ path, text }) => [path, text]));
  const written = now.filter(({ path, text }) => before.get(path) !== text);
  const paths = new Set(now.map(({ path }) => path));
  const removed = [...before.keys()].filter((path) => !paths.has(path));
  return imported !== undefined && written.length === 0 && removed.length === 0 ? undefined : { written, removed };
}

/**
 * The set's files after those changes: whole files of the directory are replaced, removed and added. A policy, alias or
 * default that somebody put in force through the API gives way to a newer file that holds it too: the last writer wins.
 * Files that did not change leave what is in force alone, so that a restart undoes nothing.
 */
export function applyDirectoryChanges(files: readonly SetFile[], changes: DirectoryChanges): readonly SetFile[] {
  const gone = new Set([...changes.removed, ...changes.written.map(({ path }) => path)]);
  const rewritten = partsOf(changes.written);
  const fromApi = files.filter(({ origin }) => origin === 'api');
  return [
    ...files.filter(({ origin, path }) => origin === 'directory' && !gone.has(path)),
    ...withoutParts(fromApi, rewritten),
    ...changes.written.map(({ path, text }) => ({ path, text, origin: 'directory' as const })),
  ];
}
