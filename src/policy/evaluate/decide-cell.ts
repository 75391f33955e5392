import type { CompiledStatement } from '../compile/statement.ts';
import type { DenialReason } from '../decision.ts';
import type { Defaults, Step } from '../terms/tree.ts';
import type { Cell } from './cells.ts';
import type { Applicable } from './match.ts';
import type { RuleData } from './operators.ts';
import type { CombinedSetting, CombinedSettings } from './settings.ts';
import { weighCell } from './weighing/weighing.ts';

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

/** Decide the one cell of `data`: what a decision comes from, cell by cell, for who explains it. */
export function decideCell(applicable: readonly Applicable[], defaults: Defaults, data: RuleData): CellOutcome {
  const { matched, denied, indeterminate, violations, refused, defaulted, settings } = weighCell(
    applicable,
    data,
    defaults,
  );
  return {
    cell: data.cell,
    matched,
    denied: denied.map(({ what }) => what),
    indeterminate: indeterminate.map(({ what }) => what),
    settings: settings[0] ?? new Map(),
    violations: violations.map(({ what }) => what),
    defaulted,
    reasons: [
      ...(denied.length > 0 ? (['explicit-deny'] as const) : []),
      ...(violations.length > 0 ? (['constraint-violation'] as const) : []),
      ...(indeterminate.length > 0 ? (['indeterminate-deny'] as const) : []),
      ...[...refused.keys()].map((step) => `no-accept-${step}` as const),
    ],
  };
}
