import { WindowSet } from '../../compile/window-set.ts';
import type { RecurringWindow } from '../../terms/tree.ts';

const WEEK_MICROS = 7 * 86_400e6;

/** True when every instant of `narrow` is one of `wide`, whichever windows it takes together; exact. */
export function windowsCover(
  wide: readonly RecurringWindow[] | undefined,
  narrow: readonly RecurringWindow[] | undefined,
): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const [all, part] = [new WindowSet(wide), new WindowSet(narrow)];
  return instantsOf(all, part).every((instant) => !part.has(instant) || all.has(instant));
}

/** One instant of each stretch in which neither set changes: between fixed edges all that happens happens in a week. */
function instantsOf(...sets: readonly WindowSet[]): readonly number[] {
  const edges = sets.flatMap((set) => set.spanEdgesWithin(-Infinity, Infinity)).sort((a, b) => a - b);
  const starts = [(edges[0] ?? 0) - 2 * WEEK_MICROS, ...edges];
  return starts.flatMap((start, index) => {
    const stop = starts[index + 1] ?? Infinity;
    return [start, ...sets.flatMap((set) => set.dailyEdgesWithin(start, stop))];
  });
}
