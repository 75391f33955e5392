/**
 * The same policy in the spellings of the drafts: other keys, attributes beside the keys of their statement, and a single
 * statement without a list.
 */
import type { GeneratedPolicy } from './policy-sets.ts';

const KEYS: Readonly<Record<string, string>> = {
  name: 'PolicyName',
  namespace: 'policy-namespace',
  'Policy-type': 'Policy-Category',
  Scope: 'PolicyScope',
  'Policy-Action': 'policy_action',
  'SCOS-Task': 'SCOS_Task',
  Resource: 'resource',
  frequency: 'Frequency',
  Condition: 'condition-block',
};

/** `policy` with the same meaning. */
export function inDraftSpelling({ Statement, ...header }: GeneratedPolicy): object {
  const statements = Statement.map(({ Attributes, ...rest }) => ({ ...respelled(rest), ...asObject(Attributes) }));
  const [only] = statements;
  return statements.length === 1 ? { ...respelled(header), ...only } : { ...respelled(header), Statement: statements };
}

function respelled(object: object): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [KEYS[key] ?? key, value]));
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
