import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import type { Defaults, Step } from '../terms/tree.ts';
import type { DenialReason } from '../decision.ts';
import type { Cell } from './cells.ts';
import type { Applicable } from './match.ts';
import { matchInCell } from './match.ts';
import type { RuleData } from './operators.ts';
import type { CombinedSetting, CombinedSettings } from './settings.ts';
import { combineInCell, violationsOf } from './settings.ts';

/** What policy says of one cell. */
export interface CellOutcome {
  readonly cell: Cell;
  readonly matched: readonly CompiledStatement[];
  /** Denials that are true, and those that can't be told. */
  readonly denied: readonly CompiledStatement[];
  readonly indeterminate: readonly CompiledStatement[];
  readonly settings: CombinedSettings;
  readonly violations: readonly CombinedSetting[];
  /** Steps at which only a default accepted. */
  readonly defaulted: readonly Step[];
  readonly reasons: readonly DenialReason[];
}

/**
 * Decide one cell: all permits, denials and settings are collected first and weighed afterwards, without a short cut,
 * because a decision names every statement that had a part in it.
 */
export function decideCell(applicable: readonly Applicable[], defaults: Defaults, data: RuleData): CellOutcome {
  const { facts, cell } = data;
  const matches = applicable
    .map((one) => ({ statement: one.statement, truth: matchInCell(one, data) }))
    .filter(({ truth }) => truth !== false);
  const of = (effect: CompiledStatement['effect']) => matches.filter(({ statement }) => statement.effect === effect);
  const denials = of('deny');
  const settings = combineInCell(of('set'));
  const violations = violationsOf(settings, facts);
  const permits = withTruth(of('permit'), true);
  const unaccepted = (['actor', 'resource'] as const).filter((step) => !permits.some(({ steps }) => steps[step]));
  const refused = unaccepted.filter((step) => defaults[facts.scope][step] === 'deny');
  const denied = withTruth(denials, true);
  const indeterminate = withTruth(denials, 'unknown');
  return {
    cell,
    matched: withTruth(matches, true),
    denied,
    indeterminate,
    settings,
    violations,
    defaulted: unaccepted.filter((step) => !refused.includes(step)),
    reasons: [
      ...(denied.length > 0 ? (['explicit-deny'] as const) : []),
      ...(violations.length > 0 ? (['constraint-violation'] as const) : []),
      ...(indeterminate.length > 0 ? (['indeterminate-deny'] as const) : []),
      ...refused.map((step) => `no-accept-${step}` as const),
    ],
  };
}

function withTruth(
  matches: readonly { statement: CompiledStatement; truth: Truth }[],
  wanted: Truth,
): CompiledStatement[] {
  return matches.filter(({ truth }) => truth === wanted).map(({ statement }) => statement);
}
