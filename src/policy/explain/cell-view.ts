import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import { and } from '../compile/truth.ts';
import type { WindowSet } from '../compile/window-set.ts';
import type { DenialReason } from '../decision.ts';
import type { Cell } from '../evaluate/cells.ts';
import { wholeCell } from '../evaluate/cells.ts';
import type { RequestFacts } from '../evaluate/facts.ts';
import { matchBase, matchPart } from '../evaluate/match.ts';
import { ruleDataFor } from '../evaluate/operators.ts';
import type { CombinedSetting, CombinedSettings } from '../evaluate/settings.ts';
import { combineInCell, violationsOf } from '../evaluate/settings.ts';
import type { PolicySet } from '../policy-set.ts';
import type { Step } from '../terms/tree.ts';

/** What every statement says of one cell of a request, kept apart where a decision only keeps what it comes to. */
export interface CellView {
  readonly cell: Cell;
  readonly truths: ReadonlyMap<CompiledStatement, Truth>;
  readonly settings: CombinedSettings;
  readonly violations: readonly CombinedSetting[];
  /** What stands in the way here. */
  readonly reasons: readonly DenialReason[];
  /** Steps at which only a default accepts. */
  readonly defaulted: readonly Step[];
}

const STEPS: readonly Step[] = ['actor', 'resource'];

/** The cells of a request, cut at every edge of `statements`, with what each of these says there. */
export function viewCells(
  facts: RequestFacts,
  statements: readonly CompiledStatement[],
  set: PolicySet,
): readonly CellView[] {
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  const bases = statements.map((statement) => ({ statement, base: matchBase(statement, data) }));
  const live = bases.filter(({ base }) => base !== false).map(({ statement }) => statement);
  return cellsOf(facts, live).map((cell) => {
    data.cell = cell;
    const truths = new Map(
      bases.map(({ statement, base }) => {
        const parts = [matchPart('frequency', statement, data), matchPart('time', statement, data)];
        const condition =
          base !== false && statement.condition?.perCell === true ? matchPart('condition', statement, data) : true;
        return [statement, [base, ...parts, condition].reduce(and)] as const;
      }),
    );
    return viewOf(cell, truths, { facts, set });
  });
}

function viewOf(
  cell: Cell,
  truths: CellView['truths'],
  { facts, set }: { readonly facts: RequestFacts; readonly set: PolicySet },
): CellView {
  const those = (effect: CompiledStatement['effect'], wanted: Truth) =>
    [...truths].filter(([statement, truth]) => statement.effect === effect && truth === wanted).map(([one]) => one);
  const limits = [...truths].filter(([{ effect }, truth]) => effect === 'set' && truth !== false);
  const settings = combineInCell(limits.map(([statement, truth]) => ({ statement, truth })));
  const violations = violationsOf(settings, facts);
  const permits = those('permit', true);
  const unaccepted = STEPS.filter((step) => !permits.some(({ steps }) => steps[step]));
  const refused = unaccepted.filter((step) => set.defaults[facts.scope][step] === 'deny');
  const reasons: readonly DenialReason[] = [
    ...(those('deny', true).length > 0 ? (['explicit-deny'] as const) : []),
    ...(violations.length > 0 ? (['constraint-violation'] as const) : []),
    ...(those('deny', 'unknown').length > 0 ? (['indeterminate-deny'] as const) : []),
    ...refused.map((step) => `no-accept-${step}` as const),
  ];
  const defaulted = unaccepted.filter((step) => !refused.includes(step));
  return { cell, truths, settings, violations, reasons, defaulted };
}

function cellsOf(facts: RequestFacts, statements: readonly CompiledStatement[]): readonly Cell[] {
  const { band } = facts;
  const edges =
    band === undefined ? [] : statements.flatMap(({ bandSets }) => bandSets.flatMap((set) => set.edgesWithin(band)));
  const starts = [band?.startHz, ...ascending(edges)];
  const windows = [...new Set(statements.flatMap(({ windowSets }) => windowSets))];
  const instants = instantsOf(facts, windows);
  return starts.flatMap((hz, index) =>
    instants.map((micros) => ({ hz, stopHz: starts[index + 1] ?? band?.stopHz, micros })),
  );
}

/** The start, and every instant from which on the windows show a case that they did not show before. */
function instantsOf(
  { startMicros, stopMicros }: RequestFacts,
  windows: readonly WindowSet[],
): readonly (number | undefined)[] {
  if (startMicros === undefined || stopMicros === undefined) return [undefined];
  const fixed = [startMicros, ...ascending(windows.flatMap((set) => set.spanEdgesWithin(startMicros, stopMicros)))];
  const instants = fixed.flatMap((start, index) => {
    const stop = fixed[index + 1] ?? stopMicros;
    return [start, ...ascending(windows.flatMap((set) => set.dailyEdgesWithin(start, stop)))];
  });
  const cases = new Map<string, number>();
  for (const instant of instants) {
    const seen = windows.map((set) => Number(set.has(instant))).join('');
    if (!cases.has(seen)) cases.set(seen, instant);
  }
  return [...cases.values()];
}

function ascending(edges: readonly number[]): readonly number[] {
  return [...new Set(edges)].sort((a, b) => a - b);
}
