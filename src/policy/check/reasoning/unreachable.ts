import { BandSet } from '../../compile/band-set.ts';
import { conditionsExclude } from '../../compile/exclusion.ts';
import type { CompiledStatement } from '../../compile/statement.ts';
import { WindowSet } from '../../compile/window-set.ts';
import { splitActorName } from '../../parse/names.ts';
import { normalCondition } from '../../terms/normal-form.ts';
import { isOperation } from '../../terms/registry.ts';
import type { ConditionTest } from '../../terms/tree.ts';
import type { AliasScope } from './alias-scope.ts';
import { testsThatMustHold } from './conjuncts.ts';
import type { Reach } from './reach.ts';

/** Why a statement can never match, whatever is asked; undefined where that is not certain. */
export function whyUnreachable(reach: Reach, aliases: AliasScope): string | undefined {
  const { compiled } = reach;
  const { action, condition } = compiled.statement;
  if (reach.operations?.size === 0) return `\`${action}\` is about an operation that its SCOS-Task leaves out`;
  const normal = condition && normalCondition(condition);
  if (normal !== undefined && conditionsExclude(normal, normal)) return 'its conditions can’t hold together';
  const tests = testsThatMustHold(condition);
  if (hasDisjoint(bandSetsOf(reach, tests, aliases))) return 'its frequencies have none in common';
  if (hasDisjoint(windowSetsOf(reach, tests, aliases))) return 'its times have none in common';
  if (hasApart(operationsIn(reach, tests, aliases))) return 'its SCOS-Tasks have none in common';
  if (hasApart(usersIn(reach, tests, aliases))) return 'it asks for two different users at once';
  return undefined;
}

function bandSetsOf({ compiled, bands }: Reach, tests: readonly ConditionTest[], aliases: AliasScope): BandSet[] {
  const inCondition = tests.flatMap(({ operand }) =>
    operand.kind === 'frequency' ? [new BandSet(aliases.bands(operand.terms, compiled.policy.namespace))] : [],
  );
  return [...(bands === undefined ? [] : [bands]), ...inCondition];
}

function windowSetsOf({ compiled, windows }: Reach, tests: readonly ConditionTest[], aliases: AliasScope): WindowSet[] {
  const inCondition = tests.flatMap(({ operand }) =>
    operand.kind === 'time' ? [new WindowSet(aliases.windows(operand.terms, compiled.policy.namespace))] : [],
  );
  return [...(windows === undefined ? [] : [new WindowSet(windows)]), ...inCondition];
}

/** The sets of operations that a request's one operation has to be in. */
function operationsIn(reach: Reach, tests: readonly ConditionTest[], aliases: AliasScope): ReadonlySet<string>[] {
  const inCondition = namesIn('task', { reach, tests }, aliases).filter((names) => [...names].every(isOperation));
  return [...(reach.operations === undefined ? [] : [reach.operations]), ...inCondition];
}

/** The sets of users that a request's one user has to be in. */
function usersIn(reach: Reach, tests: readonly ConditionTest[], aliases: AliasScope): ReadonlySet<string>[] {
  const { actor } = reach.names;
  const all = [...(actor === undefined ? [] : [actor]), ...namesIn('actor', { reach, tests }, aliases)];
  return all.filter((names) => [...names].every((name) => splitActorName(name).kind === 'user' && !name.includes('*')));
}

function namesIn(
  field: 'actor' | 'task',
  { reach, tests }: { reach: Reach; tests: readonly ConditionTest[] },
  aliases: AliasScope,
): ReadonlySet<string>[] {
  const { namespace } = reach.compiled.policy;
  return tests.flatMap(({ field: asked, operand }) =>
    operand.kind === 'names' && asked.name === field ? [new Set(aliases.names(field, operand.names, namespace))] : [],
  );
}

function hasDisjoint<Items extends { overlaps(other: Items): boolean }>(sets: readonly Items[]): boolean {
  return sets.some((one, index) => sets.slice(0, index).some((other) => !one.overlaps(other)));
}

function hasApart(sets: readonly ReadonlySet<string>[]): boolean {
  return sets.some((one, index) => sets.slice(0, index).some((other) => one.isDisjointFrom(other)));
}

/** True when every window of the statement, or of a condition that has to hold, is over at `nowMicros`. */
export function isOver(reach: Reach, nowMicros: number, aliases: AliasScope): boolean {
  const sets = windowSetsOf(reach, testsThatMustHold(reach.compiled.statement.condition), aliases);
  return sets.some(({ windows }) =>
    windows.every((window) => window.kind === 'span' && window.stopMicros <= nowMicros),
  );
}

/** `namespace:policy` (id), as findings name a statement. */
export function nameOf({ policy, statement }: CompiledStatement): string {
  return `\`${policy.namespace}:${policy.name}\` (${statement.id})`;
}
