import type { FenceGrant } from '../../spectrum/fence/fence.ts';

const MOST_COMPARED = 64;
const PERMITS = ['permits', 'actorPermits', 'resourcePermits'] as const;
const LISTS = [...PERMITS, 'denials', 'impositions'] as const;

/**
 * The same region in fewer grants. Grants that differ in one list of permits alone are one with both lists: at any point
 * either would have done. One that permits no more than another and denies no less goes.
 */
export function mergeGrants(grants: readonly FenceGrant[]): readonly FenceGrant[] {
  let merged: readonly FenceGrant[] = grants.map(inOrder).filter(permitsAnything);
  for (const list of PERMITS) merged = joinBy(list, merged);
  return merged.length > MOST_COMPARED ? merged : merged.filter((grant) => !isCovered(grant, merged));
}

function joinBy(list: (typeof PERMITS)[number], grants: readonly FenceGrant[]): FenceGrant[] {
  const alike = Map.groupBy(grants, (grant) =>
    JSON.stringify(LISTS.filter((name) => name !== list).map((name) => grant[name])),
  );
  return [...alike.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [inOrder({ ...first, [list]: [...first[list], ...rest.flatMap((grant) => grant[list])] })],
  );
}

/** Of equal grants the first stays. */
function isCovered(grant: FenceGrant, grants: readonly FenceGrant[]): boolean {
  return grants.some((other) => {
    if (other === grant || !isWithin(grant, other)) return false;
    return !isWithin(other, grant) || grants.indexOf(other) < grants.indexOf(grant);
  });
}

/** Permits of `a` are permits of `b`, denials of `b` are denials of `a`; what is imposed may beat, so it must be equal. */
function isWithin(a: FenceGrant, b: FenceGrant): boolean {
  return (
    PERMITS.every((list) => isSubset(a[list], b[list])) &&
    isSubset(b.denials, a.denials) &&
    a.impositions.join() === b.impositions.join()
  );
}

function isSubset(a: readonly number[], b: readonly number[]): boolean {
  const all = new Set(b);
  return a.every((number) => all.has(number));
}

/** Steps that no rule accepts can't be joined by the other step's. */
function permitsAnything({ permits, actorPermits, resourcePermits }: FenceGrant): boolean {
  return permits.length > 0 || (actorPermits.length > 0 && resourcePermits.length > 0);
}

function inOrder(grant: FenceGrant): FenceGrant {
  const sorted = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
  // With one step alone accepted, the other list accepts nothing.
  const isBoth = grant.actorPermits.length > 0 && grant.resourcePermits.length > 0;
  return {
    permits: sorted(grant.permits),
    actorPermits: isBoth ? sorted(grant.actorPermits) : [],
    resourcePermits: isBoth ? sorted(grant.resourcePermits) : [],
    denials: sorted(grant.denials),
    impositions: sorted(grant.impositions),
  };
}
