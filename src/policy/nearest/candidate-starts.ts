import { WindowSet } from '../compile/window-set.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import type { PolicyRequest } from '../request.ts';
import type { RecurringWindow } from '../terms/tree.ts';
import { withField } from './adjustable-fields.ts';
import type { SearchEffort } from './search-effort.ts';
import type { Surroundings } from './surroundings.ts';

const MOST_STARTS = 400;
const MOST_SPAN_EDGES = 64;

/**
 * Later starts at which some statement changes its mind, in microseconds, soonest first: a window opens or closes, or
 * the task ends on such an edge. Daily windows are followed for a week after now and after each edge of a fixed one.
 */
export function startsAfter(surroundings: Surroundings, effort: SearchEffort): readonly number[] {
  const { request } = surroundings;
  const { startMicros } = new RequestFacts(request);
  if (startMicros === undefined) return [];
  const windows = windowsOf(surroundings);
  const starts = new Set<number>();
  for (const length of lengthsOf(surroundings)) {
    const fixed = windows.spanEdgesWithin(startMicros, Infinity).filter(Number.isFinite);
    const spanEdges = [...new Set(fixed)].sort((a, b) => a - b);
    if (spanEdges.length > MOST_SPAN_EDGES) effort.leaveOut();
    const bases = [startMicros, ...spanEdges.slice(0, MOST_SPAN_EDGES).flatMap((edge) => [edge, edge - length])];
    for (const base of bases.filter((one) => one >= startMicros)) {
      starts.add(base);
      for (const edge of windows.dailyEdgesWithin(base, Infinity)) starts.add(edge);
      for (const edge of windows.dailyEdgesWithin(base + length, Infinity)) starts.add(edge - length);
    }
  }
  const later = [...starts].filter((start) => start > startMicros).sort((a, b) => a - b);
  if (later.length > MOST_STARTS) effort.leaveOut();
  return later.slice(0, MOST_STARTS);
}

/** The request with another start. */
export function startingAt(request: PolicyRequest, startMicros: number): PolicyRequest {
  const milliseconds = Math.floor(startMicros / 1000);
  return { ...request, time: new Date(milliseconds), timeMicroseconds: startMicros - milliseconds * 1000 };
}

/** The lengths that the task may have, in microseconds. */
function lengthsOf({ request, choices }: Surroundings): readonly number[] {
  const lengths = choices
    .filter(({ field }) => field === 'duration' || field === 'slot-duration')
    .flatMap(({ field, values }) => values.map((value) => withField(request, field, value)));
  return [...new Set([request, ...lengths].map(lengthOf))].slice(0, 8);
}

function lengthOf(request: PolicyRequest): number {
  const { startMicros = 0, stopMicros = 0 } = new RequestFacts(request);
  return stopMicros - startMicros;
}

/** Every window once: many statements share the same few. */
function windowsOf({ relevant }: Surroundings): WindowSet {
  const windows = new Map<string, RecurringWindow>();
  for (const set of new Set(relevant.flatMap(({ statement }) => statement.windowSets))) {
    for (const window of set.windows) windows.set(keyOf(window), window);
  }
  return new WindowSet([...windows.values()]);
}

function keyOf(window: RecurringWindow): string {
  return window.kind === 'span'
    ? `${window.startMicros} ${window.stopMicros}`
    : `${window.startSeconds} ${window.stopSeconds} ${window.days.join()}`;
}
