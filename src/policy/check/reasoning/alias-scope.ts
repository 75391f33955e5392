import type { Area } from '../../../spectrum/area.ts';
import type { Band } from '../../../spectrum/band.ts';
import { namespaceChain } from '../../terms/namespace.ts';
import type { Alias, Name, NamedAlias, NameField, RecurringWindow, Scalar, Term } from '../../terms/tree.ts';

type Kind = Alias['kind'];

/** Looks aliases up as the engine does: in the namespace of the policy, in those above it, then among the global ones. */
export class AliasScope {
  readonly #aliases: ReadonlyMap<string, NamedAlias>;

  constructor(aliases: readonly NamedAlias[]) {
    this.#aliases = new Map(aliases.map((alias) => [keyOf(alias.kind, alias.namespace, alias.name), alias]));
  }

  /** The alias that `name` means in `namespace`, if any. */
  find<K extends Kind>(kind: K, name: string, namespace: string): (NamedAlias & { readonly kind: K }) | undefined {
    for (const space of namespaceChain(namespace)) {
      const alias = this.#aliases.get(keyOf(kind, space, name));
      if (alias !== undefined && isOf(alias, kind)) return alias;
    }
    return undefined;
  }

  /** Names with aliases replaced by their members, each once. */
  names(field: NameField, names: readonly Name[], namespace: string): readonly string[] {
    const found = new Set<string>();
    this.#collectNames(field, { names, namespace }, { found, open: new Set() });
    return [...found];
  }

  /** Bands with aliases replaced by their members, as they are written. */
  bands(terms: readonly Term<Band>[], namespace: string): readonly Band[] {
    return terms.flatMap((term): readonly Band[] => {
      if ('value' in term) return [term.value];
      const alias = this.find('frequency', term.alias, namespace);
      return alias === undefined ? [] : this.bands(alias.members, alias.namespace);
    });
  }

  /** Windows with aliases replaced by their members. */
  windows(terms: readonly Term<RecurringWindow>[], namespace: string): readonly RecurringWindow[] {
    return terms.flatMap((term): readonly RecurringWindow[] => {
      if ('value' in term) return [term.value];
      const alias = this.find('time', term.alias, namespace);
      return alias === undefined ? [] : this.windows(alias.members, alias.namespace);
    });
  }

  /** Areas with aliases replaced by their members. */
  areas(terms: readonly Term<Area>[], namespace: string): readonly Area[] {
    return terms.flatMap((term): readonly Area[] => {
      if ('value' in term) return [term.value];
      const alias = this.find('location', term.alias, namespace);
      return alias === undefined ? [] : this.areas(alias.members, alias.namespace);
    });
  }

  /** The operands of `in`; a text that names a value alias stands for its members. */
  scalars(values: readonly { readonly value: Scalar }[], namespace: string): readonly Scalar[] {
    return values.flatMap(({ value }): readonly Scalar[] => {
      const alias = typeof value === 'string' ? this.find('value', value, namespace) : undefined;
      return alias === undefined ? [value] : this.scalars(alias.members, alias.namespace);
    });
  }

  #collectNames(
    field: NameField,
    { names, namespace }: { names: readonly Name[]; namespace: string },
    seen: { readonly found: Set<string>; readonly open: Set<NamedAlias> },
  ): void {
    for (const { text } of names) {
      const alias = this.find(field, text, namespace);
      if (alias === undefined) seen.found.add(text);
      else if (!seen.open.has(alias)) {
        seen.open.add(alias);
        this.#collectNames(field, { names: alias.members, namespace: alias.namespace }, seen);
      }
    }
  }
}

function isOf<K extends Kind>(alias: NamedAlias, kind: K): alias is NamedAlias & { readonly kind: K } {
  return alias.kind === kind;
}

function keyOf(kind: Kind, namespace: string, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}
