import type { Part } from '../../../policy/edit/file-parts.ts';
import type { ResourceQuery } from '../../access.ts';

/** What is asked about one policy: `<namespace>:Policies::<name>`, in the namespace of the policy itself. */
export function policyQuery({ namespace, name }: { readonly namespace: string; readonly name: string }): ResourceQuery {
  return { resource: `${namespace}:Policies::${name}`, namespace };
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
