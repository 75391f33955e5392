import type { Area } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import type { FaultLog, Place } from '../source/fault-log.ts';
import { namespaceApplies, namespaceChain } from '../terms/namespace.ts';
import type { Alias, Name, NamedAlias, NameField, RecurringWindow, Scalar, Term } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';
import { BandSet } from './band-set.ts';
import { NameSet } from './name-set.ts';
import { WindowSet } from './window-set.ts';

type Kind = Alias['kind'];

/** A member of an alias that is no alias itself. */
interface Literal {
  readonly key: unknown;
  readonly value: unknown;
}

/** What is read in place of a term: a reference to an alias, or a value of its own. */
interface Reference {
  readonly alias: string;
  readonly place: Place;
}

const ALIASES_A_TURN = 256;
const MOST_HINTS = 8;

/**
 * The aliases of a set, resolved once: unknown ones and cycles are faults. A policy sees the aliases of its own
 * namespace, then of the namespaces above it, then the global ones.
 */
export class AliasTable {
  readonly #log: FaultLog;
  /** By kind, name and namespace. */
  readonly #aliases = new Map<Kind, Map<string, Map<string, NamedAlias>>>();
  readonly #members = new Map<NamedAlias, readonly (Literal | NamedAlias)[]>();
  readonly #expanded = new Map<NamedAlias, readonly Literal[]>();
  /** Sets that several statements may share, by what they were made of. */
  readonly #nameSets = new Map<NamedAlias | string, NameSet>();
  readonly #shared = new Map<string, unknown>();

  private constructor(log: FaultLog) {
    this.#log = log;
  }

  static *building(aliases: readonly NamedAlias[], log: FaultLog): Turns<AliasTable> {
    const table = new AliasTable(log);
    for (const alias of aliases) table.#add(alias);
    const resolved = new Set<NamedAlias>();
    for (const [number, alias] of aliases.entries()) {
      if (number % ALIASES_A_TURN === 0) yield;
      table.#resolve(alias, resolved);
    }
    return table;
  }

  /** The names of a statement as a set; aliases stay sets of their own, so that a long one is stored once. */
  names(field: NameField, names: readonly Name[], namespace: string): NameSet {
    const key = [field, namespace, ...names.map(({ text }) => text)].join('\n');
    const known = this.#nameSets.get(key);
    if (known !== undefined) return known;
    const prefixes = field === 'actor';
    const literals: string[] = [];
    const aliases: NameSet[] = [];
    for (const { text } of names) {
      const alias = this.#find(field, text, namespace);
      if (alias === undefined) literals.push(text);
      else aliases.push(this.#nameSet(alias, prefixes));
    }
    const set = new NameSet(literals, { prefixes, aliases });
    this.#nameSets.set(key, set);
    return set;
  }

  bands(terms: readonly Term<Band>[], namespace: string): BandSet {
    return this.#sharing('frequency', terms, { namespace, make: (bands) => new BandSet(bands) });
  }

  windows(terms: readonly Term<RecurringWindow>[], namespace: string): WindowSet {
    return this.#sharing('time', terms, { namespace, make: (windows) => new WindowSet(windows) });
  }

  areas(terms: readonly Term<Area>[], namespace: string): readonly Area[] {
    return this.#sharing('location', terms, { namespace, make: (areas): readonly Area[] => areas });
  }

  /** The operands of `in`: a text that names a value alias stands for its members. */
  scalars(
    values: readonly { value: Scalar; place: Place }[],
    namespace: string,
  ): readonly { value: Scalar; place: Place; alias?: string }[] {
    return values.flatMap(({ value, place }) => {
      const alias = typeof value === 'string' ? this.#find('value', value, namespace) : undefined;
      return alias === undefined
        ? [{ value, place }]
        : this.#expand(alias).map((member) => ({ value: member.value as Scalar, place, alias: alias.name }));
    });
  }

  /** What is made of terms that are all aliases is made once. */
  #sharing<Value, Made>(
    kind: Kind,
    terms: readonly Term<Value>[],
    { namespace, make }: { namespace: string; make: (values: Value[]) => Made },
  ): Made {
    const names = terms.flatMap((term) => ('alias' in term ? [term.alias] : []));
    if (names.length < terms.length) return make(this.#values(kind, terms, namespace));
    const key = [kind, namespace, ...names].join('\n');
    const known = this.#shared.get(key) as Made | undefined;
    if (known !== undefined) return known;
    const values = this.#values(kind, terms, namespace);
    const made = make(values);
    // Terms that can't be resolved are faults each time they are used.
    if (values.length > 0) this.#shared.set(key, made);
    return made;
  }

  #values<Value>(kind: Kind, terms: readonly Term<Value>[], namespace: string): Value[] {
    return terms.flatMap((term) => {
      if ('value' in term) return [term.value];
      const alias = this.#require(kind, term, namespace);
      return alias === undefined ? [] : this.#expand(alias).map(({ value }) => value as Value);
    });
  }

