import type { CompiledStatement } from '../../compile/statement.ts';
import type { Truth } from '../../compile/truth.ts';
import type { WindowSet } from '../../compile/window-set.ts';
import type { Defaults, Step } from '../../terms/tree.ts';
import type { Cell } from '../cells.ts';
import { instantsOf } from '../cells.ts';
import type { Applicable } from '../match.ts';
import { matchBase, matchInCell } from '../match.ts';
import type { RuleData } from '../operators.ts';
import type { CombinedSetting, CombinedSettings } from '../settings.ts';
import { combineInCell, violationsOf } from '../settings.ts';

/** Something that stands in the way, and a cell from which on it does. */
export interface Finding<What> {
  readonly what: What;
  readonly cell: Cell;
}

/** What policy says of all cells of a request. */
export interface Weighing {
  /** Every statement that is true in some cell, in their order. */
  readonly matched: readonly CompiledStatement[];
  /** Denials that are true, and those that can't be told. */
  readonly denied: readonly Finding<CompiledStatement>[];
  readonly indeterminate: readonly Finding<CompiledStatement>[];
  readonly violations: readonly Finding<CombinedSetting>[];
  /** The steps that no permit accepts in some cell, with the lowest such cell. */
  readonly refused: ReadonlyMap<Step, Cell>;
  /** Steps at which only a default accepted. */
  readonly defaulted: readonly Step[];
  /** The settings of each cell where they are others than in the cell before. */
  readonly settings: readonly CombinedSettings[];
}

/** A statement that is not false for the request as a whole. */
interface Live extends Applicable {
  /** In the cell of the moment. */
  truth: Truth;
  hasMatched: boolean;
}

/** A frequency at which a statement may change its mind. */
interface Edge {
  readonly hz: number;
  readonly live: Live;
}

const STEPS = ['actor', 'resource'] as const;

/**
 * Weigh `statements`, in their order, in every cell of the request of `data`. All are collected without a short cut,
 * because a decision names every statement that had a part in it. The cells of one instant are swept from the lowest
 * frequency up: at each edge only the statements that have it are asked again.
 */
export function weigh(statements: readonly CompiledStatement[], data: RuleData, defaults: Defaults): Weighing {
  const lives = livesOf(statements, data);
  const sweep = new Sweep(lives, defaults, data);
  const edges = edgesOf(lives, data);
  for (const micros of instantsOf(data.facts, windowSetsOf(lives, data))) sweep.run(micros, edges);
  return sweep;
}

/** Weigh the statements in the one cell of `data`, for who wants to know of each cell by itself. */
export function weighCell(applicable: readonly Applicable[], data: RuleData, defaults: Defaults): Weighing {
  const lives = applicable.map((one): Live => ({ ...one, truth: false, hasMatched: false }));
  const sweep = new Sweep(lives, defaults, data);
  sweep.enter(data.cell, lives);
  return sweep;
}

function livesOf(statements: readonly CompiledStatement[], data: RuleData): readonly Live[] {
  const { band } = data.facts;
  const lives: Live[] = [];
  for (const statement of statements) {
    const { frequency } = statement;
    if (band !== undefined && frequency !== undefined && !frequency.meets(band)) continue;
    const base = matchBase(statement, data);
    if (base !== false) lives.push({ statement, base, truth: false, hasMatched: false });
  }
  return lives;
}

/** Those that may see the request change while it lasts. */
function windowSetsOf(lives: readonly Live[], { facts }: RuleData): ReadonlySet<WindowSet> {
  if (facts.startMicros === facts.stopMicros) return NO_WINDOWS;
  const sets = new Set<WindowSet>();
  for (const { statement } of lives) for (const set of statement.windowSets) sets.add(set);
  return sets;
}

const NO_WINDOWS: ReadonlySet<WindowSet> = new Set();

