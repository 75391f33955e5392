import type { Fault } from '../../errors.ts';

/** More than any request of the contract needs, little enough that naming every fault of it stays cheap. */
const MOST_VALUES = 20_000;
const DEEPEST = 32;

/** A fault when `body` has so many values or levels that validating it would be a burden; stops at the first. */
export function faultsOfExtent(body: unknown): readonly Fault[] {
  let values = 0;
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (values > MOST_VALUES) {
      return [{ code: 'too-many-values', detail: `the body may have at most ${MOST_VALUES} values`, pointer: '#' }];
    }
    if (depth > DEEPEST) {
      return [{ code: 'too-deep', detail: `the body may be at most ${DEEPEST} levels deep`, pointer: '#' }];
    }
    level = childrenOf(level);
  }
  return [];
}

function childrenOf(level: readonly unknown[]): unknown[] {
  const children: unknown[] = [];
  for (const value of level) {
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) {
      children.push(child);
      if (children.length > MOST_VALUES) return children;
    }
  }
  return children;
}
