import type { PolicySet } from '../policy-set.ts';
import { namespaceChain } from '../terms/namespace.ts';
import type { Name, NamedAlias, NameField } from '../terms/tree.ts';

/** Names with all their aliases replaced by what these stand for. */
export class ExpandedNames {
  readonly #aliases = new Map<string, NamedAlias>();
  readonly #expanded = new Map<string, readonly string[]>();

  constructor({ aliases }: PolicySet) {
    for (const alias of aliases) this.#aliases.set(keyOf(alias.kind, alias.namespace, alias.name), alias);
  }

  /** The literals and patterns that these names mean in a policy of `namespace`; sorted, each once. */
  of(field: NameField, names: readonly Name[], namespace: string): readonly string[] {
    const texts = names.flatMap(({ text }) => this.#one(field, text, namespace));
    return [...new Set(texts)].sort();
  }

  #one(field: NameField, text: string, namespace: string): readonly string[] {
    for (const space of namespaceChain(namespace)) {
      const key = keyOf(field, space, text);
      const alias = this.#aliases.get(key);
      if (alias?.kind !== 'actor' && alias?.kind !== 'resource' && alias?.kind !== 'task') continue;
      const known = this.#expanded.get(key) ?? this.of(field, alias.members, alias.namespace);
      this.#expanded.set(key, known);
      return known;
    }
    return [text];
  }
}

function keyOf(kind: string, namespace: string, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}
