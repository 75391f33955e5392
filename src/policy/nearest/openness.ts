import type { Band } from '../../spectrum/band.ts';
import type { BandSet } from '../compile/band-set.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { WindowSet } from '../compile/window-set.ts';
import type { RuleData } from '../evaluate/operators.ts';
import { decideTest } from '../evaluate/operators.ts';
import type { Condition } from '../terms/tree.ts';
import { BAND_FIELDS, isAdjustable } from './adjustable-fields.ts';
import type { ChangeKinds } from './change-kinds.ts';
import { BAND, LIMITS, START } from './change-kinds.ts';
import type { Possibility } from './possibility.ts';
import type { RelevantStatement } from './relevant-statement.ts';
import {
  ANYTHING,
  both,
  CAN_BE_FALSE,
  CAN_BE_TRUE,
  CAN_BE_UNKNOWN,
  EITHER,
  oneOf,
  only,
  opposite,
} from './possibility.ts';

/** A request of which some kinds of thing are still open, at one place. */
export interface OpenRequest {
  readonly data: RuleData;
  readonly open: ChangeKinds;
  readonly band: Band | undefined;
  /** Microseconds since 1970; where the start is open they say nothing. */
  readonly startMicros: number | undefined;
  readonly stopMicros: number | undefined;
  /** The duration may still change. */
  readonly durationIsOpen: boolean;
}

/** The truths that the condition of a statement can still take. */
export function conditionOf(
  { statement, tests }: Pick<RelevantStatement, 'statement' | 'tests'>,
  request: OpenRequest,
): Possibility {
  const { condition } = statement;
  return condition === undefined ? CAN_BE_TRUE : ofTree(condition.tree, tests, request);
}

/** So many bands are looked through faster than searched. */
const FEW_BANDS = 4;

/** True when the set shares a frequency with `band`; one of no width is a single frequency. */
export function meets(set: BandSet, band: Band): boolean {
  const { startHz, stopHz } = band;
  if (set.bands.length > FEW_BANDS) return set.has(startHz) || set.edgesWithin(band).length > 0;
  return set.bands.some((one) => startHz < one.stopHz && (one.startHz < stopHz || one.startHz === startHz));
}

function ofTree(tree: Condition, tests: readonly CompiledTest[], request: OpenRequest): Possibility {
  switch (tree.kind) {
    case 'test': {
      const test = tests.find((one) => one.test === tree);
      return test === undefined ? ANYTHING : ofTest(test, request);
    }
    case 'not':
      return opposite(ofTree(tree.of, tests, request));
    case 'allOf':
      return tree.of.map((part) => ofTree(part, tests, request)).reduce(both, CAN_BE_TRUE);
    case 'anyOf':
      return tree.of.map((part) => ofTree(part, tests, request)).reduce(oneOf, CAN_BE_FALSE);
  }
}

/** The truths that a time window can take somewhere in the request. */
export function windowOf(set: WindowSet, request: OpenRequest): Possibility {
  const { startMicros, stopMicros } = request;
  if (startMicros === undefined || stopMicros === undefined) return CAN_BE_UNKNOWN;
  if ((request.open & START) !== 0) return EITHER;
  if (request.durationIsOpen) return set.has(startMicros) ? CAN_BE_TRUE : EITHER;
  return piecesOf(set, [
    startMicros,
    ...set.spanEdgesWithin(startMicros, stopMicros),
    ...set.dailyEdgesWithin(startMicros, stopMicros),
  ]);
}

/** The truths that a set of bands takes somewhere in the request's own band. */
export function bandOf(set: BandSet, { open, band }: OpenRequest): Possibility {
  if (band === undefined) return CAN_BE_UNKNOWN;
  return (open & BAND) === 0 ? piecesOf(set, [band.startHz, ...set.edgesWithin(band)]) : EITHER;
}

function ofTest(compiled: CompiledTest, request: OpenRequest): Possibility {
  const { test, operand } = compiled;
  const { field } = test;
  if (operand.kind === 'frequency') return bandOf(operand.set, request);
  if (operand.kind === 'time') return windowOf(operand.set, request);
  const isOpen =
    ((request.open & LIMITS) !== 0 && isAdjustable(field.name)) ||
    ((request.open & BAND) !== 0 && BAND_FIELDS.has(field.name)) ||
    (request.durationIsOpen && field.name === 'duration');
  return isOpen ? ANYTHING : only(decideTest(compiled, request.data));
}

function piecesOf(set: { has(value: number): boolean }, points: readonly number[]): Possibility {
  return points.reduce((found, point) => found | (set.has(point) ? CAN_BE_TRUE : CAN_BE_FALSE), 0);
}
