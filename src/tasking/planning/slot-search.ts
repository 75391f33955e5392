import { type TimeWindow, windowFrom, windowsOverlap } from '../../spectrum/time-window.ts';

/** The earliest window of `seconds` that starts at or after `from` and overlaps none of `taken` (in any order). */
export function firstFreeWindow(taken: readonly TimeWindow[], from: Date, seconds: number): TimeWindow {
  let wanted = windowFrom(from, seconds);
  for (const window of inOrder(taken)) {
    if (window.stop <= wanted.start) continue;
    if (window.start >= wanted.stop) break;
    wanted = windowFrom(window.stop, seconds);
  }
  return wanted;
}

/** The first of `taken` that `wanted` overlaps. */
export function firstConflict(taken: readonly TimeWindow[], wanted: TimeWindow): TimeWindow | undefined {
  return taken.find((window) => windowsOverlap(window, wanted));
}

/** A radio with what is taken of it, and for how long it is wanted. */
export interface WantedRadio {
  readonly taken: readonly TimeWindow[];
  readonly slotSeconds: number;
}

/** The earliest start from `from` on at which at least `count` of `radios` are free; they are at least so many. */
export function firstStartFor(count: number, radios: readonly WantedRadio[], from: Date): Date {
  for (let start = from; ;) {
    const free = radios.map(({ taken, slotSeconds }) => firstFreeWindow(taken, start, slotSeconds).start.getTime());
    // Before this instant fewer than `count` are free; at it, those that were free earlier may be taken again.
    const next = free.sort((a, b) => a - b)[count - 1];
    if (next === undefined || next <= start.getTime()) return start;
    start = new Date(next);
  }
}

/** The first of `starts`, in order, at which the radio is taken. */
export function firstTakenStart({ taken, slotSeconds }: WantedRadio, starts: readonly Date[]): Date | undefined {
  const slots = inOrder(taken);
  let next = 0;
  return starts.find((start) => {
    const wanted = windowFrom(start, slotSeconds);
    // Slots of one radio never overlap: those that stop by this start are done with.
    for (let slot = slots[next]; slot !== undefined && slot.stop <= start; slot = slots[next]) next += 1;
    const slot = slots[next];
    return slot !== undefined && windowsOverlap(slot, wanted);
  });
}

function inOrder(windows: readonly TimeWindow[]): TimeWindow[] {
  return [...windows].sort((a, b) => a.start.getTime() - b.start.getTime());
}
