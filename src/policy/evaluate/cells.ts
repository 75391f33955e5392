import type { BandSet } from '../compile/band-set.ts';
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

/** Cut a request at every band edge and window edge of these statements. */
export function cellsOf(facts: RequestFacts, statements: readonly CompiledStatement[]): readonly Cell[] {
  const bandSets = new Set(statements.flatMap((statement) => statement.bandSets));
  const windowSets = new Set(statements.flatMap((statement) => statement.windowSets));
  const pieces = bandPieces(facts, [...bandSets]);
  const instants = instantsOf(facts, [...windowSets]);
  return pieces.flatMap(({ hz, stopHz }) => instants.map((micros) => ({ hz, stopHz, micros })));
}

function bandPieces({ band }: RequestFacts, bandSets: readonly BandSet[]): readonly Pick<Cell, 'hz' | 'stopHz'>[] {
  if (band === undefined) return [{ hz: undefined, stopHz: undefined }];
  const edges = bandSets.flatMap((set) => set.edgesWithin(band));
  const starts = [band.startHz, ...ascending(edges)];
  return starts.map((hz, index) => ({ hz, stopHz: starts[index + 1] ?? band.stopHz }));
}

function instantsOf(
  { startMicros, stopMicros }: RequestFacts,
  windowSets: readonly WindowSet[],
): readonly (number | undefined)[] {
  if (startMicros === undefined || stopMicros === undefined) return [undefined];
  const starts = [startMicros, ...ascending(windowSets.flatMap((set) => set.spanEdgesWithin(startMicros, stopMicros)))];
  const instants = starts.flatMap((start, index) => {
    const stop = starts[index + 1] ?? stopMicros;
    return [start, ...ascending(windowSets.flatMap((set) => set.dailyEdgesWithin(start, stop)))];
  });
  return onePerCase(instants, windowSets);
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
