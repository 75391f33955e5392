import type { CompiledStatement } from '../compile/statement.ts';
import type { WindowSet } from '../compile/window-set.ts';
import type { RequestFacts } from './facts.ts';

/**
 * A piece of a request within which no statement changes its mind about frequency or time. `hz` and `micros` are its
 * lower ends and stand for all of it; they are undefined where the request does not say.
 */
export interface Cell {
  readonly hz: number | undefined;
  /** The upper end of the piece; equal to `hz` for a single frequency. */
  readonly stopHz: number | undefined;
  readonly micros: number | undefined;
}

/** The cell before any cut: what a request looks like to statements that don't care. */
export function wholeCell({ band, startMicros }: RequestFacts): Cell {
  return { hz: band?.startHz, stopHz: band?.stopHz, micros: startMicros };
}

/** Cut a request at every band edge and window edge of these statements, for who wants to know of each cell by itself. */
export function cellsOf(facts: RequestFacts, statements: readonly CompiledStatement[]): readonly Cell[] {
  const { band } = facts;
  const instants = instantsOf(facts, new Set(statements.flatMap(({ windowSets }) => windowSets)));
  if (band === undefined) return instants.map((micros) => ({ hz: undefined, stopHz: undefined, micros }));
  const bandSets = new Set(statements.flatMap((statement) => statement.bandSets));
  const starts = [band.startHz, ...ascending([...bandSets].flatMap((set) => set.edgesWithin(band)))];
  return starts.flatMap((hz, index) => {
    const stopHz = starts[index + 1] ?? band.stopHz;
    return instants.map((micros) => ({ hz, stopHz, micros }));
  });
}

/** The instants at which a request has to be looked at: its start and every window edge that shows another case. */
export function instantsOf(
  { startMicros, stopMicros }: RequestFacts,
  windowSets: ReadonlySet<WindowSet>,
): readonly (number | undefined)[] {
  if (startMicros === undefined || stopMicros === undefined) return [undefined];
  if (windowSets.size === 0) return [startMicros];
  const sets = [...windowSets];
  const starts = [startMicros, ...ascending(sets.flatMap((set) => set.spanEdgesWithin(startMicros, stopMicros)))];
  const instants = starts.flatMap((start, index) => {
    const stop = starts[index + 1] ?? stopMicros;
    return [start, ...ascending(sets.flatMap((set) => set.dailyEdgesWithin(start, stop)))];
  });
  return onePerCase(instants, sets);
}

/** Drop instants that every window sees as it saw an earlier one: a month of nights is one night. */
function onePerCase(instants: readonly number[], windowSets: readonly WindowSet[]): readonly number[] {
  if (instants.length <= 2) return instants;
  const seen = new Set<string>();
  return instants.filter((instant) => {
    const view = windowSets.map((set) => (set.has(instant) ? '1' : '0')).join('');
    const isNew = !seen.has(view);
    seen.add(view);
    return isNew;
  });
}

function ascending(edges: readonly number[]): readonly number[] {
  return [...new Set(edges)].sort((a, b) => a - b);
}
