import type { ConditionTest } from '../terms/tree.ts';
import type { Assignment } from './assignments.ts';
import type { Point } from './points/point.ts';
import { slotOf } from './points/point.ts';
import { pointsOf } from './points/points-of.ts';
import { Probe } from './probe.ts';
import type { RequestParts } from './request-parts.ts';
import { someRequest } from './request-parts.ts';

/** A value of one slot, and what the tests of that slot come to with it. */
interface Candidate {
  readonly parts: Partial<RequestParts>;
  readonly truths: ReadonlyMap<ConditionTest, boolean>;
}

/** Candidates beyond this many are not tried; a polygon has three points on each side. */
const MOST_CANDIDATES = 400;
/** Points of one test that are put together with those of another. */
const MOST_TOGETHER = 24;

/** Put `parts` in the place of what `request` has in `slot`. */
export function withParts(request: RequestParts, slot: string, parts: Partial<RequestParts>): RequestParts {
  if (!slot.startsWith('field ')) return { ...request, ...parts };
  const others = Object.entries(request.values).filter(([field]) => `field ${field}` !== slot);
  return { ...request, values: { ...Object.fromEntries(others), ...parts.values } };
}

/**
 * Finds values for the parts of a request with which the tests of a statement come to what is wanted. Tests of different
 * slots have nothing to do with one another.
 */
export class Slots {
  readonly #leaves: readonly ConditionTest[];
  readonly #probe: Probe;
  readonly #some: RequestParts = someRequest('sensing-management');
  readonly #candidates = new Map<string, readonly Candidate[]>();

  constructor(leaves: readonly ConditionTest[]) {
    this.#leaves = leaves;
    this.#probe = new Probe(leaves);
  }

  /** `request` with every slot but `except` as `wanted` says; undefined where no value was found. */
  fill(request: RequestParts, wanted: Assignment, except?: string): RequestParts | undefined {
    let filled = request;
    for (const [slot, tests] of Map.groupBy(wanted.keys(), slotOf)) {
      if (slot === except) continue;
      const found = this.#candidatesOf(slot).find(({ truths }) =>
        tests.every((test) => truths.get(test) === wanted.get(test)),
      );
      if (found === undefined) return undefined;
      filled = withParts(filled, slot, found.parts);
    }
    return filled;
  }

  /** The edges of `leaf`, moved so that the other tests of its slot come to what is wanted; without those that can't be. */
  pointsOf(leaf: ConditionTest, wanted: Assignment): readonly Point[] {
    const slot = slotOf(leaf);
    const others = [...wanted].filter(([test]) => test !== leaf && slotOf(test) === slot);
    const points = pointsOf(leaf);
    if (others.length === 0) return points;
    const companions = others.flatMap(([test]) => pointsOf(test).slice(0, MOST_TOGETHER));
    return points.flatMap((point) => {
      const alone = this.#truths(slot, point.parts).get(leaf);
      const moved = [point.parts, ...companions.map(({ parts }) => together(point.parts, parts))].find((parts) => {
        const truths = this.#truths(slot, parts);
        return truths.get(leaf) === alone && others.every(([test, truth]) => truths.get(test) === truth);
      });
      return moved === undefined ? [] : [{ ...point, parts: moved }];
    });
  }

  #candidatesOf(slot: string): readonly Candidate[] {
    const known = this.#candidates.get(slot);
    if (known !== undefined) return known;
    const ofLeaves = this.#leaves.filter((leaf) => slotOf(leaf) === slot).map((leaf) => pointsOf(leaf));
    const single = ofLeaves.flat().map(({ parts }) => parts);
    const pairs = ofLeaves.flatMap((points, index) =>
      ofLeaves
        .slice(index + 1)
        .flatMap((others) =>
          points
            .slice(0, MOST_TOGETHER)
            .flatMap(({ parts }) => others.slice(0, MOST_TOGETHER).map((other) => together(parts, other.parts))),
        ),
    );
    const all = [...(slot.startsWith('field ') ? [] : [{}]), ...single, ...pairs, {}].slice(0, MOST_CANDIDATES);
    const candidates = all.map((parts) => ({ parts, truths: this.#truths(slot, parts) }));
    this.#candidates.set(slot, candidates);
    return candidates;
  }

  #truths(slot: string, parts: Partial<RequestParts>): ReadonlyMap<ConditionTest, boolean> {
    return this.#probe.truths(withParts(this.#some, slot, parts));
  }
}

/** Two values of one slot at once: all the names, or a band that begins with one and is as wide as the other. */
function together(a: Partial<RequestParts>, b: Partial<RequestParts>): Partial<RequestParts> {
  if (a.band && b.band) {
    const [point, wide] = a.band.min === a.band.max ? [a.band, b.band] : [b.band, a.band];
    return { band: { min: point.min, max: point.min + (wide.max - wide.min) } };
  }
  const joined = (one?: readonly string[] | null, other?: readonly string[] | null) =>
    one && other ? [...new Set([...one, ...other])] : undefined;
  const [actor, resource, task] = [joined(a.actor, b.actor), joined(a.resource, b.resource), joined(a.task, b.task)];
  return { ...a, ...(actor && { actor }), ...(resource && { resource }), ...(task && { task }) };
}
