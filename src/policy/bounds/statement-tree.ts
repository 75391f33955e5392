import type { CompiledStatement } from '../compile/statement.ts';
import type { AliasScope } from '../check/reasoning/alias-scope.ts';
import type { Condition, ConditionTest, NameField, Operand } from '../terms/tree.ts';

const NAME_FIELDS: readonly NameField[] = ['actor', 'resource', 'task'];

/**
 * All that a statement asks of a request as one condition without aliases: its parts are tests like those of its own
 * condition. Undefined for a statement that asks nothing.
 */
export function conditionOfStatement(compiled: CompiledStatement, aliases: AliasScope): Condition | undefined {
  const { statement, policy, impliedOperations } = compiled;
  const { place, frequency, location, time, condition } = statement;
  const named = NAME_FIELDS.flatMap((name): Condition[] => {
    const names = statement[name];
    return names === undefined
      ? []
      : [{ kind: 'test', operator: 'in', field: { kind: 'names', name }, operand: { kind: 'names', names }, place }];
  });
  const operations = [...(impliedOperations ?? [])].map((text) => ({ text, place }));
  const parts: Condition[] = [
    ...named,
    ...(operations.length === 0
      ? []
      : [contextTest({ kind: 'names', name: 'task' }, { kind: 'names', names: operations })]),
    ...(frequency
      ? [contextTest({ kind: 'context', name: 'frequency' }, { kind: 'frequency', terms: frequency })]
      : []),
    ...(location ? [contextTest({ kind: 'context', name: 'location' }, { kind: 'location', terms: location })] : []),
    ...(time ? [contextTest({ kind: 'context', name: 'time' }, { kind: 'time', terms: time })] : []),
    ...(condition ? [condition] : []),
  ];
  if (parts.length === 0) return undefined;
  return withoutAliases({ kind: 'allOf', of: parts }, policy.namespace, aliases);

  function contextTest(field: ConditionTest['field'], operand: Operand): Condition {
    return { kind: 'test', operator: 'in', field, operand, place };
  }
}

function withoutAliases(condition: Condition, namespace: string, aliases: AliasScope): Condition {
  if (condition.kind === 'not') return { kind: 'not', of: withoutAliases(condition.of, namespace, aliases) };
  if (condition.kind !== 'test')
    return { kind: condition.kind, of: condition.of.map((part) => withoutAliases(part, namespace, aliases)) };
  return { ...condition, operand: expanded(condition, namespace, aliases) };
}

function expanded({ field, operand, place }: ConditionTest, namespace: string, aliases: AliasScope): Operand {
  switch (operand.kind) {
    case 'names': {
      const names = field.kind === 'names' ? aliases.names(field.name, operand.names, namespace) : [];
      return { kind: 'names', names: names.map((text) => ({ text, place })) };
    }
    case 'frequency':
      return { kind: 'frequency', terms: aliases.bands(operand.terms, namespace).map((value) => ({ value, place })) };
    case 'time':
      return { kind: 'time', terms: aliases.windows(operand.terms, namespace).map((value) => ({ value, place })) };
    case 'location':
      return { kind: 'location', terms: aliases.areas(operand.terms, namespace).map((value) => ({ value, place })) };
    case 'list':
      return { kind: 'list', values: aliases.scalars(operand.values, namespace).map((value) => ({ value, place })) };
    case 'pattern':
    case 'exists':
    case 'quantity':
    case 'scalar':
      return operand;
  }
}

/** The tests of a condition, in the order of the tree; the same test object may stand in it only once. */
export function leavesOf(condition: Condition): readonly ConditionTest[] {
  if (condition.kind === 'test') return [condition];
  return condition.kind === 'not' ? leavesOf(condition.of) : condition.of.flatMap(leavesOf);
}
