import { occurrencesBetween } from './occurrences.ts';
import type { ScheduleDraft } from './schedule-draft.ts';

/** When an entry is to begin. */
export interface WantedStart {
  /** Absent: as soon as possible. */
  readonly exact: Date | undefined;
  /** From when on calendars matter. */
  readonly from: Date;
  /** The first occurrence, as far as it is known before slots are looked at: what policy is asked about first. */
  readonly asked: Date;
}

/** How long after a request "as soon as possible" is: time to store, decide again, send and set up. */
const SOONEST_MS = 250;
const LAST_INSTANT = new Date(8.64e15);

/** A single start that has just passed means as soon as possible: it is run, where its own time would be missed. */
export function wantedStartOf(draft: ScheduleDraft, now: Date): WantedStart {
  const { start, intervalSeconds } = draft.request;
  const soonest = new Date(now.getTime() + SOONEST_MS);
  if (start === undefined) return { exact: undefined, from: soonest, asked: soonest };
  if (intervalSeconds === undefined) {
    const exact = start < now ? soonest : start;
    return { exact, from: exact, asked: exact };
  }
  const [first] = occurrencesBetween(
    { start, stop: draft.stop, intervalSeconds },
    { from: now, until: LAST_INSTANT },
    { firstSequence: 1, limit: 1 },
  );
  return { exact: start, from: start < now ? now : start, asked: first?.start ?? start };
}
