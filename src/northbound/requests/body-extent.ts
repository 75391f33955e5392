import type { Fault } from '../../errors.ts';

/** More than any request of the contract needs, little enough that naming every fault of it stays cheap. */
const MOST_VALUES = 20_000;
/** A document of the policy language may hold polygons of many thousand vertices; how long it may be bounds it too. */
const MOST_POLICY_VALUES = 500_000;
const POLICY_DOCUMENTS = new Set(['policy_install', 'policy_check', 'policy_replace', 'policy_evaluation_create']);
const DEEPEST = 32;

/** A fault when `body` has so many values or levels that validating it would be a burden; stops at the first. */
export function faultsOfExtent(body: unknown, operationId?: string): readonly Fault[] {
  const most = POLICY_DOCUMENTS.has(operationId ?? '') ? MOST_POLICY_VALUES : MOST_VALUES;
  let values = 0;
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (values > most) {
      return [{ code: 'too-many-values', detail: `the body may have at most ${most} values`, pointer: '#' }];
    }
    if (depth > DEEPEST) {
      return [{ code: 'too-deep', detail: `the body may be at most ${DEEPEST} levels deep`, pointer: '#' }];
    }
    level = childrenOf(level, most);
  }
  return [];
}

function childrenOf(level: readonly unknown[], most: number): unknown[] {
  const children: unknown[] = [];
  for (const value of level) {
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) {
      children.push(child);
      if (children.length > most) return children;
    }
  }
  return children;
}
