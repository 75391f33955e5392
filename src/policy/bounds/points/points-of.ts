import type { ConditionTest, Term } from '../../terms/tree.ts';
import { areaPoints } from './area-points.ts';
import { bandFieldPoints, bandPoints } from './band-points.ts';
import { likePoints, namePoints } from './name-points.ts';
import type { Point } from './point.ts';
import { BAND_FIELDS, slotOf } from './point.ts';
import { timePoints } from './time-points.ts';
import { fieldPoints, quantitiesOf, quantityPoints } from './value-points.ts';

/** The edges of one test that is free of aliases: values of its part of a request on them and beside them. */
export function pointsOf(test: ConditionTest): readonly Point[] {
  const { field, operand } = test;
  switch (operand.kind) {
    case 'names':
      return field.kind === 'names'
        ? namePoints(
            field.name,
            operand.names.map(({ text }) => text),
          )
        : [];
    case 'frequency':
      return bandPoints(valuesOf(operand.terms));
    case 'time':
      return timePoints(valuesOf(operand.terms));
    case 'location':
      return areaPoints(valuesOf(operand.terms));
    case 'pattern':
      return field.kind === 'names' ? likePoints(field.name, operand.pattern) : fieldPoints(test);
    case 'exists':
      return existsPoints(test);
    case 'quantity':
    case 'list':
    case 'scalar':
      return valuePoints(test);
  }
}

function valuePoints(test: ConditionTest): readonly Point[] {
  const { field, operator } = test;
  if (field.kind !== 'quantity') return fieldPoints(test);
  const values = quantitiesOf(test);
  if (BAND_FIELDS.has(field.name)) return bandFieldPoints(field.name, values);
  const points = quantityPoints(field.name, field.dimension, values);
  if (operator !== 'contains') return points;
  // Only a list contains anything.
  return points.map(({ parts, why }) => ({
    parts: { values: Object.fromEntries(Object.entries(parts.values ?? {}).map(([key, value]) => [key, [value]])) },
    why,
  }));
}

function existsPoints(test: ConditionTest): readonly Point[] {
  const { field } = test;
  if (field.kind === 'plain') return fieldPoints(test);
  if (field.kind === 'quantity' && !BAND_FIELDS.has(field.name)) {
    return [
      { parts: { values: { [field.name]: 1 } }, why: `${field.name} is given` },
      { parts: { values: {} }, why: `${field.name} is not given` },
    ];
  }
  const slot = slotOf(test);
  return [
    { parts: {}, why: `${field.name} is given` },
    { parts: { [slot]: null }, why: `${field.name} is not given` },
  ];
}

function valuesOf<Value>(terms: readonly Term<Value>[]): readonly Value[] {
  return terms.flatMap((term) => ('value' in term ? [term.value] : []));
}
