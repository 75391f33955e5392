import { type Command, UsageError } from '../command.ts';
import { boundsVerb } from './files/bounds-command.ts';
import { diffVerb } from './difference/diff-command.ts';
import { checkVerb } from './files/check-command.ts';
import { fmtVerb } from './files/fmt-command.ts';
import { testVerb } from './files/test-command.ts';
import { impactVerb } from './impact-command.ts';
import type { PolicyContext, PolicyVerb } from './policy-verb.ts';
import { evalVerb, explainVerb } from './questions/eval-command.ts';
import { restoreVerb } from './restore-command.ts';

/** The verbs of `clearband policy`, in the order of an author's work. */
export const POLICY_VERBS: Readonly<Record<string, PolicyVerb>> = {
  fmt: fmtVerb,
  check: checkVerb,
  test: testVerb,
  bounds: boundsVerb,
  eval: evalVerb,
  explain: explainVerb,
  diff: diffVerb,
  impact: impactVerb,
  restore: restoreVerb,
};

/** `clearband policy VERB …`. @returns the exit code */
export async function policyCommand(command: Command, context: PolicyContext): Promise<number> {
  const [name = '', ...words] = command.words;
  const verb = Object.hasOwn(POLICY_VERBS, name) ? POLICY_VERBS[name] : undefined;
  if (verb === undefined) throw new UsageError(`say \`policy ${Object.keys(POLICY_VERBS).join('|')}\``);
  return verb.run({ ...command, words }, context);
}

/** Each verb, or the one named, and below it what it is for: part of the usage. */
export function policyUsage(only?: string): string {
  return Object.entries(POLICY_VERBS)
    .filter(([name]) => only === undefined || name === only)
    .map(([name, { usage, summary }]) => `  policy ${name} ${usage}\n      ${summary}`)
    .join('\n');
}
