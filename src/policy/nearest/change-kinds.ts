/** Kinds of change, the lightest first; each is worth twice the one before. */
export const LIMITS = 1;
export const BAND = 2;
export const START = 4;
export const SENSOR = 8;

/** Some of the kinds of change: a sum of the above. */
export type ChangeKinds = number;

/** Every choice of kinds: fewest kinds first, then without the graver ones. */
export const CHOICES_OF_KINDS: readonly ChangeKinds[] = Array.from({ length: 15 }, (_, index) => index + 1).sort(
  (a, b) => count(a) - count(b) || a - b,
);

function count(kinds: ChangeKinds): number {
  return [LIMITS, BAND, START, SENSOR].filter((kind) => (kinds & kind) !== 0).length;
}
