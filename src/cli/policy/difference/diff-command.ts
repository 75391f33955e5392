import { diffPolicySets } from '../../../policy/diff/diff-policy-sets.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import { loadPolicySet } from '../../../policy/policy-set.ts';
import { UsageError } from '../../command.ts';
import { print } from '../../output.ts';
import { placeOf } from '../files/test-report.ts';
import { readPolicyPaths } from '../policy-paths.ts';
import type { PolicyContext, PolicyVerb } from '../policy-verb.ts';
import { setInForce } from '../policy-source.ts';
import { differenceJson, differenceLines } from './difference-lines.ts';

/** What stands for the set that a Manager has in force. */
const IN_FORCE = 'in-force';
const FAULTY = 2;

/** `clearband policy diff`: 0 when no request is decided differently, 1 when some are or it can't be told, as diff does. */
export const diffVerb: PolicyVerb = {
  usage: 'OLD NEW',
  summary: `what became permitted or denied; \`${IN_FORCE}\` is the set of a Manager`,
  async run(command, context) {
    const [before, after, ...rest] = command.words;
    if (before === undefined || after === undefined || rest.length > 0)
      throw new UsageError('say `policy diff OLD NEW`: files, directories, or `in-force`');
    const sets = [await readSet(before, context), await readSet(after, context)];
    const [old, changed] = sets;
    if (old === undefined || changed === undefined) return FAULTY;
    const difference = diffPolicySets(old, changed);
    if (command.options.json === true) print(command, differenceJson(difference), () => []);
    else print(command, difference, differenceLines);
    return difference.differences.length === 0 && difference.isComplete ? 0 : 1;
  },
};

/** `undefined` when there are faults; they were said. */
async function readSet(path: string, context: PolicyContext): Promise<PolicySet | undefined> {
  const files =
    path === IN_FORCE ? (await setInForce(context)).files : await readPolicyPaths([path], context.directory);
  const load = loadPolicySet(files);
  if (load.ok) return load.set;
  for (const fault of load.faults) process.stderr.write(`clearband: ${placeOf(fault)}: ${fault.detail}\n`);
  return undefined;
}
