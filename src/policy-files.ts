import { isUtf8 } from 'node:buffer';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PolicyFile } from './policy/policy-set.ts';

/** Names that are never policies: tests of policies, and the schemas that editors use. */
const NOT_POLICIES = /(\.test|\.schema)\.json$/;

/** Reads every policy file below `directory`, in order of path. Names that begin with a dot are passed over. */
export async function readPolicyFiles(directory: string): Promise<PolicyFile[]> {
  const paths = (await policyPathsBelow(directory)).sort();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(directory, path).split(sep).join('/'),
      text: await readPolicyFile(path, relative(directory, path)),
    })),
  );
}

/**
 * The text of a policy file, which messages call `shown`. @throws {Error} when it is not UTF-8: a name that is read
 * wrongly names somebody else
 */
export async function readPolicyFile(path: string, shown: string): Promise<string> {
  const bytes = await readFile(path);
  if (!isUtf8(bytes)) throw new Error(`\`${shown}\` is not in UTF-8: save it in that encoding`);
  return bytes.toString('utf8');
}

/**
 * The policy files below `directory`. Links are followed, and fail when they lead nowhere: a policy that is silently
 * left out may be a denial.
 */
export async function policyPathsBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map(async (entry) => {
        const path = join(directory, entry.name);
        const target = entry.isSymbolicLink() ? await stat(path) : entry;
        if (target.isDirectory()) return policyPathsBelow(path);
        return target.isFile() && entry.name.endsWith('.json') && !NOT_POLICIES.test(entry.name) ? [path] : [];
      }),
  );
  return found.flat();
}
