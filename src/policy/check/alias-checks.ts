import { parseQuantity } from '../../spectrum/quantity.ts';
import type { PolicySet } from '../policy-set.ts';
import { namespaceChain } from '../terms/namespace.ts';
import type { Alias, NamedAlias } from '../terms/tree.ts';
import type { AliasScope } from './reasoning/alias-scope.ts';
import { testsIn } from './reasoning/conjuncts.ts';
import type { FindingLog } from './finding.ts';

interface Mention {
  readonly kind: Alias['kind'];
  readonly text: string;
}

/** Report aliases that no statement uses, hide another, or read as a quantity. */
export function checkAliases(set: PolicySet, aliases: AliasScope, log: FindingLog): void {
  const used = usedAliases(set, aliases);
  for (const alias of set.aliases) {
    const { kind, name, namespace, place } = alias;
    if (!used.has(alias)) log.warn('unused-alias', `no statement uses the ${kind} alias \`${name}\``, place);
    const hidden = namespaceChain(namespace)
      .slice(1)
      .map((space) => aliases.find(kind, name, space))
      .find((other) => other !== undefined && other !== alias);
    if (hidden !== undefined) {
      const detail = `in \`${namespace}\` this hides the ${kind} alias \`${name}\` of \`${hidden.namespace}\``;
      log.note('alias-hides-another', detail, place);
    }
    if (
      kind === 'value' &&
      (['time', 'frequency', 'power', 'length'] as const).some((one) => parseQuantity(name, one).ok)
    )
      log.warn(
        'alias-for-a-quantity',
        `the value alias \`${name}\` takes the place of the quantity it reads as`,
        place,
      );
  }
}

/** The aliases that statements name, and those that these are made of. */
function usedAliases(set: PolicySet, aliases: AliasScope): ReadonlySet<NamedAlias> {
  const used = new Set<NamedAlias>();
  const use = ({ kind, text }: Mention, namespace: string) => {
    const alias = aliases.find(kind, text, namespace);
    if (alias === undefined || used.has(alias)) return;
    used.add(alias);
    for (const mention of mentionsOf(alias.kind, alias.members)) use(mention, alias.namespace);
  };
  for (const { statement, policy } of set.statements) {
    for (const mention of [
      ...mentionsOf('actor', statement.actor ?? []),
      ...mentionsOf('resource', statement.resource ?? []),
      ...mentionsOf('task', statement.task ?? []),
      ...mentionsOf('frequency', statement.frequency ?? []),
      ...mentionsOf('location', statement.location ?? []),
      ...mentionsOf('time', statement.time ?? []),
      ...testsIn(statement.condition).flatMap(({ field, operand }) => {
        switch (operand.kind) {
          case 'names':
            return field.kind === 'names' ? mentionsOf(field.name, operand.names) : [];
          case 'frequency':
          case 'time':
          case 'location':
            return mentionsOf(operand.kind, operand.terms);
          case 'list':
            return mentionsOf('value', operand.values);
          case 'pattern':
          case 'exists':
          case 'quantity':
          case 'scalar':
            return [];
        }
      }),
    ])
      use(mention, policy.namespace);
  }
  return used;
}

type Item = { readonly text: string } | { readonly alias: string } | { readonly value: unknown };

function mentionsOf(kind: Alias['kind'], items: readonly Item[]): readonly Mention[] {
  return items.flatMap((item) => {
    if ('text' in item) return [{ kind, text: item.text }];
    if ('alias' in item) return [{ kind, text: item.alias }];
    return kind === 'value' && typeof item.value === 'string' ? [{ kind, text: item.value }] : [];
  });
}
