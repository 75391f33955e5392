import jsonLogic from 'json-logic-js';
import type { Area } from '../../spectrum/area.ts';
import { containsLocation } from '../../spectrum/area.ts';
import type { Location } from '../../spectrum/location.ts';
import { isAbsentValue } from '../../spectrum/quantity.ts';
import type { CompiledOperand, CompiledTest, Rule } from '../compile/condition.ts';
import type { RequestNames } from '../compile/name-set.ts';
import type { Truth } from '../compile/truth.ts';
import { and, not, or } from '../compile/truth.ts';
import { OPERATORS } from '../terms/tree.ts';
import type { Cell } from './cells.ts';
import type { RequestFacts } from './facts.ts';
import { compareQuantities, compareValues } from './comparison.ts';

/** What statements and their rules are matched against. */
export interface RuleData {
  readonly facts: RequestFacts;
  readonly tests: readonly CompiledTest[];
  /** Changed from cell to cell. */
  cell: Cell;
}

/** Data for rules about one request. */
export function ruleDataFor(facts: RequestFacts, tests: readonly CompiledTest[], cell: Cell): RuleData {
  return { facts, tests, cell };
}

/** What a rule gets to see: an object without a prototype, so that no rule can reach anything else. */
interface RuleView {
  readonly data: RuleData;
}

/** Apply a compiled rule; only this project's operators ever run. */
export function applyRule(rule: Rule, data: RuleData): Truth {
  registerOperators();
  const view = Object.create(null) as { data: RuleData };
  view.data = data;
  return jsonLogic.apply(rule, view) as Truth;
}

/** Decide one test of a condition. */
export function decideTest({ test, operand }: CompiledTest, { facts, cell }: RuleData): Truth {
  const { field, operator } = test;
  if (operand.kind === 'exists') return exists(test, facts) === operand.wanted;
  switch (field.kind) {
    case 'names':
      return matchNames(facts.names[field.name], operand);
    case 'context':
      return matchContext(operand, cell, facts.location);
    case 'quantity':
      return compareQuantities(operator, operand, { raw: facts.value(field.name), dimension: field.dimension });
    case 'plain':
      return compareValues(operator, operand, facts.value(field.name));
  }
}

/** True when the place lies in one of the areas; unknown without a place. */
export function locationIn(areas: readonly Area[], location: Location | undefined): Truth {
  if (location === undefined) return 'unknown';
  for (const area of areas) if (containsLocation(area, location)) return true;
  return false;
}

function matchNames(names: RequestNames, operand: CompiledOperand): Truth {
  if (operand.kind === 'names') return operand.set.match(names);
  if (operand.kind !== 'pattern') return 'unknown';
  const { glob, nameKind } = operand;
  const found = names.names.some(
    ({ text, kind }) => (nameKind === undefined || nameKind === kind) && glob.matches(text),
  );
  if (found) return true;
  return names.complete ? false : 'unknown';
}

function matchContext(operand: CompiledOperand, cell: Cell, location: Location | undefined): Truth {
  if (operand.kind === 'frequency') return cell.hz === undefined ? 'unknown' : operand.set.has(cell.hz);
  if (operand.kind === 'time') return cell.micros === undefined ? 'unknown' : operand.set.has(cell.micros);
  return operand.kind === 'location' ? locationIn(operand.areas, location) : 'unknown';
}

/** Whether the field is given; the only question that never is unknown. */
function exists({ field }: CompiledTest['test'], facts: RequestFacts): boolean {
  if (field.kind === 'names') return facts.names[field.name].names.length > 0;
  if (field.kind !== 'context') return !isAbsentValue(facts.value(field.name));
  switch (field.name) {
    case 'frequency':
      return facts.band !== undefined;
    case 'time':
      return facts.startMicros !== undefined;
    case 'location':
      return facts.location !== undefined;
  }
}

let registered = false;

/** json-logic-js keeps one table of operators for the whole process; these names can't meet anyone else's. */
function registerOperators(): void {
  if (registered) return;
  registered = true;
  for (const operator of OPERATORS) {
    jsonLogic.add_operation(`clearband:${operator}`, function (this: RuleView, _field: string, number: number): Truth {
      const test = this.data.tests[number];
      return test === undefined ? 'unknown' : decideTest(test, this.data);
    });
  }
  jsonLogic.add_operation('clearband:not', (part: Truth) => not(part));
  jsonLogic.add_operation('clearband:allOf', (...parts: Truth[]) => parts.reduce(and, true));
  jsonLogic.add_operation('clearband:anyOf', (...parts: Truth[]) => parts.reduce(or, false));
}
