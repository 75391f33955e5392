import { InvalidInputError } from '../../errors.ts';
import type { WindowSet } from '../../policy/compile/window-set.ts';
import { instantsOf, wholeCell } from '../../policy/evaluate/cells.ts';
import { RequestFacts } from '../../policy/evaluate/facts.ts';
import { matchBase } from '../../policy/evaluate/match.ts';
import { ruleDataFor } from '../../policy/evaluate/operators.ts';
import type { PolicySet } from '../../policy/policy-set.ts';
import { faultsOfRequest } from '../../policy/evaluate/request-faults.ts';
import type { PolicyRequest } from '../../policy/request.ts';
import { namespaceApplies } from '../../policy/terms/namespace.ts';

/** Looks at a window or a statement: a million take half a second, in which nobody else is answered. */
const MOST_LOOKS = 1_000_000;

/**
 * Refuses what would hold everybody else up: a request that the edges of a set cut into so many pieces that to look at
 * each takes too long. Anybody may send a set of its own, and an explanation looks at every statement in every piece.
 * @throws {InvalidInputError}
 */
export function refuseEndless(
  set: PolicySet,
  request: PolicyRequest,
  { isExplained }: { readonly isExplained: boolean },
): void {
  // What is malformed is not matched against anything.
  if (faultsOfRequest(request).length > 0) return;
  const facts = new RequestFacts(request);
  const statements = set.statements.filter(
    ({ policy }) => policy.scope === facts.scope && namespaceApplies(policy.namespace, facts.namespace),
  );
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  const live = statements.filter((statement) => matchBase(statement, data) !== false);
  const windowSets = new Set(live.flatMap((one) => one.windowSets));
  refuseAbove(`${windowSets.size} windows`, windowSets.size, instantCount(facts, windowSets));
  if (!isExplained) return;
  const { band } = facts;
  const edges =
    band === undefined ? [] : live.flatMap((one) => one.bandSets.flatMap((bands) => bands.edgesWithin(band)));
  const pieces = (new Set(edges).size + 1) * instantsOf(facts, windowSets).length;
  refuseAbove(`${statements.length} statements`, statements.length, pieces);
}

/** How many instants have to be compared at most: between two edges of fixed windows days repeat. */
function instantCount({ startMicros, stopMicros }: RequestFacts, windowSets: ReadonlySet<WindowSet>): number {
  if (startMicros === undefined || stopMicros === undefined) return 1;
  const sets = [...windowSets];
  const spans = new Set(sets.flatMap((windows) => windows.spanEdgesWithin(startMicros, stopMicros))).size + 1;
  const days = sets.flatMap((windows) => windows.dailyEdgesWithin(startMicros, stopMicros)).length + 1;
  return spans * days;
}

function refuseAbove(what: string, count: number, pieces: number): void {
  if (count * pieces <= MOST_LOOKS) return;
  const detail =
    `${what} cut the request into ${pieces} pieces, which is too much to look at here: ask about a narrower band or a ` +
    'shorter time, or use `clearband policy` on files';
  throw new InvalidInputError([{ code: 'too-many-pieces', detail, pointer: '#/request' }]);
}
