import type { FaultLog } from '../source/fault-log.ts';
import { GLOBAL, namespaceApplies } from '../terms/namespace.ts';
import type { Setting } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';
import { conditionsExclude } from './exclusion.ts';
import { isOneResource, isOneUser, OverlapIndex } from './lookup/overlap-index.ts';
import type { NameSet } from './name-set.ts';
import type { CompiledStatement } from './statement.ts';
import { operationsOf } from './statement.ts';

interface Switch {
  readonly statement: CompiledStatement;
  readonly setting: Setting;
}

const STATEMENTS_A_TURN = 16;

/**
 * Report, in turns, Set statements that give a switch different values and may both match one request: which of them
 * should hold is for the author to say. What slips through (a sensor in two groups) is refused when it happens.
 */
export function* reportingContradictions(statements: readonly CompiledStatement[], log: FaultLog): Turns<void> {
  const switches = statements.flatMap((statement) =>
    statement.statement.settings
      .filter(({ attribute }) => attribute.combination === 'switch')
      .map((setting): Switch => ({ statement, setting })),
  );
  for (const group of Map.groupBy(switches, keyOf).values()) {
    yield;
    const [first] = group;
    if (group.every(({ setting }) => setting.value === first?.setting.value)) continue;
    const index = new OverlapIndex(group.map(({ statement }) => statement));
    for (const [number, one] of group.entries()) {
      if (number % STATEMENTS_A_TURN === 0) yield;
      const place = index.before(number).find((earlier) => isContradicted(one, group[earlier]));
      if (place !== undefined) report(one, group[place], log);
    }
  }
}

function isContradicted(one: Switch, earlier: Switch | undefined): boolean {
  return earlier !== undefined && contradict(earlier, one);
}

function report({ setting }: Switch, other: Switch | undefined, log: FaultLog): void {
  if (other === undefined) return;
  const { policy, statement } = other.statement;
  const detail = `${setting.attribute.spelling} is ${String(other.setting.value)} in \`${policy.namespace}:${policy.name}\` (${statement.id}), which can match the same request`;
  log.error('contradicting-switch', detail, setting.place);
}

function keyOf({ statement, setting }: Switch): string {
  return `${statement.policy.scope} ${setting.attribute.name}`;
}

function contradict(a: Switch, b: Switch): boolean {
  return (
    a.setting.value !== b.setting.value && !isBeaten(a.statement, b.statement) && canBothMatch(a.statement, b.statement)
  );
}

/** Within a namespace the more specific statement simply wins. */
function isBeaten(a: CompiledStatement, b: CompiledStatement): boolean {
  return a.policy.namespace === b.policy.namespace && a.isSpecific !== b.isSpecific;
}

/** False when it is certain that no cell of any request matches both. */
function canBothMatch(a: CompiledStatement, b: CompiledStatement): boolean {
  return (
    namespacesMeet(a.policy.namespace, b.policy.namespace) &&
    operationsMeet(a, b) &&
    (a.frequency === undefined || b.frequency === undefined || a.frequency.overlaps(b.frequency)) &&
    (a.time === undefined || b.time === undefined || a.time.overlaps(b.time)) &&
    namesMeet(a.actor, b.actor, isOneUser) &&
    namesMeet(a.resource, b.resource, isOneResource) &&
    !conditionsExclude(a.condition?.tree, b.condition?.tree)
  );
}

function namespacesMeet(a: string, b: string): boolean {
  return a === GLOBAL || namespaceApplies(a, b) || namespaceApplies(b, a);
}

function operationsMeet(a: CompiledStatement, b: CompiledStatement): boolean {
  const [ofA, ofB] = [operationsOf(a), operationsOf(b)];
  return ofA === undefined || ofB === undefined || [...ofA].some((operation) => ofB.has(operation));
}

/** Different names exclude one another only where a request bears just one of that sort. */
function namesMeet(a: NameSet | undefined, b: NameSet | undefined, bearsOne: (set: NameSet) => boolean): boolean {
  if (a === undefined || b === undefined || !bearsOne(a) || !bearsOne(b)) return true;
  const [ofA, ofB] = [a.parts, b.parts];
  return [...ofA.literals].some((name) => ofB.literals.has(name));
}
