import { canonicalCondition } from '../../terms/canonical.ts';
import { normalCondition } from '../../terms/normal-form.ts';
import type { Condition, ConditionTest } from '../../terms/tree.ts';

/** The parts of a condition that all have to hold; a single one is its own. */
export function conjunctsOf(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return [];
  const normal = normalCondition(condition);
  return normal.kind === 'allOf' ? normal.of : [normal];
}

/** The tests among the parts that all have to hold. */
export function testsThatMustHold(condition: Condition | undefined): readonly ConditionTest[] {
  return conjunctsOf(condition).filter((part) => part.kind === 'test');
}

/** Every test of a condition. */
export function testsIn(condition: Condition | undefined): readonly ConditionTest[] {
  if (condition === undefined) return [];
  if (condition.kind === 'test') return [condition];
  return condition.kind === 'not' ? testsIn(condition.of) : condition.of.flatMap(testsIn);
}

/** True when it is certain that `to` is at least as true as `from` for every request; aliases must mean the same in both. */
export function implies(from: Condition, to: Condition): boolean {
  if (JSON.stringify(canonicalCondition(from)) === JSON.stringify(canonicalCondition(to))) return true;
  if (from.kind !== 'test' || to.kind !== 'test' || from.field.name !== to.field.name) return false;
  const [a, b] = [from.operand, to.operand];
  if (a.kind !== 'quantity' || b.kind !== 'quantity') return false;
  // Both need the same value of the same field, so that they are unknown together.
  switch (to.operator) {
    case 'lessthan':
      return (isBelow(from) && a.value < b.value) || (from.operator === 'lessthan' && a.value <= b.value);
    case 'lessthanequals':
      return isBelow(from) && a.value <= b.value;
    case 'greaterthan':
      return (isAbove(from) && a.value > b.value) || (from.operator === 'greaterthan' && a.value >= b.value);
    case 'greaterthanequals':
      return isAbove(from) && a.value >= b.value;
    case 'equals':
    case 'like':
    case 'contains':
    case 'in':
    case 'exists':
      return false;
  }
}

function isBelow({ operator }: ConditionTest): boolean {
  return operator === 'lessthan' || operator === 'lessthanequals' || operator === 'equals';
}

function isAbove({ operator }: ConditionTest): boolean {
  return operator === 'greaterthan' || operator === 'greaterthanequals' || operator === 'equals';
}
