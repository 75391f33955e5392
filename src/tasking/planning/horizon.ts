import { type Occurrence, type Recurrence, isExhausted, occurrencesBetween } from './occurrences.ts';

/** How many occurrences of one entry are laid ahead at most, however short its interval. */
const OCCURRENCES_AHEAD = 1000;

/** The next part of an entry to lay, and where planning stands after it. */
export interface HorizonPart {
  readonly occurrences: readonly Occurrence[];
  /** Everything before this instant is then laid; undefined: nothing is left to lay, ever. */
  readonly plannedUntil: Date | undefined;
  readonly nextSequence: number;
}

/** The occurrences of `recurrence` from `from` up to the horizon. */
export function nextHorizonPart(
  recurrence: Recurrence,
  position: { readonly from: Date; readonly nextSequence: number },
  horizon: Date,
): HorizonPart {
  const occurrences = occurrencesBetween(
    recurrence,
    { from: position.from, until: horizon },
    { firstSequence: position.nextSequence, limit: OCCURRENCES_AHEAD },
  );
  const last = occurrences.at(-1);
  const reached =
    last !== undefined && occurrences.length === OCCURRENCES_AHEAD ? new Date(last.start.getTime() + 1) : horizon;
  return {
    occurrences,
    plannedUntil: isExhausted(recurrence, reached) ? undefined : reached,
    nextSequence: position.nextSequence + occurrences.length,
  };
}
