import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PolicySet } from '../../policy/policy-set.ts';
import { canonicalAlias, canonicalPolicy } from '../../policy/terms/canonical.ts';
import type { NamedAlias, Policy } from '../../policy/terms/tree.ts';
import type { ChangeSummary, PolicyRef, SetFile } from './set-file.ts';

/** How many policies are compared before others get their turn. */
const BATCH = 25;

/** What changed in meaning between two sets; a policy that is only written differently did not change. */
export async function summarise(before: PolicySet | undefined, after: PolicySet): Promise<ChangeSummary> {
  const old = new Map(before?.policies.map((policy) => [policy.id, policy]));
  const added: PolicyRef[] = [];
  const changed: PolicyRef[] = [];
  for (const [index, policy] of after.policies.entries()) {
    if (index % BATCH === BATCH - 1) await nextTurn();
    const earlier = old.get(policy.id);
    old.delete(policy.id);
    if (earlier === undefined) added.push(refOf(policy));
    else if (!meansTheSame(earlier, policy)) changed.push(refOf(policy));
  }
  const aliases = changedAliases(before?.aliases ?? [], after.aliases);
  const defaultsChanged = before !== undefined && JSON.stringify(before.defaults) !== JSON.stringify(after.defaults);
  return {
    added,
    changed,
    withdrawn: [...old.values()].map(refOf),
    ...(aliases.length > 0 && { aliases }),
    ...(defaultsChanged && { defaultsChanged }),
  };
}

/** The policies of `before` that the API had put in force and that now stand in a file of the directory. */
export function superseded(
  before: { readonly set: PolicySet; readonly files: readonly SetFile[] },
  after: { readonly set: PolicySet; readonly files: readonly SetFile[] },
): readonly PolicyRef[] {
  const fromApi = idsFrom('api', before);
  const fromDirectory = idsFrom('directory', after);
  return before.set.policies.filter(({ id }) => fromApi.has(id) && fromDirectory.has(id)).map(refOf);
}

/** Where each policy of the set comes from. */
export function originsOf({
  set,
  files,
}: {
  readonly set: PolicySet;
  readonly files: readonly SetFile[];
}): ReadonlyMap<string, SetFile['origin']> {
  const origins = new Map(files.map(({ path, origin }) => [path, origin]));
  return new Map(set.policies.map(({ id, place }) => [id, origins.get(place.file.path) ?? 'directory']));
}

/** A policy by its name. */
export function refOf({ id, namespace, name }: Policy): PolicyRef {
  return { id, namespace, name };
}

function idsFrom(
  origin: SetFile['origin'],
  from: { readonly set: PolicySet; readonly files: readonly SetFile[] },
): ReadonlySet<string> {
  return new Set([...originsOf(from)].filter(([, one]) => one === origin).map(([id]) => id));
}

function meansTheSame(a: Policy, b: Policy): boolean {
  if (a === b) return true;
  if (a.place.file.text === b.place.file.text && a.place.pointer === b.place.pointer) return true;
  return JSON.stringify(canonicalPolicy(a)) === JSON.stringify(canonicalPolicy(b));
}

function changedAliases(before: readonly NamedAlias[], after: readonly NamedAlias[]): readonly string[] {
  const meanings = (aliases: readonly NamedAlias[]) =>
    new Map(aliases.map((alias) => [JSON.stringify(canonicalAlias(alias)), `${alias.namespace}:${alias.name}`]));
  const [old, now] = [meanings(before), meanings(after)];
  const gone = [...old].filter(([meaning]) => !now.has(meaning));
  const come = [...now].filter(([meaning]) => !old.has(meaning));
  return [...new Set([...gone, ...come].map(([, name]) => name))].sort();
}
