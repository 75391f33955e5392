import type { FaultLog } from '../source/fault-log.ts';
import { readOperand } from './operand.ts';
import type { Member, Node } from '../source/reading.ts';
import { faultOfName, isJsonObject, membersOf, readList } from '../source/reading.ts';
import { canonicalField, dimensionOf, looseKey } from '../terms/registry.ts';
import { type Condition, type Field, OPERATORS, type Operator } from '../terms/tree.ts';

const BY_NAME: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((operator) => [operator, operator]));
const LOGICAL = new Set(['not', 'allof', 'anyof']);

/**
 * Read a condition block in either order, `operator: {field: value}` or `field: {operator: value}`; several keys are
 * all required.
 */
export function readCondition(node: Node, log: FaultLog): Condition | undefined {
  const members = membersOf(node, 'a condition', log);
  if (members === undefined) return undefined;
  if (members.length === 0) {
    log.error('empty-condition', 'the condition is empty; leave it out instead', node.place);
    return undefined;
  }
  return allOf(members.map((member) => readPart(member, log)));
}

function readPart(member: Member, log: FaultLog): Condition | undefined {
  const key = looseKey(member.key);
  if (key === 'not') {
    const of = readCondition(member, log);
    return of && { kind: 'not', of };
  }
  if (key === 'allof' || key === 'anyof') {
    const parts = (readList(member, `\`${member.key}\``, log) ?? []).map((item) => readCondition(item, log));
    const of = parts.filter((part) => part !== undefined);
    return of.length === 0 ? undefined : { kind: key === 'allof' ? 'allOf' : 'anyOf', of };
  }
  const operator = BY_NAME.get(key);
  return operator === undefined ? readFieldFirst(member, log) : readOperatorFirst(operator, member, log);
}

function readOperatorFirst(operator: Operator, member: Member, log: FaultLog): Condition | undefined {
  const fields = isJsonObject(member.value) ? membersOf(member, 'an operator', log) : undefined;
  if (fields === undefined || fields.length === 0) {
    log.error(
      'wrong-type',
      `\`${member.key}\` needs a field and a value: {"${member.key}": {"field": value}}`,
      member.place,
    );
    return undefined;
  }
  return allOf(fields.map((field) => readTest({ operator, field: field.key, operand: field }, log)));
}

function readFieldFirst(member: Member, log: FaultLog): Condition | undefined {
  const tests = isJsonObject(member.value) ? membersOf(member, 'a field', log) : undefined;
  if (tests === undefined || tests.length === 0) {
    const detail = `\`${member.key}\` is no operator; write {"operator": {"${member.key}": value}}, with one of ${operatorNames()}`;
    log.error('unknown-operator', detail, member.place);
    return undefined;
  }
  return allOf(
    tests.map((test) => {
      const operator = BY_NAME.get(looseKey(test.key));
      if (operator !== undefined) return readTest({ operator, field: member.key, operand: test }, log);
      const detail = `unknown operator \`${test.key}\`; expected one of ${operatorNames()}`;
      log.error('unknown-operator', detail, test.place);
      return undefined;
    }),
  );
}

function readTest(test: { operator: Operator; field: string; operand: Node }, log: FaultLog): Condition | undefined {
  const { place } = test.operand;
  const key = looseKey(test.field);
  const fault = faultOfName(test.field);
  if (fault !== undefined || BY_NAME.has(key) || LOGICAL.has(key) || key === 'resource.') {
    log.error('bad-field', `a field ${fault ?? `can't be called \`${test.field}\``}`, place);
    return undefined;
  }
  const field = fieldOf(test.field);
  const operand = readOperand({ ...test, field }, log);
  return operand && { kind: 'test', operator: test.operator, field, operand, place };
}

function fieldOf(name: string): Field {
  switch (looseKey(name)) {
    case 'actor':
    case 'resource':
      return { kind: 'names', name: looseKey(name) === 'actor' ? 'actor' : 'resource' };
    case 'scostask':
    case 'task':
      return { kind: 'names', name: 'task' };
    case 'frequency':
      return { kind: 'context', name: 'frequency' };
    case 'time':
      return { kind: 'context', name: 'time' };
    case 'location':
      return { kind: 'context', name: 'location' };
    default:
      return plainOrQuantity(canonicalField(name));
  }
}

function plainOrQuantity(name: string): Field {
  const dimension = dimensionOf(name);
  return dimension === undefined ? { kind: 'plain', name } : { kind: 'quantity', name, dimension };
}

function allOf(parts: readonly (Condition | undefined)[]): Condition | undefined {
  const of = parts.filter((part) => part !== undefined);
  return of.length > 1 ? { kind: 'allOf', of } : of[0];
}

function operatorNames(): string {
  return OPERATORS.join(', ');
}
