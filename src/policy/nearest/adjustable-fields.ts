import type { CompiledTest } from '../compile/condition.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import type { PolicyAttributes, PolicyRequest } from '../request.ts';
import { canonicalField, dimensionOf } from '../terms/registry.ts';
import type { RelevantStatement } from './relevant-statement.ts';

/** Values that the one who asks chooses, in the order in which they are changed. The others are facts. */
export const ADJUSTABLE_FIELDS: readonly string[] = [
  'resolution-bandwidth',
  'slot-duration',
  'storage-duration',
  'duration',
  'interval',
  'wait-time',
  'priority',
  'sample-rate',
  'concurrent-tasks',
  'ssm-proxy',
];

/** Fields that follow from the band. */
export const BAND_FIELDS: ReadonlySet<string> = new Set(['bandwidth', 'frequency.min', 'frequency.max']);

const ADJUSTABLE: ReadonlySet<string> = new Set(ADJUSTABLE_FIELDS);
/** The step just past a limit that is itself excluded. */
const STEPS = { frequency: 1, time: 1e-6, number: 1, power: 0.01, length: 0.001 } as const;
const MOST_VALUES = 24;

/** A value that a field may take. */
export type FieldValue = number | boolean;

/** Fields with their new values. */
export type FieldChanges = readonly (readonly [string, FieldValue])[];

/** A field and the values worth trying, the least change first. */
export interface FieldChoice {
  readonly field: string;
  readonly values: readonly FieldValue[];
}

/** True for the fields that the one who asks can change. */
export function isAdjustable(field: string): boolean {
  return ADJUSTABLE.has(field);
}

/**
 * The adjustable fields that these statements look at, with every value at which one of them changes its mind, and the
 * durations that `durations` compare with.
 */
export function choicesFor(
  request: PolicyRequest,
  relevant: readonly RelevantStatement[],
  durations: readonly CompiledTest[],
): readonly FieldChoice[] {
  const edges = new Map<string, Set<FieldValue>>();
  const valuesOf = (field: string) => {
    const known = edges.get(field) ?? new Set<FieldValue>();
    edges.set(field, known);
    return known;
  };
  for (const test of durations) for (const value of edgeValues(test)) valuesOf('duration').add(value);
  for (const { statement, tests } of relevant) {
    for (const { attribute, value } of statement.statement.settings) {
      const { field } = attribute;
      if (field !== undefined && typeof value !== 'string' && isAdjustable(field)) valuesOf(field).add(value);
    }
    for (const test of tests) {
      const { name } = test.test.field;
      if (isAdjustable(name)) for (const value of edgeValues(test)) valuesOf(name).add(value);
    }
  }
  const facts = new RequestFacts(request);
  return ADJUSTABLE_FIELDS.flatMap((field) => {
    const values = byAmount([...(edges.get(field) ?? [])], field, facts);
    return values.length === 0 ? [] : [{ field, values: values.slice(0, MOST_VALUES) }];
  });
}

/** The values on both sides of what a test compares with, and that itself. */
export function edgeValues({ test, operand }: CompiledTest): readonly FieldValue[] {
  const { field } = test;
  const around = (value: number) => {
    const step = STEPS[field.kind === 'quantity' ? field.dimension : 'number'];
    return [value - step, value, value + step].map(withoutDust).filter((one) => one >= 0);
  };
  if (operand.kind === 'quantity') return around(operand.value);
  // Any value will do where one has to be given.
  if (operand.kind === 'exists') return [field.kind === 'quantity' ? 0 : false];
  const values = operand.kind === 'list' ? [...operand.values] : operand.kind === 'scalar' ? [operand.value] : [];
  return values.flatMap((value): readonly FieldValue[] => {
    if (typeof value === 'boolean') return [value, !value];
    return typeof value === 'number' ? around(value) : [];
  });
}

/**
 * Every way to change some of the fields: fewest fields first, then the earlier fields, then the least change of each.
 */
export function* changesOf(choices: readonly FieldChoice[]): Generator<FieldChanges> {
  for (let size = 1; size <= choices.length; size += 1) {
    for (const chosen of combinations(choices, size)) yield* productOf(chosen);
  }
}

/** The request with a field changed. A task is never shorter than its slot. */
export function withField(request: PolicyRequest, field: string, value: FieldValue): PolicyRequest {
  if (field === 'duration') return typeof value === 'number' ? { ...request, durationSeconds: value } : request;
  const others = Object.entries(request.attributes ?? {}).filter(([name]) => canonicalField(name) !== field);
  const attributes: PolicyAttributes = { ...Object.fromEntries(others), [field]: value };
  const { durationSeconds } = request;
  const isLonger =
    field === 'slot-duration' && typeof value === 'number' && durationSeconds !== undefined && durationSeconds < value;
  return isLonger ? { ...request, attributes, durationSeconds: value } : { ...request, attributes };
}

/** The request with all these changes. */
export function withFields(request: PolicyRequest, changes: FieldChanges): PolicyRequest {
  return changes.reduce((changed, [field, value]) => withField(changed, field, value), request);
}

function byAmount(values: readonly FieldValue[], field: string, facts: RequestFacts): readonly FieldValue[] {
  const dimension = dimensionOf(field);
  const read = dimension === undefined ? facts.value(field) : facts.quantity(field, dimension);
  const amount = (value: FieldValue) => (typeof read === 'number' ? Math.abs(Number(value) - read) : Number(value));
  return values.filter((value) => value !== read).sort((a, b) => amount(a) - amount(b) || Number(a) - Number(b));
}

function* combinations<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const rest of combinations(items.slice(index + 1), size - 1)) yield [item, ...rest];
  }
}

function* productOf(choices: readonly FieldChoice[]): Generator<FieldChanges> {
  const [first, ...rest] = choices;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const value of first.values) {
    for (const others of productOf(rest)) yield [[first.field, value], ...others];
  }
}

/** `30 − 0.000001` and not 29.999999000000003. */
function withoutDust(value: number): number {
  return Number(value.toPrecision(15));
}
