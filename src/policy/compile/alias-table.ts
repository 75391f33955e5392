import type { Area } from '../../spectrum/area.ts';
import type { FaultLog, Place } from '../source/fault-log.ts';
import { namespaceChain } from '../terms/namespace.ts';
import type { Alias, Name, NamedAlias, NameField, RecurringWindow, Scalar, Term } from '../terms/tree.ts';
import { BandSet } from './band-set.ts';
import { NameSet } from './name-set.ts';
import { WindowSet } from './window-set.ts';

type Kind = Alias['kind'];

/** A member of an alias once nested aliases are gone. */
type Member = { readonly key: unknown; readonly value: unknown };

/** What is read in place of a term: a reference to an alias, or a value of its own. */
interface Reference {
  readonly alias: string;
  readonly place: Place;
}

/**
 * The aliases of a set, resolved once: unknown ones and cycles are faults. A policy sees the aliases of its own
 * namespace, then of the namespaces above it, then the global ones.
 */
export class AliasTable {
  readonly #aliases = new Map<string, NamedAlias>();
  readonly #expanded = new Map<NamedAlias, readonly Member[] | 'open'>();
  readonly #nameSets = new Map<NamedAlias, NameSet>();
  readonly #log: FaultLog;

  constructor(aliases: readonly NamedAlias[], log: FaultLog) {
    this.#log = log;
    for (const alias of aliases) {
      const key = keyOf(alias.kind, alias.namespace, alias.name);
      if (this.#aliases.has(key)) {
        log.error(
          'duplicate-alias',
          `the ${alias.kind} alias \`${alias.name}\` is defined twice in \`${alias.namespace}\``,
          alias.place,
        );
      } else this.#aliases.set(key, alias);
    }
    for (const alias of this.#aliases.values()) this.#expand(alias);
  }

  /** The names of a statement as a set; aliases stay sets of their own, so that a long one is stored once. */
  names(field: NameField, names: readonly Name[], namespace: string): NameSet {
    const prefixes = field === 'actor';
    const aliases = names.flatMap(({ text }) => this.#find(field, text, namespace) ?? []);
    const literals = names
      .filter(({ text }) => this.#find(field, text, namespace) === undefined)
      .map(({ text }) => text);
    return new NameSet(literals, { prefixes, aliases: aliases.map((alias) => this.#nameSet(alias, prefixes)) });
  }

  bands(terms: readonly Term<{ startHz: number; stopHz: number }>[], namespace: string): BandSet {
    return new BandSet(this.#values('frequency', terms, namespace));
  }

  windows(terms: readonly Term<RecurringWindow>[], namespace: string): WindowSet {
    return new WindowSet(this.#values('time', terms, namespace));
  }

  areas(terms: readonly Term<Area>[], namespace: string): readonly Area[] {
    return this.#values('location', terms, namespace);
  }

  /** The operands of `in`: a text that names a value alias stands for its members. */
  scalars(
    values: readonly { value: Scalar; place: Place }[],
    namespace: string,
  ): readonly { value: Scalar; place: Place }[] {
    return values.flatMap(({ value, place }) => {
      const alias = typeof value === 'string' ? this.#find('value', value, namespace) : undefined;
      return alias === undefined
        ? [{ value, place }]
        : this.#expand(alias).map((member) => ({ value: member.value as Scalar, place }));
    });
  }

  #values<Value>(kind: Kind, terms: readonly Term<Value>[], namespace: string): Value[] {
    return terms.flatMap((term) => {
      if ('value' in term) return [term.value];
      const alias = this.#require(kind, term, namespace);
      return alias === undefined ? [] : this.#expand(alias).map(({ value }) => value as Value);
    });
  }

  #nameSet(alias: NamedAlias, prefixes: boolean): NameSet {
    const set =
      this.#nameSets.get(alias) ??
      new NameSet(
        this.#expand(alias).map(({ value }) => value as string),
        { prefixes },
      );
    this.#nameSets.set(alias, set);
    return set;
  }

  #expand(alias: NamedAlias): readonly Member[] {
    const known = this.#expanded.get(alias);
    if (known === 'open') {
      this.#log.error('alias-cycle', `the ${alias.kind} alias \`${alias.name}\` contains itself`, alias.place);
      return [];
    }
    if (known !== undefined) return known;
    this.#expanded.set(alias, 'open');
    // By key, so that a member reached along several ways counts once.
    const members = new Map<unknown, Member>();
    for (const member of this.#membersOf(alias)) members.set(member.key, member);
    const expanded = [...members.values()];
    this.#expanded.set(alias, expanded);
    return expanded;
  }

  #membersOf(alias: NamedAlias): readonly Member[] {
    const nested = (inner: NamedAlias | undefined, literal: () => Member[]) =>
      inner === undefined ? literal() : this.#expand(inner);
    switch (alias.kind) {
      case 'actor':
      case 'resource':
      case 'task':
        return alias.members.flatMap(({ text }) =>
          nested(this.#find(alias.kind, text, alias.namespace), () => [{ key: text, value: text }]),
        );
      case 'value':
        return alias.members.flatMap(({ value }) => {
          const inner = typeof value === 'string' ? this.#find('value', value, alias.namespace) : undefined;
          return nested(inner, () => [{ key: value, value }]);
        });
      case 'frequency':
      case 'location':
      case 'time':
        return alias.members.flatMap((term: Term<unknown>) => {
          if ('value' in term) return [{ key: term, value: term.value }];
          const inner = this.#require(alias.kind, term, alias.namespace);
          return inner === undefined ? [] : this.#expand(inner);
        });
    }
  }

  #require(kind: Kind, { alias, place }: Reference, namespace: string): NamedAlias | undefined {
    const found = this.#find(kind, alias, namespace);
    if (found === undefined) {
      const known = [...this.#aliases.values()].filter((other) => other.kind === kind).map(({ name }) => name);
      const hint = known.length === 0 ? 'there are none' : `there are ${known.slice(0, 8).join(', ')}`;
      this.#log.error('unknown-alias', `no ${kind} alias \`${alias}\`; ${hint}`, place);
    }
    return found;
  }

  #find(kind: Kind, name: string, namespace: string): NamedAlias | undefined {
    for (const space of namespaceChain(namespace)) {
      const alias = this.#aliases.get(keyOf(kind, space, name));
      if (alias !== undefined) return alias;
    }
    return undefined;
  }
}

function keyOf(kind: Kind, namespace: string, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}
