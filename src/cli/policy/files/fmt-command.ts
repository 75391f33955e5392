import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { PolicyFault, PolicyFile } from '../../../policy/policy-set.ts';
import { isPolicyTestFile } from '../../../policy/policy-set.ts';
import { formatPolicyFile } from '../../../policy/format/format-policy-file.ts';
import type { Command } from '../../command.ts';
import { UsageError } from '../../command.ts';
import { print } from '../../output.ts';
import { readPathsOrInput } from '../policy-paths.ts';
import type { PolicyContext, PolicyVerb } from '../policy-verb.ts';
import { printable } from './printable.ts';
import { placeOf } from './test-report.ts';

/** A file before and after. */
interface Formatted {
  readonly file: PolicyFile;
  readonly text: string;
}

/** `clearband policy fmt`: one file to standard output, or many in place. Files with faults are refused, all of them. */
export const fmtVerb: PolicyVerb = {
  usage: '[PATH… | -] [--write | --check]',
  summary: 'canonical spelling and order, the meaning kept',
  async run(command, context) {
    const { write = false, check = false } = command.options;
    if (command.options.server !== undefined) throw new UsageError('`policy fmt` works on files, without `--server`');
    const files = await filesOf(command, context);
    if (write && check) throw new UsageError('say `--write` or `--check`, not both');
    if (files.length === 0) {
      process.stderr.write(`clearband: no policy files in ${command.words.join(', ') || context.config.policyDir}\n`);
      return 1;
    }
    if (!write && !check && files.length !== 1)
      throw new UsageError(
        `${files.length} files: say \`--write\` to rewrite them, or \`--check\` to list those that differ`,
      );
    const read = files.map((file) => ({ file, result: formatPolicyFile(file) }));
    const faults = read.flatMap(({ result }) => (result.ok ? [] : result.faults));
    if (faults.length > 0) return refuse(command, faults);
    const formatted = read.flatMap(({ file, result }) => (result.ok ? [{ file, text: result.text }] : []));
    if (!write && !check) {
      process.stdout.write(formatted[0]?.text ?? '');
      return 0;
    }
    const different = formatted.filter(({ file, text }) => file.text !== text);
    for (const one of write ? different : []) await replace(one, context.directory);
    const paths = different.map(({ file }) => file.path);
    print(command, { [write ? 'changed' : 'different']: paths }, () => paths);
    return check && different.length > 0 ? 1 : 0;
  },
};

async function filesOf({ words, options }: Command, context: PolicyContext): Promise<readonly PolicyFile[]> {
  const paths = words.length === 0 ? [context.config.policyDir] : words;
  const tests = words.filter(isPolicyTestFile);
  if (tests.length > 0) throw new UsageError(`\`${tests.join(', ')}\` is a policy test, not a policy file`);
  if (paths.includes('-') && options.write === true) throw new UsageError('standard input can’t be rewritten');
  return readPathsOrInput(paths, context);
}

function refuse(command: Command, faults: readonly PolicyFault[]): number {
  if (command.options.json === true) print(command, { faults }, () => []);
  for (const fault of faults) process.stderr.write(`clearband: ${printable(`${placeOf(fault)}: ${fault.detail}`)}\n`);
  return 1;
}

/** Write beside the file and rename, so that it is the old text or the new one whatever happens meanwhile. */
async function replace({ file, text }: Formatted, directory: string): Promise<void> {
  const path = await realpath(resolve(directory, file.path));
  const { mode } = await stat(path);
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
