import type { Part } from '../../../policy/edit/file-parts.ts';
import type { PolicySet } from '../../../policy/policy-set.ts';
import type { Policy } from '../../../policy/terms/tree.ts';
import type { Access, ResourceQuery } from '../../access.ts';

/** What is asked about one policy: `<namespace>:Policies::<name>`, in the namespace of the policy itself. */
export function policyQuery({ namespace, name }: { readonly namespace: string; readonly name: string }): ResourceQuery {
  return { resource: `${namespace}:Policies::${name}`, namespace };
}

/**
 * The confidential policies of a set, or with a confidential statement, that the Actor may not administer. Where there are
 * any it is not told which set it is: the hash changes with what they say.
 */
export function secretsFrom(access: Access, set: PolicySet): readonly Policy[] {
  return set.policies.filter((policy) => isConfidential(policy) && !access.permits(policyQuery(policy)));
}

function isConfidential({ confidential, statements }: Policy): boolean {
  return confidential || statements.some((statement) => statement.confidential);
}

/** What is asked about the set as a whole: its hash, its history, what is wrong with the directory. */
export function setQuery(element: string): ResourceQuery {
  return policyQuery({ namespace: element, name: 'in-force' });
}

/**
 * What is asked about a part of a policy file. An alias is `<namespace>:Aliases::<name>`; the default of a scope holds
 * for everybody, so it is the global namespace's, `global:Defaults::<scope>`.
 */
export function partQuery(part: Part): ResourceQuery {
  const { kind, namespace, name } = part;
  if (kind === 'policy') return policyQuery({ namespace, name });
  return { resource: `${namespace}:${kind === 'alias' ? 'Aliases' : 'Defaults'}::${name}`, namespace };
}

/** Of the parts of a change, each question once. */
export function questionsOf(parts: readonly Part[]): readonly ResourceQuery[] {
  return [...new Map(parts.map(partQuery).map((query) => [query.resource, query])).values()];
}
