import type { Band } from '../../../src/spectrum/band.ts';
import type { Allocation } from './allocations.ts';
import { roleOf } from './policies.ts';
import type { Position } from './kml/kml.ts';

/** One question to the set: may `role` scan `band` at `position`, no finer than `resolutionHz`? */
export interface Question {
  readonly role: string;
  readonly band: Band;
  readonly position: Position;
  /** Absent: the request does not say. */
  readonly resolutionHz: number | undefined;
}

/** Numbers in [0, 1) that are the same in every run (Park and Miller). */
export function steadyNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** One question at each position; many in and at the edges of the bands of zones and allocations. */
export function questionsAt(positions: readonly Position[], allocations: readonly Allocation[]): readonly Question[] {
  const next = steadyNumbers(3550);
  const oneOf: OneOf = (items) => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  };
  const roles = [...new Set(allocations.map(roleOf))];
  const bands = [
    ...[inBandOfZones, inBandOfZones, atEdgeOfZones, atEdgeOfZones],
    ...[atAllocation, atAllocation, atAllocation, anywhere],
  ];
  return positions.map((position) => ({
    role: oneOf([...roles, ...roles, ...roles, 'public']),
    band: oneOf(bands)({ next, oneOf, allocations }),
    position,
    resolutionHz: oneOf([0, 9_999, 10_000, 100_000, 1_000_000]) || undefined,
  }));
}

/** The question in the JSON of the policy language; quantities as numbers and as texts, in turns. */
export function toRequest({ role, band, position: [lon, lat], resolutionHz }: Question, index: number): object {
  const written = (hz: number) => (index % 2 === 0 ? hz : `${hz / 1e6} MHz`);
  return {
    scope: 'sensing-management',
    actor: { user: 'surveyor', groups: [], roles: [role] },
    resource: { id: 'Survey:Sensors::van' },
    task: { operation: 'Scanning' },
    frequency: { min: written(band.startHz), max: written(band.stopHz) },
    time: '2026-03-01T12:00:00Z',
    location: { lat, lon },
    ...(resolutionHz === undefined ? {} : { attributes: { 'resolution-bandwidth': written(resolutionHz) } }),
  };
}

type OneOf = <Item>(items: readonly Item[]) => Item;

interface Choice {
  readonly next: () => number;
  readonly oneOf: OneOf;
  readonly allocations: readonly Allocation[];
}

function inBandOfZones({ next }: Choice): Band {
  const startHz = Math.round((3500 + next() * 200) * 1e6);
  return { startHz, stopHz: startHz + Math.round(1 + next() * 20e6) };
}

/** Touching an edge of the zones' bands from below or above, or over it by a hertz. */
function atEdgeOfZones({ next, oneOf }: Choice): Band {
  const edge = oneOf([3550e6, 3650e6, 3700e6]) + oneOf([-1, 0, 1]);
  const width = Math.round(1 + next() * 5e6);
  return oneOf([true, false]) ? { startHz: edge - width, stopHz: edge } : { startHz: edge, stopHz: edge + width };
}

/** The whole of an allocation, a hertz more or less at either end, or a single frequency on one of its edges. */
function atAllocation({ oneOf, allocations }: Choice): Band {
  const { startHz, stopHz } = oneOf(allocations).band;
  const edge = oneOf([startHz, stopHz]);
  return oneOf([
    { startHz, stopHz },
    { startHz, stopHz },
    { startHz: Math.max(0, startHz - 1), stopHz },
    { startHz, stopHz: stopHz + 1 },
    { startHz: edge, stopHz: edge },
  ]);
}

function anywhere({ next }: Choice): Band {
  const startHz = Math.round(10 ** (4 + next() * 7.4));
  return { startHz, stopHz: startHz + Math.round(startHz * next() * 0.01) };
}
