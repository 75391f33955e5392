import { WindowSet } from '../../compile/window-set.ts';
import { edgeValues } from '../../nearest/adjustable-fields.ts';
import { startingAt } from '../../nearest/candidate-starts.ts';
import type { Axis, Branch, Notes } from './axis.ts';
import { text } from './axis.ts';
import { describePiece } from './time-pieces.ts';

const DAY = 86_400e6;
/** Between edges of fixed windows everything repeats weekly; a window of the last day may end on the next. */
const PERIOD = 8 * DAY;
/** A Monday to show weekly windows on, where no fixed window says when. */
const ANY_MONDAY = Date.UTC(2026, 0, 5) * 1000;
const MOST_PIECES = 4000;

/**
 * No time, and an instant of each piece between two edges of the windows of live statements. Where a condition looks at
 * the duration, also tasks of each length that matters, beginning or ending on an edge, just before and just after.
 */
export const timeAxis: Axis = function* (branch, notes) {
  const { request } = branch;
  const windows = windowsOf(branch);
  const lengths = lengthsOf(branch);
  const timeless = { ...request, time: undefined, timeMicroseconds: undefined };
  if (lengths === undefined) {
    for (const { start, stop } of piecesOf(windows, notes)) {
      const at = { ...startingAt(request, start), durationSeconds: undefined };
      yield { request: at, label: text(describePiece(start, stop, windows)) };
    }
  }
  for (const durationSeconds of lengths ?? []) {
    const suffix = durationSeconds === undefined ? '' : `, for ${durationSeconds} s`;
    yield { request: { ...timeless, durationSeconds }, label: text(`not given${suffix}`), isSingular: true };
    const length = Math.round((durationSeconds ?? 0) * 1e6);
    for (const { start, stop } of piecesOf(windows, notes)) {
      const starts = length === 0 ? [start] : [start, start - 1, start - length, start - length + 1];
      for (const from of new Set(starts)) {
        const label = text(`${describePiece(from, from === start ? stop : from + length, windows)}${suffix}`);
        yield { request: { ...startingAt(request, from), durationSeconds }, label, isSingular: length > 0 };
      }
    }
  }
  yield { request: { ...timeless, durationSeconds: undefined }, label: text('not given') };
};

/** Stretches of time within which no window opens or closes; the last one ends at Infinity. */
function piecesOf(windows: WindowSet, notes: Notes): readonly { start: number; stop: number }[] {
  const fixed = [...new Set(windows.spanEdgesWithin(-Infinity, Infinity).filter(Number.isFinite))].sort(
    (a, b) => a - b,
  );
  const first = (fixed[0] ?? ANY_MONDAY + PERIOD) - PERIOD;
  const starts = [first, ...fixed].flatMap((start, index) => {
    const stop = index < fixed.length ? (fixed[index] ?? Infinity) : Infinity;
    const inside = windows.dailyEdgesWithin(start, stop).sort((a, b) => a - b);
    return [start, ...new Set(inside)];
  });
  if (starts.length > MOST_PIECES) notes.leaveOut('the later ones of very many time windows');
  const pieces = starts.slice(0, MOST_PIECES).map((start, index) => ({ start, stop: starts[index + 1] ?? Infinity }));
  const [, second] = starts;
  const last = pieces.at(-1);
  if (fixed.length > 0 || second === undefined || last === undefined) return pieces;
  // Where everything repeats weekly, the last piece ends as the first one did, or was there a week before.
  const stop = second + 7 * DAY;
  return [...pieces.slice(0, -1), ...(stop > last.start ? [{ start: last.start, stop }] : [])];
}

/** The durations that conditions tell apart, the shortest of each sort; `undefined` where none looks at it. */
function lengthsOf({ live }: Branch): readonly (number | undefined)[] | undefined {
  const values = live.flatMap(({ tests }) =>
    tests
      .filter(({ compiled }) => compiled.test.field.name === 'duration')
      .flatMap(({ compiled }) => [0, ...edgeValues(compiled)].filter((value) => typeof value === 'number')),
  );
  const asks = live.some(({ tests }) => tests.some(({ compiled }) => compiled.test.field.name === 'duration'));
  return asks ? [undefined, ...new Set(values)] : undefined;
}

function windowsOf({ live }: Branch): WindowSet {
  const sets = new Set(live.flatMap(({ statement }) => statement.windowSets));
  const windows = new Map(
    [...sets].flatMap((set) => set.windows.map((window) => [JSON.stringify(window, infinite), window])),
  );
  return new WindowSet([...windows.values()]);
}

function infinite(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
