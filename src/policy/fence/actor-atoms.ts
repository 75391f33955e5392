import type { CompiledTest } from '../compile/condition.ts';
import type { NameSet, RequestName } from '../compile/name-set.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { splitActorName } from '../parse/names.ts';

/** One question that policies ask about an Actor: does one of its names belong to these? */
export interface ActorAtom {
  readonly id: number;
  /** Names without their kind which it mentions; wildcards replaced by something. */
  readonly names: readonly string[];
  /** Names that it does not mention may belong to it too. */
  readonly hasPatterns: boolean;
  holds(name: RequestName): boolean;
}

/** A question to which the answer is the same for every Actor. */
export type AtomOrConstant = ActorAtom | true | 'unknown';

/** A name that no policy mentions: only a wildcard alone matches it. Longer than any pattern of `?`. */
const NOBODY = '\u{a66e}'.repeat(97);
/** The user of whom nothing is known but that there is one. */
export const ANY_USER: RequestName = { text: NOBODY, kind: 'user' };

/** Collects the questions about Actors of a policy set; equal ones are one. */
export class ActorAtoms {
  readonly #byKey = new Map<string, AtomOrConstant>();
  readonly all: ActorAtom[] = [];

  /** The question of a statement's Actor. */
  ofStatement({ actor, statement, policy }: CompiledStatement): AtomOrConstant {
    if (actor === undefined) return true;
    const texts = (statement.actor ?? []).map(({ text }) => text);
    return this.#atomOf(['names', policy.namespace, ...texts.toSorted()], () => ofNames(actor));
  }

  /** The question of a test on the Actor, other than `exists`. */
  ofTest({ test, operand }: CompiledTest, namespace: string): AtomOrConstant {
    if (operand.kind === 'names' && test.operand.kind === 'names') {
      const texts = test.operand.names.map(({ text }) => text);
      return this.#atomOf(['names', namespace, ...texts.toSorted()], () => ofNames(operand.set));
    }
    if (operand.kind !== 'pattern' || test.operand.kind !== 'pattern') return 'unknown';
    const { glob, nameKind } = operand;
    const { pattern } = test.operand;
    return this.#atomOf(['pattern', pattern], () => ({
      names: [instanceOfLike(splitActorName(pattern).text)],
      hasPatterns: true,
      holds: ({ text, kind }) => (nameKind === undefined || nameKind === kind) && glob.matches(text),
    }));
  }

  #atomOf(parts: readonly string[], make: () => Omit<ActorAtom, 'id'>): AtomOrConstant {
    const key = JSON.stringify(parts);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const made = make();
    // Every Actor is some user.
    const atom = made.holds(ANY_USER) ? true : { ...made, id: this.all.length };
    if (atom !== true) this.all.push(atom);
    this.#byKey.set(key, atom);
    return atom;
  }
}

function ofNames(set: NameSet): Omit<ActorAtom, 'id'> {
  const { literals, globs, hasPatterns } = set.parts;
  return {
    names: [...literals, ...globs.map((glob) => glob.replaceAll('*', NOBODY))],
    hasPatterns,
    holds: (name) => set.match({ names: [name], complete: true }) === true,
  };
}

/** A text that the pattern of `like` matches. */
function instanceOfLike(pattern: string): string {
  return pattern.replace(
    /\\(.)|[*?]/gsu,
    (token, escaped: string | undefined) => escaped ?? (token === '*' ? NOBODY : 'x'),
  );
}
