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

/** The kind that a name of a policy is restricted to. */
export type KindKey = ActorKind | 'any';

/** A name or a pattern of names as a policy gives it. */
export interface PolicyName {
  readonly kind: KindKey;
  /** Without the prefix of its kind. */
  readonly text: string;
}

/** What a set is made of, aliases included. */
export interface NameSetParts {
  /** Those of Actors without their kind. */
  readonly literals: ReadonlySet<string>;
  readonly usersOnly: boolean;
  readonly hasPatterns: boolean;
  readonly globs: readonly string[];
}

interface NamePattern extends PolicyName {
  readonly glob: Glob;
}

/** The names that a statement accepts: literals by hash look-up, wildcards one by one, aliases as sets of their own. */
export class NameSet {
  readonly #texts: (readonly [KindKey, Set<string>])[] = [];
  readonly #globs: NamePattern[] = [];
  readonly #everything: KindKey[] = [];
  /** The one literal of a set that holds nothing else: most do. */
  readonly #onlyText: string | undefined;
  readonly #onlyKind: KindKey;
  readonly aliases: readonly NameSet[];
  #parts: NameSetParts | undefined;

  /** `names` are free of aliases; `aliases` are shared between statements. */
  constructor(names: Iterable<string>, options: { readonly prefixes: boolean; readonly aliases?: readonly NameSet[] }) {
    this.aliases = options.aliases ?? [];
    for (const name of names) {
      const { kind, text } = options.prefixes ? splitActorName(name) : { kind: undefined, text: name };
      const key = kind ?? 'any';
      if (text === '*') this.#everything.push(key);
      else if (text.includes('*')) this.#globs.push({ kind: key, glob: Glob.name(text), text });
      else this.#literalsOf(key).add(text);
    }
    const [only, another] = this.literals;
    const hasMore = another !== undefined || this.#globs.length + this.#everything.length + this.aliases.length > 0;
    this.#onlyText = hasMore ? undefined : only?.text;
    this.#onlyKind = only?.kind ?? 'any';
  }

  /** True when one of the names is in the set; unknown when a name that is not known might be. */
  match({ names, complete }: RequestNames): Truth {
    for (const name of names) if (this.#has(name)) return true;
    return complete ? false : 'unknown';
  }

  /** The operations this set is limited to, if it names nothing but operations. */
  get operations(): ReadonlySet<string> | undefined {
    for (const set of [this, ...this.aliases]) {
      if (set.#everything.length > 0 || set.#globs.length > 0) return undefined;
      for (const { text } of set.literals) if (!isOperation(text)) return undefined;
    }
    return this.parts.literals;
  }

  /** What the set is made of, aliases included. */
  get parts(): NameSetParts {
    this.#parts ??= this.#partsOf();
    return this.#parts;
  }

  /** The set's own literals, without those of its aliases. */
  get literals(): readonly PolicyName[] {
    return this.#texts.flatMap(([kind, texts]) => Array.from(texts, (text) => ({ kind, text })));
  }

  /** The set's own patterns, a bare `*` included. */
  get patterns(): readonly PolicyName[] {
    return [...this.#globs, ...this.#everything.map((kind) => ({ kind, text: '*' }))];
  }

  #partsOf(): NameSetParts {
    const sets = [this, ...this.aliases];
    const literals = sets.flatMap((set) => set.literals);
    return {
      literals: new Set(literals.map(({ text }) => text)),
      usersOnly: literals.every(({ kind }) => kind === 'user'),
      hasPatterns: sets.some((set) => set.#everything.length > 0 || set.#globs.length > 0),
      globs: sets.flatMap((set) => set.patterns.map(({ text }) => text)),
    };
  }

  #has(name: RequestName): boolean {
    const { text, kind } = name;
    if (this.#onlyText !== undefined) {
      return this.#onlyText === text && (this.#onlyKind === 'any' || this.#onlyKind === kind);
    }
    for (const everything of this.#everything) if (everything === 'any' || everything === kind) return true;
    for (const [restricted, texts] of this.#texts) {
      if ((restricted === 'any' || restricted === kind) && texts.has(text)) return true;
    }
    for (const pattern of this.#globs) {
      if ((pattern.kind === 'any' || pattern.kind === kind) && pattern.glob.matches(text)) return true;
    }
    for (const alias of this.aliases) if (alias.#has(name)) return true;
    return false;
  }

  #literalsOf(key: KindKey): Set<string> {
    const known = this.#texts.find(([kind]) => kind === key);
    if (known !== undefined) return known[1];
    const texts = new Set<string>();
    this.#texts.push([key, texts]);
    return texts;
  }
}
