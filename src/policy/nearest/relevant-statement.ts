import type { Band } from '../../spectrum/band.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import { matchPart } from '../evaluate/match.ts';
import type { RuleData } from '../evaluate/operators.ts';
import type { PolicySet } from '../policy-set.ts';
import { BAND, LIMITS, START } from './change-kinds.ts';
import { conditionOf, meets } from './openness.ts';
import type { Possibility } from './possibility.ts';
import { both, CAN_BE_FALSE, CAN_BE_TRUE, only } from './possibility.ts';

/** A statement that could apply to a request with some band, start and limits. */
export interface RelevantStatement {
  readonly statement: CompiledStatement;
  /** What its names and its place come to. */
  readonly base: Possibility;
  /** The tests of its condition. */
  readonly tests: readonly CompiledTest[];
  /** It may see one start otherwise than another. */
  readonly isTimed: boolean;
}

const FIXED_PARTS = ['actor', 'task', 'resource', 'operation', 'location'] as const;
const NO_TESTS: readonly CompiledTest[] = [];

/** The statements of `set` that could apply to the request of `data` with any band, or any within `window`. */
export function relevantStatements(
  set: PolicySet,
  data: RuleData,
  window: Band | undefined,
): readonly RelevantStatement[] {
  // Without a time none is left out for it.
  const candidates = set.applicable(new RequestFacts({ ...data.facts.request, band: window, time: undefined }));
  const relevant: RelevantStatement[] = [];
  for (const statement of candidates) {
    const { frequency } = statement;
    if (window !== undefined && frequency !== undefined && !meets(frequency, window)) continue;
    const base = baseOf(statement, data);
    if (base === CAN_BE_FALSE) continue;
    const { condition, time } = statement;
    const tests = condition === undefined ? NO_TESTS : condition.tests.flatMap((number) => set.tests[number] ?? []);
    const one = { statement, base, tests, isTimed: time !== undefined || condition?.perCell === true };
    if (couldHold(one, data)) relevant.push(one);
  }
  return relevant;
}

function baseOf(statement: CompiledStatement, data: RuleData): Possibility {
  let base: Possibility = CAN_BE_TRUE;
  for (const part of FIXED_PARTS) {
    base = both(base, only(matchPart(part, statement, data)));
    if (base === CAN_BE_FALSE) return base;
  }
  return base;
}

function couldHold(one: RelevantStatement, data: RuleData): boolean {
  if (one.statement.condition === undefined) return true;
  const { band, startMicros, stopMicros } = data.facts;
  const open = LIMITS | BAND | START;
  return conditionOf(one, { data, open, band, startMicros, stopMicros, durationIsOpen: true }) !== CAN_BE_FALSE;
}
