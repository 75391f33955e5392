import type { Area, CircleArea, PolygonArea } from '../../spectrum/area.ts';
import type { Band } from '../../spectrum/band.ts';
import { EARTH_RADIUS_M } from '../../spectrum/location.ts';
import { formatQuantity } from '../../spectrum/quantity.ts';
import type { Ring } from '../../spectrum/ring.ts';
import { locateInRing } from '../../spectrum/ring.ts';
import type { PolicySet } from '../policy-set.ts';
import type { Place } from '../source/fault-log.ts';
import type { Term } from '../terms/tree.ts';
import { testsIn } from './reasoning/conjuncts.ts';
import type { FindingLog } from './finding.ts';

/** Smaller than a desk. */
const TINY_M2 = 1;
/** A tenth of the Earth: larger than any state. */
const HUGE_M2 = 0.1 * 4 * Math.PI * EARTH_RADIUS_M ** 2;
/** The radio spectrum begins at 8.3 kHz (ITU Radio Regulations, Article 5). */
const FIRST_ALLOCATION_HZ = 8300;
const RADIANS = Math.PI / 180;

/** Report areas and bands that are hardly meant: too small, too large, holes that cut nothing out, forgotten units. */
export function checkValues(set: PolicySet, log: FindingLog): void {
  for (const alias of set.aliases) {
    if (alias.kind === 'frequency') checkBands(alias.members, log);
    if (alias.kind === 'location') checkAreas(alias.members, log);
  }
  for (const { statement } of set.statements) {
    checkBands(statement.frequency ?? [], log);
    checkAreas(statement.location ?? [], log);
    for (const { operand } of testsIn(statement.condition)) {
      if (operand.kind === 'frequency') checkBands(operand.terms, log);
      if (operand.kind === 'location') checkAreas(operand.terms, log);
    }
  }
}

function checkBands(terms: readonly Term<Band>[], log: FindingLog): void {
  for (const term of terms) {
    if (!('value' in term) || term.value.stopHz > FIRST_ALLOCATION_HZ) continue;
    const { startHz, stopHz } = term.value;
    log.warn('tiny-band', `the band ${startHz}..${stopHz} Hz lies below the radio spectrum`, term.place);
  }
}

function checkAreas(terms: readonly Term<Area>[], log: FindingLog): void {
  for (const term of terms) {
    if (!('value' in term)) continue;
    const { value: area, place } = term;
    const size = area.kind === 'circle' ? circleM2(area) : polygonsM2(area);
    if (size < TINY_M2) log.warn('tiny-area', 'the area is smaller than a square metre', place);
    if (size > HUGE_M2) log.warn('huge-area', `the area is ${describeSize(size)}, over a tenth of the Earth`, place);
    if (area.kind === 'polygons') checkHoles(area, place, log);
  }
}

function describeSize(m2: number): string {
  return `${formatQuantity(Math.round(m2 / 1e6), 'number')} km²`.replace('  ', ' ');
}

function circleM2({ radiusM }: CircleArea): number {
  return 2 * Math.PI * EARTH_RADIUS_M ** 2 * (1 - Math.cos(radiusM / EARTH_RADIUS_M));
}

function polygonsM2({ polygons }: PolygonArea): number {
  return polygons.reduce((sum, [outer, ...holes]) => {
    const cut = holes.reduce((part, hole) => part + ringM2(hole), 0);
    return sum + (outer === undefined ? 0 : ringM2(outer)) - cut;
  }, 0);
}

/** The area that the ring encloses on the mean sphere with straight lines on the plate carrée, as policies mean them. */
function ringM2({ x, y }: Ring): number {
  let sum = 0;
  for (let i = 1; i < x.length; i += 1) {
    const [y1, y2] = [(y[i - 1] ?? 0) * RADIANS, (y[i] ?? 0) * RADIANS];
    const mean = y1 === y2 ? Math.sin(y1) : (Math.cos(y1) - Math.cos(y2)) / (y2 - y1);
    sum += ((x[i] ?? 0) - (x[i - 1] ?? 0)) * RADIANS * mean;
  }
  return Math.abs(sum) * EARTH_RADIUS_M ** 2;
}

function checkHoles({ polygons }: PolygonArea, place: Place, log: FindingLog): void {
  for (const [outer, ...holes] of polygons) {
    if (outer === undefined) continue;
    holes.forEach((hole, index) => {
      if (!isOutside(hole, outer)) return;
      log.warn('hole-outside', `hole ${index + 1} lies outside its polygon and cuts nothing out of it`, place);
    });
  }
}

/** True when no corner of the hole lies in the polygon or on it: its sides don't cross, so all of it lies outside. */
function isOutside(hole: Ring, outer: Ring): boolean {
  const corners = Array.from(hole.x, (x, index) => ({ x, y: hole.y[index] ?? 0 }));
  const holds = (ring: Ring, x: number, y: number) =>
    [-360, 0, 360].some((turn) => locateInRing(ring, x + turn, y) !== 'outside');
  const first = { x: outer.x[0] ?? 0, y: outer.y[0] ?? 0 };
  // A hole round the whole polygon leaves nothing of it, which is another mistake.
  return corners.every(({ x, y }) => !holds(outer, x, y)) && !holds(hole, first.x, first.y);
}
