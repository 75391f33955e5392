import { readPolicyFiles } from '../../policy-files.ts';
import type { PolicyFile } from '../../policy/policy-set.ts';
import { type Command, UsageError } from '../command.ts';
import { readPolicyPaths } from './policy-paths.ts';
import type { PolicyContext } from './policy-verb.ts';

/**
 * The policies that a verb is about: the files or directories of `--policies A,B`; else, with `--server`, the set that
 * is in force there; else the policy directory of this machine's configuration.
 * @throws {UsageError} for a path that is not there, {ApiError} when the Manager is away or refuses
 */
export async function loadSource(command: Command, context: PolicyContext): Promise<readonly PolicyFile[]> {
  const { policies, server } = command.options;
  if (policies !== undefined) {
    const paths = policies.split(',').filter((path) => path !== '');
    if (paths.length === 0) throw new UsageError('`--policies` needs a file or directory');
    return readPolicyPaths(paths, context.directory);
  }
  if (server !== undefined) return (await setInForce(context)).files;
  const { policyDir } = context.config;
  return readPolicyFiles(policyDir).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new UsageError(`the policy directory \`${policyDir}\` can't be read; name one with \`--policies\``, {
      cause: error,
    });
  });
}

/** The set that is in force in the Manager that `context` names, with its hash. @throws {ApiError} */
export async function setInForce(context: PolicyContext): Promise<KeptSet> {
  const api = await context.api();
  return api.get<KeptSet>('/api/v1/policy-set/in-force');
}

/** A set as the Manager gives it. */
export interface KeptSet {
  readonly hash: string;
  readonly files: readonly PolicyFile[];
}
