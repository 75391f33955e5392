import type { Dimension } from '../../../spectrum/quantity.ts';
import { parseQuantity } from '../../../spectrum/quantity.ts';
import { quantityText } from '../../format/quantity-text.ts';
import type { JsonValue } from '../../source/json-text.ts';
import type { ConditionTest, Scalar } from '../../terms/tree.ts';
import { STRANGER } from '../request-parts.ts';
import { matchFor } from './name-points.ts';
import type { Point } from './point.ts';

/** The step by which an edge is passed, in base units. */
const STEPS: Readonly<Record<Dimension, number>> = { frequency: 1, time: 1e-6, power: 0.01, length: 0.01, number: 1 };

/** Each value that a quantity is held against, and one step beside it. */
export function quantityPoints(field: string, dimension: Dimension, values: readonly number[]): readonly Point[] {
  return values.flatMap((value) =>
    [value, value - STEPS[dimension], value + STEPS[dimension]].flatMap((beside, index): Point[] => {
      const exact = Number(beside.toFixed(6));
      if (exact < 0 && dimension !== 'power' && dimension !== 'length' && dimension !== 'number') return [];
      const where = ['is', 'is one step below', 'is one step above'][index] ?? '';
      const text = quantityText(exact, dimension, field);
      return [
        { parts: { values: { [field]: text } }, why: `${field} ${where} ${quantityText(value, dimension, field)}` },
      ];
    }),
  );
}

/** Values with which a test of a field comes to true and to false, and the field left out. */
export function fieldPoints({ field, operator, operand }: ConditionTest): readonly Point[] {
  const values = ((): readonly JsonValue[] => {
    switch (operand.kind) {
      case 'scalar':
        return operator === 'contains' ? [[operand.value], ['x'], operand.value] : valuesBeside(operand.value);
      case 'list':
        return [...operand.values.map(({ value }) => value), STRANGER];
      case 'pattern':
        return [matchFor(operand.pattern), `${matchFor(operand.pattern)}-x`, STRANGER];
      case 'exists':
        return ['present'];
      case 'names':
      case 'frequency':
      case 'time':
      case 'location':
      case 'quantity':
        return [];
    }
  })();
  return [
    ...values.map((value): Point => ({
      parts: { values: { [field.name]: value } },
      why: `${field.name} is ${JSON.stringify(value)}`,
    })),
    { parts: { values: {} }, why: `${field.name} is not given` },
  ];
}

/** The numbers that a quantity is held against. */
export function quantitiesOf({ field, operand }: ConditionTest): readonly number[] {
  if (operand.kind === 'quantity') return [operand.value];
  if (operand.kind !== 'list' || field.kind !== 'quantity') return [];
  return operand.values.flatMap(({ value }) => {
    const reading = parseQuantity(value, field.dimension);
    return reading.ok ? [reading.value] : [];
  });
}

function valuesBeside(value: Scalar): readonly JsonValue[] {
  if (typeof value === 'boolean') return [value, !value];
  return typeof value === 'number' ? [value, value - 1, value + 1] : [value, `${value}x`, ''];
}
