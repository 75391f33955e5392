import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import { and } from '../compile/truth.ts';
import type { RuleData } from './operators.ts';
import { applyRule, locationIn } from './operators.ts';

/** The parts of a statement that a request is matched against, in the order in which they are explained. */
export const PARTS = ['operation', 'task', 'actor', 'resource', 'location', 'frequency', 'time', 'condition'] as const;

/** One of `PARTS`. */
export type Part = (typeof PARTS)[number];

/** A statement that may still apply, with what all cells of the request have in common already decided. */
export interface Applicable {
  readonly statement: CompiledStatement;
  readonly base: Truth;
}

/** Match one part of a statement in the cell of `data`; a part that the statement does not have is true. */
export function matchPart(part: Part, statement: CompiledStatement, data: RuleData): Truth {
  const { facts, cell } = data;
  switch (part) {
    case 'operation':
      return matchImplied(statement, facts.operation);
    case 'task':
    case 'actor':
    case 'resource':
      return statement[part]?.match(facts.names[part]) ?? true;
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
  let truth = matchParts(['operation', 'task', 'actor', 'resource', 'location'], statement, data);
  if (truth !== false && statement.condition?.perCell === false)
    truth = and(truth, matchPart('condition', statement, data));
  return truth;
}

/** Match the rest in the cell of `data`. */
export function matchInCell({ statement, base }: Applicable, data: RuleData): Truth {
  const truth = and(base, matchParts(['frequency', 'time'], statement, data));
  if (truth === false || statement.condition?.perCell !== true) return truth;
  return and(truth, matchPart('condition', statement, data));
}

function matchParts(parts: readonly Part[], statement: CompiledStatement, data: RuleData): Truth {
  let truth: Truth = true;
  for (const part of parts) {
    truth = and(truth, matchPart(part, statement, data));
    if (truth === false) return false;
  }
  return truth;
}

function matchImplied({ impliedOperations }: CompiledStatement, operation: string | undefined): Truth {
  if (impliedOperations === undefined) return true;
  return operation === undefined ? 'unknown' : impliedOperations.has(operation);
}

function matchSet(set: { has(value: number): boolean } | undefined, value: number | undefined): Truth {
  if (set === undefined) return true;
  return value === undefined ? 'unknown' : set.has(value);
}
