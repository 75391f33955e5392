import { BASE_UNITS, formatQuantity } from '../../spectrum/quantity.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { RequestNames } from '../compile/name-set.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { FailedValue } from '../decision.ts';
import type { JsonValue } from '../source/json-text.ts';
import { dimensionOfAttribute } from '../terms/registry.ts';
import type { Name, NameField, Operator, Scalar } from '../terms/tree.ts';
import {
  describeArea,
  describeBand,
  describeBands,
  describeInstant,
  describePlace,
  describeWindows,
} from './describe.ts';
import type { Part } from './match.ts';
import type { RuleData } from './operators.ts';
import type { RequestFacts } from './facts.ts';
import { requestedValue } from './settings.ts';
import type { CombinedSetting } from './settings.ts';

/** How often names are spelled out in a sentence before it says "and more". */
const MOST_NAMES = 3;
const WORDS: Readonly<Record<Operator, string>> = {
  equals: 'equal to',
  like: 'like',
  contains: 'a list or text with',
  in: 'one of',
  exists: 'given',
  lessthan: 'less than',
  greaterthan: 'greater than',
  lessthanequals: 'at most',
  greaterthanequals: 'at least',
};

/** The part of a request that a statement looks at, `inside` or `outside` what it names. */
export function valueOfPart(
  part: Exclude<Part, 'condition'>,
  statement: CompiledStatement,
  data: RuleData,
): FailedValue {
  switch (part) {
    case 'operation':
      return namesValue('task', [...(statement.impliedOperations ?? [])], data.facts);
    case 'task':
    case 'actor':
    case 'resource':
      return namesValue(part, textsOf(statement.statement[part]), data.facts);
    case 'location':
      return { field: 'location', ...placeValue(statement, data.facts) };
    case 'frequency':
      return { field: 'frequency', ...bandValue(statement, data) };
    case 'time':
      return { field: 'time', ...timeValue(statement, data) };
  }
}

/** One test of a condition, beside the value it looked at. */
export function valueOfTest({ test, operand }: CompiledTest, facts: RequestFacts): FailedValue {
  const { field, operator } = test;
  if (field.kind === 'names') {
    const names = 'names' in test.operand ? textsOf(test.operand.names) : [patternText(test.operand)];
    return { ...namesValue(field.name, names, facts), operator };
  }
  if (field.kind === 'context') {
    return { field: field.name, operator, detail: `the ${field.name} is ${WORDS[operator]} what the condition names` };
  }
  const dimension = field.kind === 'quantity' ? field.dimension : undefined;
  const show = (value: Scalar) =>
    dimension && typeof value === 'number' ? formatQuantity(value, dimension) : String(value);
  const quantity = dimension && facts.quantity(field.name, dimension);
  const actual = typeof quantity === 'number' ? quantity : scalarOf(facts.value(field.name));
  const limit = limitOf(operand);
  const shown = limit === undefined ? '' : ` ${[limit].flat().slice(0, MOST_NAMES).map(show).join(', ')}`;
  return {
    field: field.name,
    ...(actual === undefined ? {} : { actual }),
    operator,
    ...(limit === undefined ? {} : { limit }),
    ...(dimension && BASE_UNITS[dimension] !== '' ? { unit: BASE_UNITS[dimension] } : {}),
    detail: describeTest({
      field: field.name,
      operator,
      shown,
      actual: actual === undefined ? undefined : [actual].flat().map(show).join(', '),
    }),
  };
}

/** A limit that the request goes against. */
export function valueOfViolation({ attribute, value }: CombinedSetting, facts: RequestFacts): FailedValue {
  const dimension = dimensionOfAttribute(attribute);
  const actual = requestedValue(attribute, facts);
  const field = attribute.field ?? attribute.name;
  const show = (one: typeof value) =>
    dimension && typeof one === 'number' ? formatQuantity(one, dimension) : String(one);
  const detail =
    typeof value === 'boolean'
      ? `${field} is asked for, and is switched off`
      : `${field} ${show(actual ?? value)} ${attribute.worse ?? 'is worse than'} the permitted ${show(value)}`;
  return {
    field,
    ...(actual === undefined ? {} : { actual }),
    operator:
      attribute.combination === 'minimum' ? 'at-least' : attribute.combination === 'maximum' ? 'at-most' : 'equals',
    limit: value,
    ...(dimension && BASE_UNITS[dimension] !== '' ? { unit: BASE_UNITS[dimension] } : {}),
    detail,
  };
}

