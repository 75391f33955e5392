import { type Command, UsageError } from '../command.ts';
import type { PolicyContext, PolicyVerb } from './policy-verb.ts';

/** The verbs of `clearband policy`, in the order of an author's work. */
export const POLICY_VERBS: Readonly<Record<string, PolicyVerb>> = {};

/** `clearband policy VERB …`. @returns the exit code */
export async function policyCommand(command: Command, context: PolicyContext): Promise<number> {
  const [name = '', ...words] = command.words;
  const verb = Object.hasOwn(POLICY_VERBS, name) ? POLICY_VERBS[name] : undefined;
  if (verb === undefined) throw new UsageError(`say \`policy ${Object.keys(POLICY_VERBS).join('|')}\``);
  return verb.run({ ...command, words }, context);
}

/** A line for each verb, for the usage. */
export function policyUsage(): string {
  return Object.entries(POLICY_VERBS)
    .map(([name, { usage, summary }]) => `  ${`policy ${name} ${usage}`.padEnd(62)}  ${summary}`)
    .join('\n');
}
