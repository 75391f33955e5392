import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import { and, not, or } from '../compile/truth.ts';
import type { FailedValue } from '../decision.ts';
import {
  describeArea,
  describeBand,
  describeBands,
  describeInstant,
  describePlace,
  describeWindows,
} from '../evaluate/describe.ts';
import { valueOfPart, valueOfTest } from '../evaluate/failed-value.ts';
import type { Part } from '../evaluate/match.ts';
import { matchPart, PARTS } from '../evaluate/match.ts';
import type { RuleData } from '../evaluate/operators.ts';
import { decideTest } from '../evaluate/operators.ts';
import type { Condition } from '../terms/tree.ts';

/** The first thing that kept a statement from matching. */
export interface Culprit extends FailedValue {
  /** The part of the statement that failed. */
  readonly part: Part | 'namespace';
}

const MOST_AREAS = 3;

/** The first part, or test of the condition, that makes the statement false or, if nothing does, unknown. */
export function culpritOf(statement: CompiledStatement, data: RuleData): Culprit | undefined {
  for (const unwanted of [false, 'unknown'] as const) {
    for (const part of PARTS) {
      if (matchPart(part, statement, data) !== unwanted) continue;
      if (part !== 'condition') return { part, ...valueOfPart(part, statement, data) };
      const value = testBehind(statement, unwanted, data);
      return value && { part, ...value };
    }
  }
  return undefined;
}

/** The first test through which the condition has this truth. */
function testBehind({ condition }: CompiledStatement, unwanted: Truth, data: RuleData): FailedValue | undefined {
  const tests = (condition?.tests ?? []).flatMap((number) => data.tests[number] ?? []);
  const testOf = (tree: Condition) => tests.find(({ test }) => test === tree);
  const truthOf = (tree: Condition): Truth => {
    if (tree.kind === 'not') return not(truthOf(tree.of));
    if (tree.kind === 'allOf') return tree.of.map(truthOf).reduce(and, true);
    if (tree.kind === 'anyOf') return tree.of.map(truthOf).reduce(or, false);
    const test = testOf(tree);
    return test === undefined ? 'unknown' : decideTest(test, data);
  };
  const find = (tree: Condition, truth: Truth, isNegated: boolean): FailedValue | undefined => {
    if (tree.kind === 'not') return find(tree.of, not(truth), !isNegated);
    if (tree.kind !== 'test') {
      const behind = tree.of.find((part) => truthOf(part) === truth);
      return behind && find(behind, truth, isNegated);
    }
    const test = testOf(tree);
    if (test === undefined) return undefined;
    const value = valueOf(test, data);
    return isNegated ? { ...value, detail: `${value.detail}, which stands under \`not\`` } : value;
  };
  return condition && find(condition.tree, unwanted, false);
}

/** A test with what it looked at, frequency, time and place included. */
function valueOf(test: CompiledTest, data: RuleData): FailedValue {
  const { operand } = test;
  const value = valueOfTest(test, data.facts);
  const given = (actual: string | undefined, limit: string): FailedValue => ({
    ...value,
    ...(actual === undefined ? {} : { actual }),
    limit,
    detail: `the ${value.field} ${actual === undefined ? 'is not given' : `is ${actual}`}; the condition names ${limit}`,
  });
  const { cell, facts } = data;
  if (operand.kind === 'frequency') {
    const actual =
      cell.hz === undefined ? undefined : describeBand({ startHz: cell.hz, stopHz: cell.stopHz ?? cell.hz });
    return given(actual, describeBands(operand.set.bands));
  }
  if (operand.kind === 'time') {
    return given(
      cell.micros === undefined ? undefined : describeInstant(cell.micros),
      describeWindows(operand.set.windows),
    );
  }
  if (operand.kind !== 'location') return value;
  const areas = operand.areas.slice(0, MOST_AREAS).map(describeArea).join(' or ');
  return given(facts.location && describePlace(facts.location), areas);
}
