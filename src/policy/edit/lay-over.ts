import type { PolicyFile } from '../source/fault-log.ts';
import { parseScope } from '../terms/scope.ts';
import { cutOut } from './cut.ts';
import { type Part, partKey, partsIn, partsOf } from './file-parts.ts';
import { readTextTree } from './text-tree.ts';

/**
 * `files` with `drafts` laid over them: every policy, alias and default of the drafts takes the place of the one of the
 * same namespace and name, whichever file that stands in; all else stays as it is written. Whether the outcome is a good
 * set the loader says. `files` are those of a good set.
 */
export function layOver<File extends PolicyFile>(files: readonly File[], drafts: readonly File[]): readonly File[] {
  return [...withoutParts(files, partsOf(drafts)), ...drafts];
}

/** `files` without that policy; a file that holds nothing else goes. */
export function withoutPolicy<File extends PolicyFile>(
  files: readonly File[],
  { namespace, name }: { readonly namespace: string; readonly name: string },
): readonly File[] {
  return withoutParts(files, [{ key: partKey('policy', namespace, name), name }]);
}

/** `files` without what `gone` names, byte for byte the same elsewhere. */
export function withoutParts<File extends PolicyFile>(
  files: readonly File[],
  gone: readonly Pick<Part, 'key' | 'name'>[],
): readonly File[] {
  const keys = new Set(gone.map(({ key }) => key));
  return files.flatMap((file) => {
    if (!gone.some(({ name }) => mayName(file.text, name))) return [file];
    const tree = readTextTree(file.text);
    const found = partsIn(file.text, tree).filter(({ key }) => keys.has(key));
    if (found.length === 0) return [file];
    const text = cutOut({ text: file.text, tree }, new Set(found.map(({ pointer }) => pointer)));
    return text === undefined ? [] : [{ ...file, text }];
  });
}

/** False when it is certain that `text` does not name it: most files need not be read. */
function mayName(text: string, name: string): boolean {
  // Scopes, escapes and Unicode have several spellings.
  return !PLAIN.test(name) || parseScope(name) !== undefined || text.includes(name) || text.includes('\\');
}

const PLAIN = /^[ !#-[\]-~]+$/;
