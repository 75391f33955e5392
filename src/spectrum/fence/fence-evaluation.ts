import { containsLocation } from '../area.ts';
import type { Band } from '../band.ts';
import { formatBand } from '../band.ts';
import type { Capture } from './capture.ts';
import type { Fence, FenceComparison, FenceGrant, FenceImposition, FenceLimit, FenceRule } from './fence.ts';
import { isWithinWindows, windowEdgesWithin } from './fence-window.ts';

/** A piece of a capture within which no rule changes its mind; its lower ends stand for all of it. */
interface Cell {
  readonly band: Band;
  readonly micros: number;
}

/** Kleene's three values, as the policy language uses them. */
type Truth = true | false | 'unknown';

const MOST_BANDS = 3;

/** True when every frequency of the capture, all the time, at its place, lies inside the fence. */
export function fenceAllows(fence: Fence, capture: Capture): boolean {
  return fenceRefusal(fence, capture) === undefined;
}

/** Why the fence does not allow the capture, naming the bands that lie outside; `undefined` when it does. */
export function fenceRefusal(fence: Fence, capture: Capture): string | undefined {
  const { operation, action } = capture;
  if (!(capture.band.startHz <= capture.band.stopHz) || !(capture.startMicros <= capture.stopMicros))
    return 'the capture has no proper band or time';
  const grants = fence.permissions
    .filter((one) => one.operation === operation && one.actions.includes(action))
    .flatMap((permission) => permission.grants);
  if (grants.length === 0) return `the fence permits no ${operation} by \`${action}\``;
  const refused = cellsOf(fence, grants, capture).filter(
    (cell) => !grants.some((grant) => isGranted({ fence, grant, capture, cell })),
  );
  if (refused.length === 0) return undefined;
  const where = capture.location === undefined ? ' without a known place' : '';
  return `the fence does not permit ${operation} in ${describe(refused.map(({ band }) => band))} then and there${where}`;
}

interface Question {
  readonly fence: Fence;
  readonly grant: FenceGrant;
  readonly capture: Capture;
  readonly cell: Cell;
}

function isGranted(question: Question): boolean {
  const { grant } = question;
  const truth = (rule: number) => truthOf(question.fence.rules[rule], question);
  const holds = (rule: number) => truth(rule) === true;
  const accepted = grant.permits.some(holds) || (grant.actorPermits.some(holds) && grant.resourcePermits.some(holds));
  return accepted && grant.denials.every((rule) => truth(rule) === false) && !isBroken(question, truth);
}

function isBroken({ fence, grant, capture }: Question, truth: (rule: number) => Truth): boolean {
  const applied = grant.impositions
    .flatMap((number) => fence.impositions[number] ?? [])
    .map((imposition) => ({ imposition, truth: truth(imposition.rule) }))
    .filter((one) => one.truth !== false);
  const certain = applied.flatMap((one) => (one.truth === true ? [one.imposition] : []));
  const unbeaten = certain.filter((one) => !certain.some((other) => beats(other, one)));
  // One whose match is unknown applies in addition and is beaten by none; a switch needs to be certain.
  const uncertain = applied.flatMap((one) => (one.truth === 'unknown' ? [one.imposition] : []));
  return [...unbeaten, ...uncertain].some((one) => isWorse(one, capture)) || contradict(unbeaten);
}

function beats(specific: FenceImposition, general: FenceImposition): boolean {
  if (!specific.isSpecific || general.isSpecific) return false;
  return specific.space === general.space && specific.attribute === general.attribute;
}

function isWorse(imposition: FenceImposition, { values }: Capture): boolean {
  if (imposition.kind === 'switch') return false;
  const { kind, value, bounds } = imposition;
  const actual = typeof bounds === 'number' ? bounds : values[bounds];
  if (actual === undefined) return false;
  return kind === 'minimum' ? actual < value : actual > value;
}

function contradict(impositions: readonly FenceImposition[]): boolean {
  const values = new Map<number, number>();
  return impositions.some(({ kind, attribute, value }) => {
    if (kind !== 'switch') return false;
    const other = values.get(attribute) ?? value;
    values.set(attribute, other);
    return other !== value;
  });
}

/** A rule that is not in the table is unknown: it never grants. */
function truthOf(rule: FenceRule | undefined, question: Question): Truth {
  if (rule === undefined) return 'unknown';
  const { bands, windows, areas, limit } = rule;
  let truth: Truth = true;
  for (const part of [
    bands && limitTruth({ bands }, question),
    windows && limitTruth({ windows }, question),
    areas && limitTruth({ areas }, question),
    limit && limitTruth(limit, question),
  ]) {
    if (part === false) return false;
    if (part === 'unknown') truth = 'unknown';
  }
  return truth;
}

