import type { FenceLimit, FenceRule } from '../../spectrum/fence/fence.ts';
import { FENCE_COMPARISONS, FENCE_FIELDS, type FenceField } from '../../spectrum/fence/fence.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { and, type Truth } from '../compile/truth.ts';
import { matchPart } from '../evaluate/match.ts';
import { decideTest, type RuleData } from '../evaluate/operators.ts';
import type { Condition, ConditionTest } from '../terms/tree.ts';

/** What is known while a statement is reduced to what the sensor has to look at itself. */
export interface ReductionContext {
  /** Resource, task and, of a fixed sensor, the place. */
  readonly data: RuleData;
  readonly mobile: boolean;
  readonly testOf: (test: ConditionTest) => CompiledTest | undefined;
  /** Whether the Actor is one of those a statement or test names. */
  readonly actorOf: (statement: CompiledStatement) => Truth;
  readonly actorInTest: (test: CompiledTest, statement: CompiledStatement) => Truth;
}

/** A limit, or a truth where nothing is left to look at. */
type Reduced = FenceLimit | Truth;

/**
 * The region in which `statement` matches for one kind of Actor, under the limits that depend on the capture: everything
 * that is known is decided here by the same functions that decide requests. `false`: it never matches.
 */
export function reduceStatement(statement: CompiledStatement, context: ReductionContext): FenceRule | false {
  const { data, mobile } = context;
  let truth: Truth = context.actorOf(statement);
  for (const part of ['operation', 'task', 'resource'] as const) truth = and(truth, matchPart(part, statement, data));
  if (statement.location !== undefined && !mobile) truth = and(truth, matchPart('location', statement, data));
  if (truth === false) return false;
  const tree = statement.condition?.tree;
  const condition = tree === undefined ? true : reduce(tree, statement, context);
  if (condition === false) return false;
  const limit = joined('all', [truth, condition]);
  return {
    ...(statement.frequency && { bands: statement.frequency.bands }),
    ...(statement.time && { windows: statement.time.windows }),
    ...(statement.location !== undefined && mobile && { areas: statement.location }),
    ...(limit === true ? {} : { limit: toLimit(limit) }),
  };
}

/** True when the field is one of those that a sensor judges by. */
export function isFenceField(name: string): name is FenceField {
  return Object.hasOwn(FENCE_FIELDS, name);
}

function reduce(tree: Condition, statement: CompiledStatement, context: ReductionContext): Reduced {
  switch (tree.kind) {
    case 'test': {
      const test = context.testOf(tree);
      return test === undefined ? 'unknown' : reduceTest(test, statement, context);
    }
    case 'not':
      return negated(reduce(tree.of, statement, context));
    case 'allOf':
    case 'anyOf':
      return joined(
        tree.kind === 'allOf' ? 'all' : 'any',
        tree.of.map((part) => reduce(part, statement, context)),
      );
  }
}

function reduceTest(compiled: CompiledTest, statement: CompiledStatement, context: ReductionContext): Reduced {
  const { test, operand } = compiled;
  const { field } = test;
  if (operand.kind === 'exists') {
    const known = reduceExists(test, context);
    return known === undefined ? decideTest(compiled, context.data) : operand.wanted ? known : negated(known);
  }
  if (field.kind === 'names' && field.name === 'actor') return context.actorInTest(compiled, statement);
  if (field.kind === 'context') return reduceContext(compiled, context);
  if (!isLeftToSensor(test, context) || !isFenceField(field.name)) return decideTest(compiled, context.data);
  if (operand.kind === 'list') {
    return { field: field.name, in: [...operand.values].filter((value) => typeof value === 'number') };
  }
  const is = FENCE_COMPARISONS.find((one) => one === test.operator);
  return operand.kind === 'quantity' && is !== undefined ? { field: field.name, is, value: operand.value } : 'unknown';
}

/** Whether the field is given, as far as that is not the same for every capture of the sensor. */
function reduceExists(test: ConditionTest, context: ReductionContext): Reduced | undefined {
  const { field } = test;
  if (field.kind === 'names') return field.name === 'actor' ? true : undefined;
  if (field.kind !== 'context') {
    return isLeftToSensor(test, context) && isFenceField(field.name) ? { known: field.name } : undefined;
  }
  if (field.name !== 'location') return true;
  return context.mobile ? { known: 'location' } : undefined;
}

function reduceContext(compiled: CompiledTest, { data, mobile }: ReductionContext): Reduced {
  const { operand } = compiled;
  if (operand.kind === 'frequency') return { bands: operand.set.bands };
  if (operand.kind === 'time') return { windows: operand.set.windows };
  return operand.kind === 'location' && mobile ? { areas: operand.areas } : decideTest(compiled, data);
}

/** The altitude of a fixed sensor is known here. */
function isLeftToSensor({ field }: ConditionTest, { mobile }: ReductionContext): boolean {
  return isFenceField(field.name) && (field.name !== 'location.altitude' || mobile);
}

/** Kleene's and (`all`) or or (`any`), with what is known taken out. */
function joined(how: 'all' | 'any', parts: readonly Reduced[]): Reduced {
  const [decisive, neutral] = how === 'all' ? [false, true] : [true, false];
  if (parts.includes(decisive)) return decisive;
  const left = parts.filter((part) => part !== neutral);
  const [only] = left;
  if (only === undefined) return neutral;
  if (left.length === 1) return only;
  if (left.every((part) => part === 'unknown')) return 'unknown';
  const limits = left.map(toLimit);
  return how === 'all' ? { all: limits } : { any: limits };
}

function negated(part: Reduced): Reduced {
  if (part === 'unknown') return part;
  return typeof part === 'boolean' ? !part : { not: part };
}

function toLimit(part: Reduced): FenceLimit {
  if (part === 'unknown') return { unknown: true };
  if (part === true) return { all: [] };
  return part === false ? { any: [] } : part;
}
