import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { policyPathsBelow } from '../../../policy-files.ts';
import type { PoliciesAround } from '../../../policy/policy-test/run-policy-tests.ts';
import type { PolicyFile } from '../../../policy/policy-set.ts';
import { isPolicyTestFile, loadPolicySet } from '../../../policy/policy-set.ts';
import { UsageError } from '../../command.ts';
import type { PolicyContext } from '../policy-verb.ts';

/** A test file, and where the policies are that it is about when it brings none of its own. */
export interface TestFile extends PolicyFile {
  /** As `readPolicyPaths` takes them. */
  readonly policies: readonly string[];
}

/** The paths that `--policies A,B` names. */
export function pathsIn(option: string | undefined): readonly string[] | undefined {
  return option?.split(',').filter((path) => path !== '');
}

/**
 * The test files that `paths` name: files, and every `*.test.json` below directories. Without `--policies` a test found
 * in a directory is about the policies of that directory; a file, about the configured policy directory when it lies
 * there, else about the policies beside it. @throws {UsageError} for a path that is not there
 */
export async function findTestFiles(
  paths: readonly string[],
  policies: readonly string[] | undefined,
  context: PolicyContext,
): Promise<readonly TestFile[]> {
  const found = await Promise.all(
    paths.map(async (path): Promise<readonly TestFile[]> => {
      const full = resolve(context.directory, path);
      const entry = await stat(full).catch((error: unknown) => {
        throw new UsageError(`\`${path}\` can't be read`, { cause: error });
      });
      if (!entry.isDirectory()) {
        return [
          { path, text: await readFile(full, 'utf8'), policies: policies ?? [await policiesBeside(path, context)] },
        ];
      }
      const around = policies ?? [(await holdsPolicies(full)) ? path : context.config.policyDir];
      const names = (await readdir(full, { recursive: true })).filter(isPolicyTestFile).sort();
      return Promise.all(
        names.map(async (name) => ({
          path: join(path, name).split(sep).join('/'),
          text: await readFile(join(full, name), 'utf8'),
          policies: around,
        })),
      );
    }),
  );
  return found.flat();
}

/** Where the policies are that a test file at `path` is about, unless it is told. */
export async function policiesBeside(path: string, { config, directory }: PolicyContext): Promise<string> {
  const full = resolve(directory, dirname(path));
  const isConfigured = !relative(config.policyDir, full).startsWith('..');
  return isConfigured || !(await holdsPolicies(full)) ? config.policyDir : dirname(path);
}

/** Loads the policies around tests; each place is read once. */
export class AroundTests {
  readonly #read: (paths: readonly string[]) => Promise<readonly PolicyFile[]>;
  readonly #loaded = new Map<string, Promise<PoliciesAround>>();

  /** `read` gives the files that paths name. */
  constructor(read: (paths: readonly string[]) => Promise<readonly PolicyFile[]>) {
    this.#read = read;
  }

  /** The set of `paths`, or its faults. */
  load(paths: readonly string[]): Promise<PoliciesAround> {
    const key = JSON.stringify(paths);
    const loading = this.#loaded.get(key) ?? this.#load(paths);
    this.#loaded.set(key, loading);
    return loading;
  }

  async #load(paths: readonly string[]): Promise<PoliciesAround> {
    const load = loadPolicySet(await this.#read(paths));
    return load.ok ? { ok: true, set: load.set } : { ok: false, faults: load.faults };
  }
}

async function holdsPolicies(directory: string): Promise<boolean> {
  return (await policyPathsBelow(directory)).length > 0;
}
