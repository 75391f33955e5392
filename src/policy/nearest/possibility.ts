import type { Truth } from '../compile/truth.ts';

/** The truths that something can still take while part of a request is open: a sum of the three below. */
export type Possibility = number;

export const CAN_BE_TRUE = 1;
export const CAN_BE_FALSE = 2;
export const CAN_BE_UNKNOWN = 4;
export const EITHER: Possibility = CAN_BE_TRUE | CAN_BE_FALSE;
export const ANYTHING: Possibility = EITHER | CAN_BE_UNKNOWN;

/** What is decided already. */
export function only(truth: Truth): Possibility {
  if (truth === 'unknown') return CAN_BE_UNKNOWN;
  return truth ? CAN_BE_TRUE : CAN_BE_FALSE;
}

/** Kleene's and, each side free to take any of its truths: never too few, perhaps too many. */
export function both(a: Possibility, b: Possibility): Possibility {
  const isUnknown =
    (a & CAN_BE_UNKNOWN && b & (CAN_BE_UNKNOWN | CAN_BE_TRUE)) || (b & CAN_BE_UNKNOWN && a & CAN_BE_TRUE);
  return (a & b & CAN_BE_TRUE) | ((a | b) & CAN_BE_FALSE) | (isUnknown ? CAN_BE_UNKNOWN : 0);
}

/** Kleene's not. */
export function opposite(a: Possibility): Possibility {
  return (a & CAN_BE_UNKNOWN) | (a & CAN_BE_TRUE ? CAN_BE_FALSE : 0) | (a & CAN_BE_FALSE ? CAN_BE_TRUE : 0);
}

/** Kleene's or, as `both`. */
export function oneOf(a: Possibility, b: Possibility): Possibility {
  return opposite(both(opposite(a), opposite(b)));
}
