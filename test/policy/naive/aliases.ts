import { listOf } from './json.ts';
import type { NaiveAlias } from './documents.ts';

/** The kinds of aliases (§4.2). */
export type AliasKind = 'actor' | 'resource' | 'task' | 'frequency' | 'location' | 'time' | 'value';

/** What `namespace` sees of the aliases. */
export interface AliasView {
  readonly aliases: readonly NaiveAlias[];
  readonly namespace: string;
}

/** True when what belongs to `owner` holds in `namespace`: global, the same, or a dotted child. */
export function holdsIn(owner: string, namespace: string): boolean {
  return owner === 'global' || namespace === owner || namespace.startsWith(`${owner}.`);
}

/**
 * The values behind `written`, one or a list, with every alias replaced by its members. An alias name that a
 * namespace gives anew hides the one above it; the members of an alias are read where the alias stands.
 */
export function expand(written: unknown, kind: AliasKind, view: AliasView): readonly unknown[] {
  return listOf(written).flatMap((item) => {
    const alias = typeof item === 'string' ? find(item.normalize('NFC'), kind, view) : undefined;
    return alias === undefined ? [item] : expand(alias.members, kind, { ...view, namespace: alias.namespace });
  });
}

function find(name: string, kind: AliasKind, { aliases, namespace }: AliasView): NaiveAlias | undefined {
  const seen = aliases.filter(
    (alias) => alias.kind === kind && alias.name === name && holdsIn(alias.namespace, namespace),
  );
  const depth = (alias: NaiveAlias) => (alias.namespace === 'global' ? 0 : alias.namespace.length);
  return seen.sort((a, b) => depth(b) - depth(a))[0];
}
