import type { ActorKind } from '../parse/names.ts';
import { splitActorName } from '../parse/names.ts';
import { isOperation } from '../terms/registry.ts';
import { Glob } from './glob.ts';
import type { Truth } from './truth.ts';

/** One name of a request's Actor, Resource or SCOS-Task. */
export interface RequestName {
  readonly text: string;
  /** Only for Actors. */
  readonly kind?: ActorKind;
}

/** All names that a request's part bears. `complete: false` when one of them is not known. */
export interface RequestNames {
  readonly names: readonly RequestName[];
  readonly complete: boolean;
}

type KindKey = ActorKind | 'any';

/** The names that a statement accepts: literals by hash look-up, wildcards one by one, aliases as sets of their own. */
export class NameSet {
  readonly #literals = new Map<KindKey, Set<string>>();
  readonly #globs: { readonly kind: KindKey; readonly glob: Glob; readonly text: string }[] = [];
  readonly #everything = new Set<KindKey>();
  readonly #aliases: readonly NameSet[];

  /** `names` are free of aliases; `aliases` are shared between statements. */
  constructor(names: Iterable<string>, options: { readonly prefixes: boolean; readonly aliases?: readonly NameSet[] }) {
    this.#aliases = options.aliases ?? [];
    for (const name of names) {
      const { kind, text } = options.prefixes ? splitActorName(name) : { kind: undefined, text: name };
      const key = kind ?? 'any';
      if (text === '*') this.#everything.add(key);
      else if (text.includes('*')) this.#globs.push({ kind: key, glob: Glob.name(text), text });
      else this.#literalsOf(key).add(text);
    }
  }

  /** True when one of the names is in the set; unknown when a name that is not known might be. */
  match({ names, complete }: RequestNames): Truth {
    if (names.some((name) => this.#has(name))) return true;
    return complete ? false : 'unknown';
  }

  /** The operations this set is limited to, if it names nothing but operations. */
  get operations(): ReadonlySet<string> | undefined {
    const { literals, hasPatterns } = this.parts;
    return hasPatterns || ![...literals].every(isOperation) ? undefined : literals;
  }

  /** What the set is made of, aliases included; literals of Actors without their kind. */
  get parts(): { literals: ReadonlySet<string>; usersOnly: boolean; hasPatterns: boolean; globs: readonly string[] } {
    const sets = [this, ...this.#aliases];
    const keys = sets.flatMap((set) => [...set.#literals.keys()]);
    return {
      literals: new Set(sets.flatMap((set) => [...set.#literals.values()].flatMap((literals) => [...literals]))),
      usersOnly: keys.every((key) => key === 'user'),
      hasPatterns: sets.some((set) => set.#everything.size > 0 || set.#globs.length > 0),
      globs: sets.flatMap((set) => [...set.#globs.map(({ text }) => text), ...[...set.#everything].map(() => '*')]),
    };
  }

  #has(name: RequestName): boolean {
    const { text, kind } = name;
    if (this.#everything.has('any') || (kind !== undefined && this.#everything.has(kind))) return true;
    if (this.#literals.get('any')?.has(text) === true) return true;
    if (kind !== undefined && this.#literals.get(kind)?.has(text) === true) return true;
    if (this.#globs.some((pattern) => (pattern.kind === 'any' || pattern.kind === kind) && pattern.glob.matches(text)))
      return true;
    return this.#aliases.some((alias) => alias.#has(name));
  }

  #literalsOf(key: KindKey): Set<string> {
    const literals = this.#literals.get(key) ?? new Set();
    this.#literals.set(key, literals);
    return literals;
  }
}
