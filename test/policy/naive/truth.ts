/** Kleene's three truth values; `undefined` is unknown. */
export type Truth = boolean | undefined;

/** False if one is false, else unknown if one is unknown. */
export function and(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

/** True if one is true, else unknown if one is unknown. */
export function or(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

/** Unknown stays unknown. */
export function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
