import type { NameField } from '../../terms/tree.ts';
import type { KindKey, NameSet, PolicyName } from '../name-set.ts';

/** Kinds of names that a request bears; those of an Actor are told apart. */
export const SLOTS = ['user', 'group', 'role', 'resource', 'task'] as const;

/** One of `SLOTS`. */
export type Slot = (typeof SLOTS)[number];

/** A name by which the statements that give it are found, or the beginning of names, up to a colon. */
export interface NameKey extends PolicyName {
  readonly isPrefix: boolean;
}

/** The slots in which names of this kind may stand. */
export function slotsOf(field: NameField, kind: KindKey): readonly Slot[] {
  if (field !== 'actor') return [field];
  return kind === 'any' ? ['user', 'group', 'role'] : [kind];
}

/**
 * The names by which a set is found, and its aliases, which are found by their members: a request that bears none of
 * these is not in the set. `undefined` when that can't be said, because a pattern of the set may begin with anything.
 */
export function keysOf(set: NameSet): readonly (NameKey | NameSet)[] | undefined {
  const own = ownKeysOf(set);
  return own && set.aliases.every((alias) => ownKeysOf(alias) !== undefined) ? [...own, ...set.aliases] : undefined;
}

/** The same without aliases. */
export function ownKeysOf(set: NameSet): readonly NameKey[] | undefined {
  const prefixes = set.patterns.map(({ kind, text }) => ({ kind, text: prefixOf(text), isPrefix: true }));
  if (prefixes.some(({ text }) => text === '')) return undefined;
  return [...set.literals.map(({ kind, text }) => ({ kind, text, isPrefix: false })), ...prefixes];
}

/** What stands up to the last colon before the first wildcard: a run of characters never crosses a colon. */
function prefixOf(pattern: string): string {
  return pattern.slice(0, pattern.lastIndexOf(':', pattern.indexOf('*')) + 1);
}