function limitTruth(limit: FenceLimit, question: Question): Truth {
  const { capture, cell } = question;
  if ('all' in limit) return every(limit.all.map((part) => limitTruth(part, question)));
  if ('any' in limit) return negate(every(limit.any.map((part) => negate(limitTruth(part, question)))));
  if ('not' in limit) return negate(limitTruth(limit.not, question));
  if ('bands' in limit)
    return limit.bands.some((band) => band.startHz <= cell.band.startHz && cell.band.startHz < band.stopHz);
  if ('windows' in limit) return isWithinWindows(limit.windows, cell.micros);
  if ('areas' in limit) {
    const { location } = capture;
    return location === undefined ? 'unknown' : limit.areas.some((area) => containsLocation(area, location));
  }
  if ('known' in limit)
    return limit.known === 'location' ? capture.location !== undefined : capture.values[limit.known] !== undefined;
  if ('unknown' in limit) return 'unknown';
  const value = capture.values[limit.field];
  if (value === undefined) return 'unknown';
  return 'in' in limit ? limit.in.includes(value) : compare(limit.is, value, limit.value);
}

function every(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes('unknown') ? 'unknown' : true;
}

function negate(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

function compare(is: FenceComparison, a: number, b: number): boolean {
  switch (is) {
    case 'equals':
      return a === b;
    case 'lessthan':
      return a < b;
    case 'greaterthan':
      return a > b;
    case 'lessthanequals':
      return a <= b;
    case 'greaterthanequals':
      return a >= b;
  }
}

/** Cuts the capture at every edge of a rule that these grants look at. */
function cellsOf(fence: Fence, grants: readonly FenceGrant[], capture: Capture): Cell[] {
  const { band, startMicros, stopMicros } = capture;
  const numbers = new Set(grants.flatMap((grant) => rulesOf(fence, grant)));
  const limits = [...numbers].flatMap((number) => leavesOf(fence.rules[number]));
  const hertz = limits.flatMap((leaf) => ('bands' in leaf ? leaf.bands : []));
  const edges = hertz.flatMap(({ startHz, stopHz }) => [startHz, stopHz]);
  const starts = ascending(
    band.startHz,
    edges.filter((edge) => edge > band.startHz && edge < band.stopHz),
  );
  const windows = limits.flatMap((leaf) => ('windows' in leaf ? leaf.windows : []));
  const spans = windows.filter(({ kind }) => kind === 'span');
  const daily = windows.filter(({ kind }) => kind === 'daily');
  // Between two edges of fixed windows everything repeats weekly.
  const pieces = ascending(startMicros, windowEdgesWithin(spans, startMicros, stopMicros));
  const instants = pieces.flatMap((start, index) =>
    ascending(start, windowEdgesWithin(daily, start, pieces[index + 1] ?? stopMicros)),
  );
  return starts.flatMap((startHz, index) =>
    instants.map((micros) => ({ band: { startHz, stopHz: starts[index + 1] ?? band.stopHz }, micros })),
  );
}

function rulesOf(fence: Fence, grant: FenceGrant): number[] {
  const imposed = grant.impositions.flatMap((number) => fence.impositions[number]?.rule ?? []);
  return [...grant.permits, ...grant.actorPermits, ...grant.resourcePermits, ...grant.denials, ...imposed];
}

function leavesOf(rule: FenceRule | undefined): FenceLimit[] {
  const { bands, windows, limit } = rule ?? {};
  return [...(bands ? [{ bands }] : []), ...(windows ? [{ windows }] : []), ...(limit ? leavesOfLimit(limit) : [])];
}

function leavesOfLimit(limit: FenceLimit): FenceLimit[] {
  if ('all' in limit) return limit.all.flatMap(leavesOfLimit);
  if ('any' in limit) return limit.any.flatMap(leavesOfLimit);
  return 'not' in limit ? leavesOfLimit(limit.not) : [limit];
}

function ascending(first: number, edges: readonly number[]): number[] {
  return [first, ...[...new Set(edges)].sort((a, b) => a - b)];
}

/** Bands that touch become one. */
function describe(bands: readonly Band[]): string {
  const merged: { startHz: number; stopHz: number }[] = [];
  for (const band of bands.toSorted((a, b) => a.startHz - b.startHz)) {
    const last = merged.at(-1);
    if (last !== undefined && band.startHz <= last.stopHz) last.stopHz = Math.max(last.stopHz, band.stopHz);
    else merged.push({ ...band });
  }
  const more = merged.length > MOST_BANDS ? ` and ${merged.length - MOST_BANDS} more bands` : '';
  return merged.slice(0, MOST_BANDS).map(formatBand).join(', ') + more;
}