function describeTest(test: { field: string; operator: Operator; shown: string; actual: string | undefined }): string {
  const { field, operator, shown, actual } = test;
  if (operator === 'exists') return `${field} is ${actual === undefined ? 'not given' : `given (${actual})`}`;
  if (actual === undefined)
    return `${field} is not given or can't be compared; the condition is ${WORDS[operator]}${shown}`;
  return `${field} is ${actual}; the condition is ${WORDS[operator]}${shown}`;
}

function namesValue(field: NameField, wanted: readonly string[], facts: RequestFacts): FailedValue {
  const actual = namesOf(facts.names[field]);
  const given = actual.length === 0 ? 'is not given' : `is ${listed(actual)}`;
  return {
    field,
    ...(actual.length === 0 ? {} : { actual }),
    operator: 'one-of',
    limit: wanted,
    detail: `the ${field} ${given}; the statement names ${listed(wanted)}`,
  };
}

function placeValue({ location }: CompiledStatement, facts: RequestFacts): Omit<FailedValue, 'field'> {
  const area = (location ?? []).slice(0, MOST_NAMES).map(describeArea).join(' or ');
  if (facts.location === undefined) return { operator: 'inside', limit: area, detail: 'the place is not known' };
  const actual = describePlace(facts.location);
  return { actual, operator: 'inside', limit: area, detail: `the place is ${actual}; the statement names ${area}` };
}

function bandValue({ frequency }: CompiledStatement, { cell }: RuleData): Omit<FailedValue, 'field'> {
  const limit = describeBands(frequency?.bands ?? []);
  if (cell.hz === undefined) return { operator: 'inside', limit, detail: 'the frequency is not given' };
  const actual = describeBand({ startHz: cell.hz, stopHz: cell.stopHz ?? cell.hz });
  return { actual, operator: 'inside', limit, detail: `the frequency is ${actual}; the statement names ${limit}` };
}

function timeValue({ time }: CompiledStatement, { cell }: RuleData): Omit<FailedValue, 'field'> {
  const limit = describeWindows(time?.windows ?? []);
  if (cell.micros === undefined) return { operator: 'inside', limit, detail: 'the time is not given' };
  const actual = describeInstant(cell.micros);
  return { actual, operator: 'inside', limit, detail: `the time is ${actual}; the statement names ${limit}` };
}

function namesOf({ names }: RequestNames): readonly string[] {
  return names.map(({ kind, text }) => (kind === undefined ? text : `${kind}:${text}`));
}

function textsOf(names: readonly Name[] | undefined): readonly string[] {
  return (names ?? []).map(({ text }) => text);
}

function listed(texts: readonly string[]): string {
  const more = texts.length > MOST_NAMES ? ` and ${texts.length - MOST_NAMES} more` : '';
  return texts.slice(0, MOST_NAMES).join(', ') + more;
}

function patternText(operand: CompiledTest['test']['operand']): string {
  return operand.kind === 'pattern' ? operand.pattern : '';
}

function limitOf(operand: CompiledTest['operand']): Scalar | readonly Scalar[] | undefined {
  if (operand.kind === 'quantity' || operand.kind === 'scalar') return operand.value;
  return operand.kind === 'list' ? [...operand.values] : undefined;
}

function scalarOf(value: JsonValue | undefined): Scalar | readonly Scalar[] | undefined {
  if (Array.isArray(value))
    return value.filter((item: JsonValue): item is Scalar => item !== null && typeof item !== 'object');
  return value === null || typeof value === 'object' ? undefined : value;
}
