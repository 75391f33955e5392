import type { Dimension } from '../../spectrum/quantity.ts';
import { isAbsentValue, parseQuantity } from '../../spectrum/quantity.ts';
import type { CompiledOperand } from '../compile/condition.ts';
import type { Truth } from '../compile/truth.ts';
import { or } from '../compile/truth.ts';
import type { JsonValue } from '../source/json-text.ts';
import type { Operator, Scalar } from '../terms/tree.ts';

/** Compare a field that has a dimension. A value that is missing or no such quantity makes the answer unknown. */
export function compareQuantities(
  operator: Operator,
  operand: CompiledOperand,
  { raw, dimension }: { raw: JsonValue | undefined; dimension: Dimension },
): Truth {
  const read = (value: JsonValue | undefined) => {
    const reading = parseQuantity(value, dimension);
    return reading.ok ? reading.value : undefined;
  };
  if (operator === 'contains') return contains(raw, (item) => equals(read(item), operand));
  const value = read(raw);
  if (value === undefined) return 'unknown';
  if (operand.kind === 'list') return operand.values.has(value);
  return operand.kind === 'quantity' ? order(operator, value, operand.value) : 'unknown';
}

/** Compare a field without a dimension. Values of different JSON types can't be compared: unknown. */
export function compareValues(operator: Operator, operand: CompiledOperand, raw: JsonValue | undefined): Truth {
  if (raw === undefined || isAbsentValue(raw)) return 'unknown';
  if (operand.kind === 'pattern') return typeof raw === 'string' ? operand.glob.matches(raw) : 'unknown';
  if (operand.kind === 'list') return isOneOf(raw, operand);
  if (operand.kind !== 'scalar') return 'unknown';
  const { value } = operand;
  if (operator === 'contains') {
    if (typeof raw === 'string') return typeof value === 'string' ? raw.includes(value) : 'unknown';
    return contains(raw, (item) => (isScalar(item) && typeof item === typeof value ? item === value : 'unknown'));
  }
  if (!isScalar(raw) || typeof raw !== typeof value) return 'unknown';
  return operator === 'equals' ? raw === value : orderScalars(operator, raw, value);
}

function contains(raw: JsonValue | undefined, equalsOperand: (item: JsonValue) => Truth): Truth {
  if (!Array.isArray(raw)) return 'unknown';
  return raw.map((item: JsonValue) => equalsOperand(item)).reduce(or, false);
}

function equals(value: number | undefined, operand: CompiledOperand): Truth {
  return value === undefined || operand.kind !== 'quantity' ? 'unknown' : value === operand.value;
}

function isOneOf(raw: JsonValue, { values, types }: CompiledOperand & { kind: 'list' }): Truth {
  if (!isScalar(raw)) return 'unknown';
  if (values.has(raw)) return true;
  // Each member of another type is an unknown, and an unknown among falses is unknown.
  return [...types].every((type) => type === typeof raw) ? false : 'unknown';
}

function orderScalars(operator: Operator, a: Scalar, b: Scalar): Truth {
  if (typeof a === 'number' && typeof b === 'number') return order(operator, a, b);
  if (typeof a === 'string' && typeof b === 'string') return order(operator, compareCodePoints(a, b), 0);
  return 'unknown';
}

function order(operator: Operator, a: number, b: number): Truth {
  switch (operator) {
    case 'equals':
      return a === b;
    case 'lessthan':
      return a < b;
    case 'greaterthan':
      return a > b;
    case 'lessthanequals':
      return a <= b;
    case 'greaterthanequals':
      return a >= b;
    case 'like':
    case 'contains':
    case 'in':
    case 'exists':
      return 'unknown';
  }
}

/** Negative, 0 or positive; by code point, so that the order does not depend on UTF-16 surrogates. */
function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function isScalar(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
