import { isAbsentValue, parseQuantity } from '../../spectrum/quantity.ts';
import { readAreas, readBands } from './context.ts';
import type { FaultLog } from '../source/fault-log.ts';
import { readNames } from './names.ts';
import type { Node } from '../source/reading.ts';
import { readOneOrMany, readText } from '../source/reading.ts';
import type { Field, Operand, Operator, Scalar } from '../terms/tree.ts';
import { readWindows } from './windows.ts';

interface Test<F extends Field = Field> {
  readonly operator: Operator;
  readonly field: F;
  readonly operand: Node;
}

/** Read what `field` is compared with; a value that could never be compared with it is a fault. */
export function readOperand(test: Test, log: FaultLog): Operand | undefined {
  const { operator, field, operand } = test;
  if (operator === 'exists') return readExists(operand, log);
  switch (field.kind) {
    case 'names':
      return readNamesOperand({ operator, field, operand }, log);
    case 'context':
      return readContextOperand({ operator, field, operand }, log);
    case 'quantity':
      return readQuantityOperand({ operator, field, operand }, log);
    case 'plain':
      return readPlainOperand({ operator, field, operand }, log);
  }
}

function readExists({ value, place }: Node, log: FaultLog): Operand | undefined {
  if (value === true || value === 'true') return { kind: 'exists', wanted: true };
  if (value === false || value === 'false') return { kind: 'exists', wanted: false };
  log.error('wrong-type', '`exists` takes true or false', place);
  return undefined;
}

function readNamesOperand(
  { operator, field, operand }: Test<Field & { kind: 'names' }>,
  log: FaultLog,
): Operand | undefined {
  if (operator === 'like') return readPattern(operand, log);
  if (operator === 'equals' || operator === 'in' || operator === 'contains') {
    const names = readNames(operand, field.name, log);
    return names.length === 0 ? undefined : { kind: 'names', names };
  }
  return unusable(operator, `${field.name}, which is compared by name`, { operand, log });
}

function readContextOperand(
  { operator, field, operand }: Test<Field & { kind: 'context' }>,
  log: FaultLog,
): Operand | undefined {
  if (operator !== 'equals' && operator !== 'in') {
    const hint = field.name === 'frequency' ? '; use frequency.min or frequency.max' : '';
    return unusable(operator, `${field.name}, which takes equals, in and exists${hint}`, { operand, log });
  }
  switch (field.name) {
    case 'frequency':
      return { kind: 'frequency', terms: readBands(operand, log) };
    case 'time':
      return { kind: 'time', terms: readWindows(operand, log) };
    case 'location':
      return { kind: 'location', terms: readAreas(operand, log) };
  }
}

function readQuantityOperand(
  { operator, field, operand }: Test<Field & { kind: 'quantity' }>,
  log: FaultLog,
): Operand | undefined {
  if (operator === 'like') {
    return unusable(operator, `${field.name}, which is a quantity`, { operand, log });
  }
  if (operator === 'in') return readListOperand(operand, log);
  const reading = parseQuantity(operand.value, field.dimension);
  if (reading.ok) return { kind: 'quantity', value: reading.value };
  log.error(reading.problem === 'unknown-unit' ? 'wrong-unit' : 'wrong-type', reading.detail, operand.place);
  return undefined;
}

function readPlainOperand(
  { operator, field, operand }: Test<Field & { kind: 'plain' }>,
  log: FaultLog,
): Operand | undefined {
  if (operator === 'like') return readPattern(operand, log);
  if (operator === 'in') return readListOperand(operand, log);
  const value = readScalar(operand, log);
  if (value === undefined) return undefined;
  const isOrdering = operator !== 'equals' && operator !== 'contains';
  if (isOrdering && typeof value === 'boolean') {
    return unusable(operator, 'true or false', { operand, log });
  }
  if (isOrdering && typeof value === 'string') {
    const detail = `\`${field.name}\` is not in the registry, so \`${value}\` is compared as text, character by character`;
    log.warn('compared-as-text', detail, operand.place);
  }
  return { kind: 'scalar', value };
}

function readListOperand(operand: Node, log: FaultLog): Operand | undefined {
  const values = (readOneOrMany(operand, '`in`', log) ?? []).flatMap((item) => {
    const value = readScalar(item, log);
    return value === undefined ? [] : [{ value, place: item.place }];
  });
  return values.length === 0 ? undefined : { kind: 'list', values };
}

/** Read a text, a number, true or false: the values that a plain field can be compared with. */
export function readScalar({ value, place }: Node, log: FaultLog): Scalar | undefined {
  if (isAbsentValue(value)) {
    log.error('wrong-type', 'a missing value can’t be compared with; use `exists`', place);
    return undefined;
  }
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  log.error('wrong-type', 'expected a text, a number, true or false', place);
  return undefined;
}

function readPattern(operand: Node, log: FaultLog): Operand | undefined {
  const pattern = readText(operand, '`like`', log);
  if (pattern === undefined) return undefined;
  if (endsInEscape(pattern)) {
    log.error('bad-pattern', 'the pattern ends in a backslash that escapes nothing', operand.place);
    return undefined;
  }
  return { kind: 'pattern', pattern };
}

/** True when the pattern ends in an odd number of backslashes. */
function endsInEscape(pattern: string): boolean {
  let first = pattern.length;
  while (pattern[first - 1] === '\\') first -= 1;
  return (pattern.length - first) % 2 === 1;
}

function unusable(
  operator: Operator,
  what: string,
  { operand, log }: { operand: Node; log: FaultLog },
): Operand | undefined {
  log.error('wrong-operator', `\`${operator}\` can't be used with ${what}`, operand.place);
  return undefined;
}