  #nameSet(alias: NamedAlias, prefixes: boolean): NameSet {
    const known = this.#nameSets.get(alias);
    if (known !== undefined) return known;
    const names = this.#expand(alias).map(({ value }) => value as string);
    const set = new NameSet(names, { prefixes });
    this.#nameSets.set(alias, set);
    return set;
  }

  /** The literals of an alias and of all aliases in it, each once, however many ways lead to it. */
  #expand(alias: NamedAlias): readonly Literal[] {
    const known = this.#expanded.get(alias);
    if (known !== undefined) return known;
    const literals = new Map<unknown, Literal>();
    const seen = new Set<NamedAlias>([alias]);
    // A list instead of calls: aliases may be nested deeper than the stack is.
    const open: (Literal | NamedAlias)[] = [alias];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if ('key' in next) literals.set(next.key, next);
      else {
        for (const member of this.#membersOf(next).toReversed()) {
          if ('key' in member || !seen.has(member)) open.push(member);
          if ('kind' in member) seen.add(member);
        }
      }
    }
    const expanded = [...literals.values()];
    this.#expanded.set(alias, expanded);
    return expanded;
  }

  /** Find the members of an alias and of those below it, and report each alias that leads back to itself. */
  #resolve(alias: NamedAlias, resolved: Set<NamedAlias>): void {
    if (resolved.has(alias)) return;
    const open = new Set<NamedAlias>();
    const path: { alias: NamedAlias; below: NamedAlias[] }[] = [];
    const enter = (next: NamedAlias) => {
      open.add(next);
      path.push({
        alias: next,
        below: this.#membersOf(next)
          .filter((member) => 'kind' in member)
          .toReversed(),
      });
    };
    enter(alias);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.below.pop();
      if (next === undefined) {
        resolved.add(last.alias);
        open.delete(last.alias);
        path.pop();
      } else if (open.has(next)) {
        const way = [...[...open].slice([...open].indexOf(next)), next].map(({ name }) => `\`${name}\``).join(' → ');
        this.#log.error('alias-cycle', `the ${next.kind} alias \`${next.name}\` contains itself: ${way}`, next.place);
      } else if (!resolved.has(next)) enter(next);
    }
  }

  #membersOf(alias: NamedAlias): readonly (Literal | NamedAlias)[] {
    const known = this.#members.get(alias);
    if (known !== undefined) return known;
    const members = this.#readMembers(alias);
    this.#members.set(alias, members);
    return members;
  }

  #readMembers(alias: NamedAlias): readonly (Literal | NamedAlias)[] {
    const { kind, namespace } = alias;
    switch (kind) {
      case 'actor':
      case 'resource':
      case 'task':
        return alias.members.map(({ text }) => this.#find(kind, text, namespace) ?? { key: text, value: text });
      case 'value':
        return alias.members.map(({ value }) => {
          const inner = typeof value === 'string' ? this.#find('value', value, namespace) : undefined;
          return inner ?? { key: value, value };
        });
      case 'frequency':
      case 'location':
      case 'time': {
        const terms: readonly Term<unknown>[] = alias.members;
        return terms.flatMap((term): readonly (Literal | NamedAlias)[] => {
          if ('value' in term) return [{ key: term, value: term.value }];
          const inner = this.#require(kind, term, namespace);
          return inner === undefined ? [] : [inner];
        });
      }
    }
  }

  #require(kind: Kind, { alias, place }: Reference, namespace: string): NamedAlias | undefined {
    const found = this.#find(kind, alias, namespace);
    if (found === undefined) {
      this.#log.error('unknown-alias', `no ${kind} alias \`${alias}\`; ${this.#hint(kind, alias, namespace)}`, place);
    }
    return found;
  }

  /** What the author of an unknown name may have meant: one that another namespace has, or some that can be used. */
  #hint(kind: Kind, name: string, namespace: string): string {
    const [elsewhere] = this.#aliases.get(kind)?.get(name)?.keys() ?? [];
    if (elsewhere !== undefined) return `that of \`${elsewhere}\` does not hold in \`${namespace}\``;
    const usable: string[] = [];
    for (const [other, spaces] of this.#aliases.get(kind) ?? []) {
      if (usable.length === MOST_HINTS) break;
      if ([...spaces.keys()].some((space) => namespaceApplies(space, namespace))) usable.push(other);
    }
    return usable.length === 0 ? 'there are none' : `there are ${usable.join(', ')}`;
  }

  #find(kind: Kind, name: string, namespace: string): NamedAlias | undefined {
    const named = this.#aliases.get(kind)?.get(name);
    if (named === undefined) return undefined;
    for (const space of namespaceChain(namespace)) {
      const alias = named.get(space);
      if (alias !== undefined) return alias;
    }
    return undefined;
  }

  #add(alias: NamedAlias): void {
    const { kind, name, namespace, place } = alias;
    const ofKind = this.#aliases.get(kind) ?? new Map<string, Map<string, NamedAlias>>();
    this.#aliases.set(kind, ofKind);
    const named = ofKind.get(name) ?? new Map<string, NamedAlias>();
    ofKind.set(name, named);
    if (named.has(namespace)) {
      this.#log.error('duplicate-alias', `the ${kind} alias \`${name}\` is defined twice in \`${namespace}\``, place);
    } else named.set(namespace, alias);
  }
}
