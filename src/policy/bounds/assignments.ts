import type { Condition, ConditionTest } from '../terms/tree.ts';
import { leavesOf } from './statement-tree.ts';

/** What some tests of a condition must come to. */
export type Assignment = ReadonlyMap<ConditionTest, boolean>;

/** More ways than this are not tried. */
const MOST_WAYS = 64;

/**
 * Ways to make `leaf` decide the whole condition, the plainest first: what stands beside it under an `allOf` is true,
 * and false under an `anyOf`.
 */
export function waysToDecide(condition: Condition, leaf: ConditionTest): readonly Assignment[] {
  if (condition.kind === 'test') return [new Map()];
  if (condition.kind === 'not') return waysToDecide(condition.of, leaf);
  const isConjunction = condition.kind === 'allOf';
  return condition.of
    .map((part) => (leavesOf(part).includes(leaf) ? waysToDecide(part, leaf) : waysToBe(isConjunction, part)))
    .reduce(together, [new Map()]);
}

/** Ways to make `condition` come to `truth`, the plainest first. */
export function waysToBe(truth: boolean, condition: Condition): readonly Assignment[] {
  if (condition.kind === 'test') return [new Map([[condition, truth]])];
  if (condition.kind === 'not') return waysToBe(!truth, condition.of);
  const ways = condition.of.map((part) => waysToBe(truth, part));
  // All parts of an `allOf` must be true, one is enough to make it false; the other way round for `anyOf`.
  return (condition.kind === 'allOf') === truth ? ways.reduce(together, [new Map()]) : ways.flat().slice(0, MOST_WAYS);
}

function together(some: readonly Assignment[], others: readonly Assignment[]): readonly Assignment[] {
  return some.flatMap((one) => others.map((other) => new Map([...one, ...other]))).slice(0, MOST_WAYS);
}
