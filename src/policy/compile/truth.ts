/** Kleene's three values. Unknown never grants, and always sustains a denial. */
export type Truth = true | false | 'unknown';

/** False if one is false, else unknown if one is unknown. */
export function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : 'unknown';
}

/** True if one is true, else unknown if one is unknown. */
export function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === false && b === false ? false : 'unknown';
}

/** Unknown stays unknown. */
export function not(a: Truth): Truth {
  return a === 'unknown' ? a : !a;
}
