import { windowFrom } from '../../spectrum/time-window.ts';
import { ScheduleConflictError, type SlotConflict } from '../schedule-conflict-error.ts';
import type { Calendar } from './calendar.ts';
import { firstFreeWindow, firstStartFor, firstTakenStart, type WantedRadio } from './slot-search.ts';

/** A sensor that can and may measure, with its calendar and the slot that policy would have it hold. */
export type Candidate = Calendar & WantedRadio;

/** How many are wanted, and when. */
export interface ChoiceWish {
  readonly count: number;
  /** Absent: as soon as possible from `from` on. */
  readonly exact: Date | undefined;
  readonly from: Date;
  /** The occurrences up to the horizon of an entry that begins at `first`. */
  readonly starts: (first: Date) => readonly Date[];
}

/** Those who are to measure, and when they begin. */
export interface FreeChoice<C extends Candidate> {
  readonly chosen: readonly C[];
  readonly first: Date;
}

/**
 * The first `count` of `candidates` that are free when they are wanted. All of them hold a slot as long as the longest
 * that policy imposes on one of the chosen.
 * @throws {ScheduleConflictError} when too few are free at the exact time
 */
export function chooseFree<C extends Candidate>(candidates: readonly C[], wish: ChoiceWish): FreeChoice<C> {
  for (let floor = 0; ;) {
    const held = candidates.map((one) => ({ ...one, slotSeconds: Math.max(one.slotSeconds, floor) }));
    const choice = wish.exact === undefined ? chooseSoonest(held, wish) : chooseAt(held, wish.exact, wish);
    floor = Math.max(...choice.chosen.map(({ slotSeconds }) => slotSeconds));
    if (choice.chosen.every(({ slotSeconds }) => slotSeconds === floor)) return choice;
  }
}

/** With everybody wanted there is nothing to choose: what is taken is told when the occurrences are laid. */
function chooseAt<C extends Candidate>(candidates: readonly C[], first: Date, wish: ChoiceWish): FreeChoice<C> {
  if (candidates.length <= wish.count) return { chosen: candidates, first };
  const starts = wish.starts(first);
  const judged = candidates.map((one) => ({ one, taken: firstTakenStart(one, starts) }));
  const chosen = judged.filter(({ taken }) => taken === undefined).map(({ one }) => one);
  if (chosen.length >= wish.count) return { chosen: chosen.slice(0, wish.count), first };
  const conflicts = judged.flatMap(({ one, taken }) => (taken === undefined ? [] : [conflictOf(one, taken)]));
  conflicts.sort((a, b) => a.nextFree.getTime() - b.nextFree.getTime());
  throw new ScheduleConflictError(conflicts.slice(0, wish.count - chosen.length));
}

function chooseSoonest<C extends Candidate>(candidates: readonly C[], wish: ChoiceWish): FreeChoice<C> {
  const first = firstStartFor(wish.count, candidates, wish.from);
  const free = candidates.filter((one) => firstTakenStart(one, [first]) === undefined);
  // Of those that are free at first, who stays free for every later occurrence comes first.
  const starts = wish.starts(first);
  const lasting = new Set(free.filter((one) => firstTakenStart(one, starts) === undefined));
  const chosen = [...lasting, ...free.filter((one) => !lasting.has(one))].slice(0, wish.count);
  return { chosen, first };
}

function conflictOf(
  { sensor, taken, slotSeconds }: Candidate,
  start: Date,
): SlotConflict & { readonly nextFree: Date } {
  const nextFree = firstFreeWindow(taken, start, slotSeconds).start;
  return { sensorId: sensor.id, sensorName: sensor.name, ...windowFrom(start, slotSeconds), nextFree };
}
