import type { ActorKind } from '../parse/names.ts';
import type { ActorAtom } from './actor-atoms.ts';

/** A kind of Actor: the questions about it that are answered with yes, by number. */
export type Witness = ReadonlySet<number>;

/** The kinds of Actor that are told apart. */
export interface Witnesses {
  readonly all: readonly Witness[];
  /** False when there are more than can be worked out: then what only the others may is missing from fences. */
  readonly isComplete: boolean;
}

/** Names that all questions answer alike. An Actor has one user, and any number of groups and roles. */
interface NameClass {
  readonly isUser: boolean;
  readonly atoms: readonly number[];
}

const KINDS: readonly ActorKind[] = ['user', 'group', 'role'];
const MOST_SUBSETS = 2048;
const MOST_WITNESSES = 20_000;
const A_TURN = 512;

/**
 * The kinds of Actor that matter to these questions. One name is enough to be permitted by a statement that asks once;
 * `joint` are the questions of statements that ask several times or the other way round, for which names are combined.
 * Yields now and then, so that a long list can be worked off in turns.
 */
export function* witnessesFor(atoms: readonly ActorAtom[], joint: ReadonlySet<number>): Generator<void, Witnesses> {
  const classes = yield* classesOf(atoms);
  const subsets = subsetsOf(classes.filter((one) => one.atoms.some((atom) => joint.has(atom))));
  const combined = subsets.slice(0, MOST_SUBSETS);
  const witnesses = new Map<string, Witness>();
  for (const subset of combined) {
    for (const single of [undefined, ...classes]) {
      if (witnesses.size >= MOST_WITNESSES) return { all: [...witnesses.values()], isComplete: false };
      if (witnesses.size % A_TURN === A_TURN - 1) yield;
      const chosen = single === undefined ? subset : [...subset, single];
      if (chosen.filter(({ isUser }) => isUser).length > 1) continue;
      const held = [...new Set(chosen.flatMap((one) => one.atoms))].sort((a, b) => a - b);
      witnesses.set(held.join(), new Set(held));
    }
  }
  return { all: [...witnesses.values()], isComplete: subsets.length === combined.length };
}

function* classesOf(atoms: readonly ActorAtom[]): Generator<void, NameClass[]> {
  const texts = new Set(atoms.flatMap(({ names }) => names));
  const held = new Map<string, { readonly kind: ActorKind; readonly atoms: number[] }>();
  const ask = (atom: ActorAtom, text: string) => {
    for (const kind of KINDS) {
      if (!atom.holds({ text, kind })) continue;
      const key = `${kind}:${text}`;
      const known = held.get(key) ?? { kind, atoms: [] };
      held.set(key, known);
      known.atoms.push(atom.id);
    }
  };
  let asked = 0;
  for (const atom of atoms) {
    for (const text of atom.hasPatterns ? texts : atom.names) {
      ask(atom, text);
      asked += 1;
      if (asked % A_TURN === 0) yield;
    }
  }
  const classes = new Map<string, NameClass>();
  for (const { kind, atoms: answered } of held.values()) {
    const key = [...new Set(answered)].join();
    // A group or role combines with everything; a user of the same class adds nothing.
    if (classes.get(key)?.isUser === false) continue;
    classes.set(key, { isUser: kind === 'user', atoms: [...new Set(answered)] });
  }
  return [...classes.values()];
}

/** Subsets with one user at most, the smallest first, the empty one among them; one more than are looked at. */
function subsetsOf(classes: readonly NameClass[]): (readonly NameClass[])[] {
  const subsets: (readonly NameClass[])[] = [[]];
  for (let from = 0; from < subsets.length && subsets.length <= MOST_SUBSETS; from += 1) {
    const subset = subsets[from] ?? [];
    const last = subset.at(-1);
    const next = last === undefined ? 0 : classes.indexOf(last) + 1;
    for (const one of classes.slice(next)) {
      if (one.isUser && subset.some(({ isUser }) => isUser)) continue;
      if (subsets.length <= MOST_SUBSETS) subsets.push([...subset, one]);
    }
  }
  return subsets;
}
