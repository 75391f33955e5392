import type { Condition, ConditionTest, Field, Operand, Scalar } from '../terms/tree.ts';
import { OPERATORS } from '../terms/tree.ts';
import type { Layout, LayoutObject } from './json-layout.ts';
import { inline } from './json-layout.ts';
import { quantityText } from './quantity-text.ts';
import { areasLayout, bandsLayout, namesLayout, windowsLayout } from './value-layout.ts';

const NAME_FIELDS = { actor: 'Actor', resource: 'Resource', task: 'SCOS-Task' } as const;

/**
 * A normal condition (`terms/normal-form.ts`) as a policy writes it, operator first. Parts that are all required share
 * one block where no key meets another; else they stand in `allOf`.
 */
export function conditionLayout(condition: Condition): LayoutObject {
  switch (condition.kind) {
    case 'test':
      return inline([[condition.operator, inline([testMember(condition)])]]);
    case 'not':
      return inline([['not', conditionLayout(condition.of)]]);
    case 'anyOf':
      return inline([['anyOf', condition.of.map(conditionLayout)]]);
    case 'allOf':
      return sharedBlock(condition.of) ?? inline([['allOf', condition.of.map(conditionLayout)]]);
  }
}

function sharedBlock(parts: readonly Condition[]): LayoutObject | undefined {
  const tests = parts.filter((part) => part.kind === 'test');
  const others = parts.filter((part) => part.kind !== 'test');
  const testKeys = new Set(tests.map(({ operator, field }) => `${operator} ${field.name}`));
  const otherKinds = new Set(others.map(({ kind }) => kind));
  if (testKeys.size < tests.length || otherKinds.size < others.length || otherKinds.has('allOf')) return undefined;
  return inline([
    ...OPERATORS.flatMap((operator) => {
      const members = tests.filter((test) => test.operator === operator).map(testMember);
      return members.length === 0 ? [] : [[operator, inline(members)] as const];
    }),
    ...others.flatMap((part) => conditionLayout(part).members),
  ]);
}

function testMember({ field, operand }: ConditionTest): readonly [string, Layout] {
  return [field.kind === 'names' ? NAME_FIELDS[field.name] : field.name, operandLayout(field, operand)];
}

function operandLayout(field: Field, operand: Operand): Layout {
  switch (operand.kind) {
    case 'names':
      return namesLayout(operand.names);
    case 'frequency':
      return bandsLayout(operand.terms);
    case 'time':
      return windowsLayout(operand.terms);
    case 'location':
      return areasLayout(operand.terms);
    case 'pattern':
      return operand.pattern;
    case 'exists':
      return operand.wanted;
    case 'quantity':
    case 'scalar':
      return valueLayout(field, operand.value);
    case 'list':
      return operand.values.map(({ value }) => valueLayout(field, value));
  }
}

function valueLayout(field: Field, value: Scalar): Layout {
  return field.kind === 'quantity' && typeof value === 'number'
    ? quantityText(value, field.dimension, field.name)
    : value;
}
