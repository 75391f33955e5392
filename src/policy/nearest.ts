import type { Band } from '../spectrum/band.ts';
import { widthHz } from '../spectrum/band.ts';
import type { WindowSet } from './compile/window-set.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { wholeCell } from './evaluate/cells.ts';
import { RequestFacts } from './evaluate/facts.ts';
import { matchBase } from './evaluate/match.ts';
import { ruleDataFor } from './evaluate/operators.ts';
import type { PolicySet } from './policy-set.ts';
import type { PolicyAttributes, PolicyRequest } from './request.ts';
import { canonicalField } from './terms/registry.ts';
import type { Step } from './terms/tree.ts';

/** Limits that the one who asks can meet; the others are properties of the sensor or of the moment. */
const ADJUSTABLE: ReadonlySet<string> = new Set([
  'resolution-bandwidth',
  'slot-duration',
  'storage-duration',
  'ssm-proxy',
]);
const MOST_BANDS = 48;
const MOST_STARTS = 24;
const MOST_ADJUSTMENTS = 8;

/**
 * A permitted request near a denied one: limits met, the band shifted or narrowed off the edges of policies, the start
 * moved past the edge of a window, or two of these. Each was decided; the first that passes is returned, the smallest
 * changes first. `undefined` when none of these moves helps.
 */
export function nearestPermitted(set: PolicySet, request: PolicyRequest): PolicyRequest | undefined {
  const decision = decide(set, request);
  if (decision.decision === 'Permit') return request;
  if (decision.reason === 'invalid-request') return undefined;
  const adjusted = meetingLimits(set, request, decision);
  if (adjusted !== undefined) return adjusted;
  if (!couldBeAccepted(set, request)) return undefined;
  const bands = [...bandsNear(set, request)];
  const starts = [...startsAfter(set, request)];
  const moves = [
    ...bands.map((band) => ({ ...request, band })),
    ...starts.map((start) => ({ ...request, ...start })),
    ...starts.slice(0, 4).flatMap((start) => bands.slice(0, 8).map((band) => ({ ...request, ...start, band }))),
  ];
  for (const move of moves) {
    const permitted = meetingLimits(set, move, decide(set, move));
    if (permitted !== undefined) return permitted;
  }
  return undefined;
}

/** False when no permit could apply at any frequency or time: then there is nothing to look for. */
function couldBeAccepted(set: PolicySet, request: PolicyRequest): boolean {
  const facts = new RequestFacts(request);
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  const permits = set.candidates(facts).filter(({ effect }) => effect === 'permit');
  const open = permits.filter(
    (statement) => matchBase(statement, data) === true || statement.condition?.perCell === true,
  );
  const isOpen = (step: Step) => set.defaults[facts.scope][step] === 'accept' || open.some(({ steps }) => steps[step]);
  return isOpen('actor') && isOpen('resource');
}

/** The request with every limit it goes against met, if it is permitted then. */
function meetingLimits(set: PolicySet, request: PolicyRequest, decision: Decision): PolicyRequest | undefined {
  let changed = request;
  let answer = decision;
  for (let i = 0; i < MOST_ADJUSTMENTS && answer.decision === 'Deny'; i += 1) {
    if (answer.reason !== 'constraint-violation') return undefined;
    const values = answer.because.flatMap((because) => because.values);
    if (!values.every(({ field }) => ADJUSTABLE.has(field))) return undefined;
    for (const { field, limit } of values)
      if (limit !== undefined && !Array.isArray(limit)) changed = withField(changed, field, limit);
    answer = decide(set, changed);
  }
  return answer.decision === 'Permit' ? changed : undefined;
}

function withField(request: PolicyRequest, field: string, limit: PolicyAttributes[string]): PolicyRequest {
  const others = Object.entries(request.attributes ?? {}).filter(([name]) => canonicalField(name) !== field);
  const attributes = { ...Object.fromEntries(others), [field]: limit };
  const { durationSeconds } = request;
  // A task can't be shorter than its slot.
  const isLonger =
    field === 'slot-duration' && typeof limit === 'number' && durationSeconds !== undefined && durationSeconds < limit;
  return isLonger ? { ...request, attributes, durationSeconds: limit } : { ...request, attributes };
}

/** Bands of the same width that begin or end on an edge of a policy, nearest first; then the pieces between edges. */
function bandsNear(set: PolicySet, request: PolicyRequest): readonly Band[] {
  const { band } = request;
  if (band === undefined) return [];
  const width = widthHz(band);
  const edges = [
    ...new Set(
      candidateSets(set, request, 'bandSets').flatMap(({ bands }) => bands.flatMap((one) => [one.startHz, one.stopHz])),
    ),
  ];
  const shifted = edges
    .flatMap((edge) => [edge, edge - width])
    .filter((startHz) => startHz >= 0 && startHz !== band.startHz)
    .sort((a, b) => Math.abs(a - band.startHz) - Math.abs(b - band.startHz))
    .slice(0, MOST_BANDS)
    .map((startHz) => ({ startHz, stopHz: startHz + width }));
  const isNear = (one: Band) => Math.abs(one.startHz - band.startHz) <= width;
  return [...shifted.filter(isNear), ...piecesOf(band, edges), ...shifted.filter((one) => !isNear(one))];
}

/** The parts of `band` between any two of the edges inside it, widest first. */
function piecesOf(band: Band, edges: readonly number[]): readonly Band[] {
  const inside = edges.filter((edge) => edge > band.startHz && edge < band.stopHz).sort((a, b) => a - b);
  const cuts = [band.startHz, ...inside.slice(0, MOST_STARTS), band.stopHz];
  const pieces = cuts.flatMap((startHz, index) => cuts.slice(index + 1).map((stopHz) => ({ startHz, stopHz })));
  return pieces
    .filter((piece) => widthHz(piece) < widthHz(band))
    .sort((a, b) => widthHz(b) - widthHz(a))
    .slice(0, MOST_BANDS);
}

/** Later starts on an edge of a window, or so that the task ends on one, soonest first. */
function startsAfter(
  set: PolicySet,
  request: PolicyRequest,
): readonly Pick<PolicyRequest, 'time' | 'timeMicroseconds'>[] {
  const { startMicros, stopMicros } = new RequestFacts(request);
  if (startMicros === undefined || stopMicros === undefined) return [];
  const edges = candidateSets(set, request, 'windowSets').flatMap((windows) => edgesAfter(windows, startMicros));
  return [...new Set(edges.flatMap((edge) => [edge, edge - (stopMicros - startMicros)]))]
    .filter((start) => start > startMicros)
    .sort((a, b) => a - b)
    .slice(0, MOST_STARTS)
    .map((start) => ({
      time: new Date(Math.floor(start / 1000)),
      timeMicroseconds: start - Math.floor(start / 1000) * 1000,
    }));
}

function edgesAfter(windows: WindowSet, start: number): readonly number[] {
  return [...windows.spanEdgesWithin(start, Infinity), ...windows.dailyEdgesWithin(start, Infinity)].filter(
    Number.isFinite,
  );
}

function candidateSets<Key extends 'bandSets' | 'windowSets'>(set: PolicySet, request: PolicyRequest, key: Key) {
  const found = set.candidates(new RequestFacts(request)).flatMap((statement) => statement[key] as readonly unknown[]);
  return [...new Set(found)] as PolicySet['statements'][number][Key][number][];
}
