import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import { and } from '../compile/truth.ts';
import type { RuleData } from './operators.ts';
import { applyRule, locationIn } from './operators.ts';

/** The parts of a statement that a request is matched against, in the order in which they are explained. */
export const PARTS = ['operation', 'task', 'actor', 'resource', 'location', 'frequency', 'time', 'condition'] as const;

/** One of `PARTS`. */
export type Part = (typeof PARTS)[number];

/** Match one part of a statement in the cell of `data`; a part that the statement does not have is true. */
export function matchPart(part: Part, statement: CompiledStatement, data: RuleData): Truth {
  const { facts, cell } = data;
  switch (part) {
    case 'operation':
      return matchImplied(statement, facts.operation);
    case 'task':
      return statement.task?.match(facts.names.task) ?? true;
    case 'actor':
      return statement.actor?.match(facts.names.actor) ?? true;
    case 'resource':
      return statement.resource?.match(facts.names.resource) ?? true;
    case 'location':
      return statement.location === undefined ? true : locationIn(statement.location, facts.location);
    case 'frequency':
      return matchSet(statement.frequency, cell.hz);
    case 'time':
      return matchSet(statement.time, cell.micros);
    case 'condition':
      return statement.condition === undefined ? true : applyRule(statement.condition.rule, data);
  }
}

/** Match all that does not differ from cell to cell. */
export function matchBase(statement: CompiledStatement, data: RuleData): Truth {
  // Part by part and not in a loop over `PARTS`: this is where a decision spends its time.
  let truth: Truth = true;
  if (statement.impliedOperations !== undefined) truth = matchPart('operation', statement, data);
  if (truth !== false && statement.task !== undefined) truth = and(truth, matchPart('task', statement, data));
  if (truth !== false && statement.actor !== undefined) truth = and(truth, matchPart('actor', statement, data));
  if (truth !== false && statement.resource !== undefined) truth = and(truth, matchPart('resource', statement, data));
  if (truth !== false && statement.location !== undefined) truth = and(truth, matchPart('location', statement, data));
  if (truth === false || statement.condition?.perCell !== false) return truth;
  return and(truth, matchPart('condition', statement, data));
}

/** A statement that may still apply, with what all cells of the request have in common already decided. */
export interface Applicable {
  readonly statement: CompiledStatement;
  readonly base: Truth;
}

/** Match the rest in the cell of `data`. */
export function matchInCell({ statement, base }: Applicable, data: RuleData): Truth {
  let truth = base;
  if (truth !== false && statement.frequency !== undefined) truth = and(truth, matchPart('frequency', statement, data));
  if (truth !== false && statement.time !== undefined) truth = and(truth, matchPart('time', statement, data));
  if (truth === false || statement.condition?.perCell !== true) return truth;
  return and(truth, matchPart('condition', statement, data));
}

function matchImplied({ impliedOperations }: CompiledStatement, operation: string | undefined): Truth {
  if (impliedOperations === undefined) return true;
  return operation === undefined ? 'unknown' : impliedOperations.has(operation);
}

function matchSet(set: { has(value: number): boolean } | undefined, value: number | undefined): Truth {
  if (set === undefined) return true;
  return value === undefined ? 'unknown' : set.has(value);
}
