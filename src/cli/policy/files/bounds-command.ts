import { writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { boundsOf, testFileOf } from '../../../policy/bounds/bounds.ts';
import type { PolicyFile, PolicySet } from '../../../policy/policy-set.ts';
import { loadPolicySet } from '../../../policy/policy-set.ts';
import type { Command } from '../../command.ts';
import { UsageError } from '../../command.ts';
import { readPolicyPaths } from '../policy-paths.ts';
import type { PolicyContext, PolicyVerb } from '../policy-verb.ts';
import { pathsIn, policiesBeside } from './test-files.ts';
import { printable } from './printable.ts';
import { placeOf } from './test-report.ts';

/** `clearband policy bounds`: a test file that passes now and fails as soon as an edge of a policy moves. */
export const boundsVerb: PolicyVerb = {
  usage: 'FILE… [--output X.test.json] [--policies A,B]',
  summary: 'a test file of boundary cases around every edge',
  async run(command, context) {
    if (command.words.length === 0) throw new UsageError('say which policy files: `policy bounds FILE…`');
    if (command.options.server !== undefined)
      throw new UsageError('`policy bounds` works on files, without `--server`');
    const own = await filesOf(command.words, context);
    if (own.size === 0) {
      say(`no policy files in ${command.words.join(', ')}`);
      return 1;
    }
    const files = await filesOf(await policiesFor(command, own, context), context);
    const load = loadPolicySet([...files.values()]);
    if (!load.ok) {
      for (const fault of load.faults) say(`${placeOf(fault)}: ${fault.detail}`);
      return 1;
    }
    const text = testFileOf(boundsOf(load.set, statementsIn(load.set, own)));
    const { output } = command.options;
    if (output === undefined) process.stdout.write(text);
    else await writeFile(resolve(context.directory, output), text);
    return 0;
  },
};

/**
 * The policies that decide: those named; else those that `policy test` would run the output against, if the files are
 * among them; else the files alone.
 */
async function policiesFor(
  { words, options }: Command,
  own: ReadonlyMap<string, PolicyFile>,
  context: PolicyContext,
): Promise<readonly string[]> {
  const named = pathsIn(options.policies);
  if (named !== undefined || options.output === undefined) return named ?? words;
  const beside = await policiesBeside(options.output, context);
  const directory = resolve(context.directory, beside);
  const isAmong = [...own.keys()].every((path) => !relative(directory, path).startsWith('..'));
  if (isAmong) return [beside];
  say(`to run it: clearband policy test ${options.output} --policies ${words.join(',')}`);
  return words;
}

/** Files by where they are, so that each counts once. */
async function filesOf(
  paths: readonly string[],
  { directory }: PolicyContext,
): Promise<ReadonlyMap<string, PolicyFile>> {
  const files = await readPolicyPaths(paths, directory);
  return new Map(files.map((file) => [resolve(directory, file.path), file]));
}

/** The statements that stand in the files whose edges are wanted. */
function statementsIn({ statements }: PolicySet, own: ReadonlyMap<string, PolicyFile>) {
  const texts = new Set([...own.values()].map(({ text }) => text));
  return statements.filter(({ statement }) => texts.has(statement.place.file.text));
}

function say(message: string): void {
  process.stderr.write(`clearband: ${printable(message)}\n`);
}
