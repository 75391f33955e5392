import { canonicalCondition } from '../terms/canonical.ts';
import { normalCondition } from '../terms/normal-form.ts';
import type { Condition, ConditionTest, Operator, Scalar } from '../terms/tree.ts';

/** More branches than this are not followed; the conditions then count as compatible. */
const MOST_BRANCHES = 64;
const OPPOSITES: Partial<Record<Operator, Operator>> = {
  lessthan: 'greaterthanequals',
  greaterthanequals: 'lessthan',
  greaterthan: 'lessthanequals',
  lessthanequals: 'greaterthan',
};

/** True when it is certain that the two conditions are never true together. */
export function conditionsExclude(a: Condition | undefined, b: Condition | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const branches = branchesOf(normalCondition({ kind: 'allOf', of: [a, b] }));
  return branches?.every(isImpossible) === true;
}

/** The alternatives of a condition, each a list of conditions that must all be true. */
function branchesOf(condition: Condition): readonly (readonly Condition[])[] | undefined {
  if (condition.kind === 'anyOf') {
    const parts = condition.of.map(branchesOf);
    return parts.every((part) => part !== undefined) ? limited(parts.flat()) : undefined;
  }
  if (condition.kind !== 'allOf') return [[positive(condition)]];
  let branches: readonly (readonly Condition[])[] = [[]];
  for (const part of condition.of) {
    const more = branchesOf(part);
    const next = more && limited(branches.flatMap((branch) => more.map((other) => [...branch, ...other])));
    if (next === undefined) return undefined;
    branches = next;
  }
  return branches;
}

function limited<T>(branches: readonly T[]): readonly T[] | undefined {
  return branches.length > MOST_BRANCHES ? undefined : branches;
}

/** `not lessthan 5` as `greaterthanequals 5`, and so on; other conditions as they are. */
function positive(condition: Condition): Condition {
  if (condition.kind !== 'not' || condition.of.kind !== 'test') return condition;
  const { of } = condition;
  const opposite = OPPOSITES[of.operator];
  if (opposite !== undefined) return { ...of, operator: opposite };
  if (of.operand.kind !== 'exists') return condition;
  return { ...of, operand: { kind: 'exists', wanted: !of.operand.wanted } };
}

function isImpossible(branch: readonly Condition[]): boolean {
  const said = new Set(branch.map((part) => JSON.stringify(canonicalCondition(part))));
  if (branch.some((part) => part.kind === 'not' && said.has(JSON.stringify(canonicalCondition(part.of))))) return true;
  const tests = branch.filter((part) => part.kind === 'test');
  return [...Map.groupBy(tests, ({ field }) => field.name).values()].some(isImpossibleField);
}

/** True when no value of the one field these tests look at passes all of them. */
function isImpossibleField(tests: readonly ConditionTest[]): boolean {
  const absent = tests.some(({ operand }) => operand.kind === 'exists' && !operand.wanted);
  if (absent && tests.some(({ operand }) => operand.kind !== 'exists' || operand.wanted)) return true;
  const exact = tests.flatMap(({ operator, operand }) =>
    operator === 'equals' && (operand.kind === 'scalar' || operand.kind === 'quantity') ? [operand.value] : [],
  );
  if (new Set(exact).size > 1) return true;
  return rangeIsEmpty(tests, exact[0]);
}

function rangeIsEmpty(tests: readonly ConditionTest[], exact: Scalar | undefined): boolean {
  const bounds = tests.flatMap(({ operator, operand }) => {
    const value = operand.kind === 'quantity' || operand.kind === 'scalar' ? operand.value : undefined;
    return typeof value === 'number' && OPPOSITES[operator] !== undefined ? [{ operator, value }] : [];
  });
  if (exact !== undefined)
    return typeof exact === 'number' && !bounds.every(({ operator, value }) => holds(operator, exact, value));
  // Between two bounds, one from each side, lies a number unless they cross or meet where one is open.
  const lower = bounds.filter(({ operator }) => operator.startsWith('greater'));
  const upper = bounds.filter(({ operator }) => operator.startsWith('less'));
  return lower.some((low) =>
    upper.some(
      (high) =>
        low.value > high.value || (low.value === high.value && !(isClosed(low.operator) && isClosed(high.operator))),
    ),
  );
}

function holds(operator: Operator, actual: number, limit: number): boolean {
  if (actual === limit) return isClosed(operator);
  return operator.startsWith('less') ? actual < limit : actual > limit;
}

function isClosed(operator: Operator): boolean {
  return operator.endsWith('equals');
}