class Sweep implements Weighing {
  readonly denied: Finding<CompiledStatement>[] = [];
  readonly indeterminate: Finding<CompiledStatement>[] = [];
  readonly violations: Finding<CombinedSetting>[] = [];
  readonly refused = new Map<Step, Cell>();
  readonly defaulted: Step[] = [];
  readonly settings: CombinedSettings[] = [];
  readonly #lives: readonly Live[];
  readonly #limits: readonly Live[];
  readonly #defaults: Readonly<Record<Step, 'accept' | 'deny'>>;
  readonly #data: RuleData;
  /** Permits that are true in the cell of the moment, by step. */
  readonly #accepting: Record<Step, number> = { actor: 0, resource: 0 };
  #limitsChanged = false;

  constructor(lives: readonly Live[], defaults: Defaults, data: RuleData) {
    this.#lives = lives;
    this.#limits = lives.filter(({ statement }) => statement.effect === 'set');
    this.#data = data;
    this.#defaults = defaults[data.facts.scope];
  }

  get matched(): readonly CompiledStatement[] {
    const matched: CompiledStatement[] = [];
    for (const { statement, hasMatched } of this.#lives) if (hasMatched) matched.push(statement);
    return matched;
  }

  /** Sweep the cells of one instant, whose edges ascend. */
  run(micros: number | undefined, edges: readonly Edge[]): void {
    const { band } = this.#data.facts;
    for (const live of this.#lives) live.truth = false;
    for (const step of STEPS) this.#accepting[step] = 0;
    const first = edges[0]?.hz ?? band?.stopHz;
    this.enter({ hz: band?.startHz, stopHz: first, micros }, this.#lives);
    for (let i = 0; i < edges.length;) {
      const hz = edges[i]?.hz ?? 0;
      const changing: Live[] = [];
      for (; edges[i]?.hz === hz; i += 1) {
        const live = edges[i]?.live;
        if (live !== undefined) changing.push(live);
      }
      this.enter({ hz, stopHz: edges[i]?.hz ?? band?.stopHz, micros }, changing);
    }
  }

  /** Go on to the next cell, in which only `changing` may have changed. */
  enter(cell: Cell, changing: readonly Live[]): void {
    this.#data.cell = cell;
    for (const live of changing) {
      const truth = matchInCell(live, this.#data);
      if (truth !== live.truth) this.#change(live, truth);
    }
    if (this.#limitsChanged) this.#combine();
    for (const step of STEPS) {
      if (this.#accepting[step] > 0) continue;
      if (this.#defaults[step] === 'deny') this.#refuse(step, cell);
      else if (!this.defaulted.includes(step)) this.defaulted.push(step);
    }
  }

  #change(live: Live, truth: Truth): void {
    const { statement, truth: before } = live;
    const { cell } = this.#data;
    live.truth = truth;
    if (truth === true) live.hasMatched = true;
    switch (statement.effect) {
      case 'deny':
        if (truth === true) this.denied.push({ what: statement, cell });
        if (truth === 'unknown') this.indeterminate.push({ what: statement, cell });
        return;
      case 'permit':
        if (truth !== true && before !== true) return;
        for (const step of STEPS) if (statement.steps[step]) this.#accepting[step] += truth === true ? 1 : -1;
        return;
      case 'set':
        this.#limitsChanged = true;
    }
  }

  #refuse(step: Step, cell: Cell): void {
    const known = this.refused.get(step);
    if (known === undefined || (cell.hz ?? 0) < (known.hz ?? 0)) this.refused.set(step, cell);
  }

  #combine(): void {
    this.#limitsChanged = false;
    const settings = combineInCell(this.#limits.filter(({ truth }) => truth !== false));
    if (settings.size === 0) return;
    this.settings.push(settings);
    for (const what of violationsOf(settings, this.#data.facts)) this.violations.push({ what, cell: this.#data.cell });
  }
}

/** Where statements may change their minds within the band of a request, ascending. */
function edgesOf(lives: readonly Live[], { facts: { band } }: RuleData): readonly Edge[] {
  const edges: Edge[] = [];
  if (band === undefined) return edges;
  for (const live of lives) {
    for (const set of live.statement.bandSets) {
      for (const hz of set.edgesWithin(band)) edges.push({ hz, live });
    }
  }
  return edges.length > 1 ? edges.sort((a, b) => a.hz - b.hz) : edges;
}
