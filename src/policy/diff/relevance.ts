import type { Branch } from './axes/axis.ts';
import type { LiveStatement } from './live-statement.ts';
import { SettledRequest } from './live-statement.ts';
import { CAN_BE_FALSE, CAN_BE_UNKNOWN } from '../nearest/possibility.ts';

/**
 * The live statements through which the two sets can still differ; none when they can't. `sameDefaults`: both sets
 * accept or refuse alike where no statement does.
 */
export function relevantOf({ request, live, open }: Branch, sameDefaults: boolean): readonly LiveStatement[] {
  const settled = new SettledRequest(request, open);
  const changed = live.filter(({ side }) => side !== 'both');
  // Who denies together with a denial that both have for sure can only add an obligation.
  const isRefused = live.some((one) => one.side === 'both' && one.statement.effect === 'deny' && !settled.isOpen(one));
  if (isRefused && !changed.some(obliges)) return [];
  const useful = sameDefaults ? live.filter((one) => one.side === 'both' || !isIdle(one, live, settled)) : live;
  const left = useful.filter(({ side }) => side !== 'both');
  if (sameDefaults && left.length === 0) return [];
  // Common limits refuse alike, and are kept off by giving no value. They matter where they meet another one of their
  // sort, where a condition wants a value, and where switches contradict: a request over two of their pieces is invalid.
  const tested = new Set(useful.flatMap(({ tests }) => tests.map(({ axis }) => axis)));
  const differing = new Set(
    left.flatMap(({ statement }) => statement.statement.settings.map(({ attribute }) => attribute)),
  );
  return useful.filter(({ side, statement }) => {
    if (side !== 'both' || statement.effect !== 'set') return true;
    return statement.statement.settings.some(
      ({ attribute }) =>
        differing.has(attribute) ||
        attribute.combination === 'switch' ||
        (attribute.field !== undefined && tested.has(`field ${attribute.field}`)),
    );
  });
}

/** A permit that is not true, or only accepts where others of both sets do so for sure, changes nothing. */
function isIdle(one: LiveStatement, live: readonly LiveStatement[], settled: SettledRequest): boolean {
  const { statement, isUnknown } = one;
  if (statement.effect !== 'permit') return false;
  if (isUnknown) return true;
  if (obliges(one)) return false;
  const accepts = (step: 'actor' | 'resource') =>
    live.some(
      (other) =>
        other.side === 'both' &&
        other.statement.effect === 'permit' &&
        other.statement.steps[step] &&
        !other.isUnknown &&
        !settled.isOpen(other) &&
        (settled.conditionOf(other) & CAN_BE_UNKNOWN) === 0 &&
        holdsEverywhere(other, settled),
    );
  return (['actor', 'resource'] as const).every((step) => !statement.steps[step] || accepts(step));
}

/** A request over several pieces is accepted when each of them is. */
function holdsEverywhere(one: LiveStatement, settled: SettledRequest): boolean {
  return (['frequency', 'time'] as const).every((part) => (settled.partOf(one, part) & CAN_BE_FALSE) === 0);
}

function obliges({ statement: { statement } }: LiveStatement): boolean {
  return statement.action.endsWith('-Sensing-Data');
}
