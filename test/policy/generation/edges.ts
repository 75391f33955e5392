/**
 * Where the answers of a policy set change: the edges of its bands and windows, and the corners, sides and rims of its
 * areas, found by walking its JSON. Requests are laid around these. A value too many does no harm: it is one more place
 * to ask about.
 */
import { parseQuantity } from '../../../src/spectrum/quantity.ts';
import { FIRST_DAY_MS } from './bands-and-windows.ts';

/** The edges of a set. */
export interface Edges {
  /** Sorted. */
  readonly hz: readonly number[];
  /** Microseconds since 1970, sorted. */
  readonly micros: readonly number[];
  /** `[longitude, latitude]`, degrees. */
  readonly places: readonly (readonly [number, number])[];
}

const DAY_US = 86_400_000_000;
const METRES_PER_DEGREE = 111_195.08;
const CLOCK = /^(\d\d):(\d\d)(?::(\d\d))?$/;

/** The edges in `json`, the documents of a set. Never without any. */
export function edgesOf(json: unknown): Edges {
  const hz = new Set([0, 1e8, 1e9]);
  const micros = new Set([FIRST_DAY_MS * 1000]);
  const places: (readonly [number, number])[] = [[0, 0]];
  walk(json, (value) => {
    if (typeof value === 'number' && value >= 1e6) hz.add(value);
    if (typeof value === 'string') addText(value, hz, micros);
    if (isArea(value)) for (const place of placesOf(value)) places.push(place);
  });
  const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
  return { hz: sorted(hz), micros: sorted(micros), places };
}

function addText(text: string, hz: Set<number>, micros: Set<number>): void {
  const frequency = text.endsWith('Hz') ? parseQuantity(text, 'frequency') : undefined;
  if (frequency?.ok === true) hz.add(frequency.value);
  const stamp = /^(\d{4}-\d\d-\d\dT[\d:]+)(?:\.(\d+))?Z$/.exec(text);
  if (stamp !== null) micros.add(Date.parse(`${stamp[1] ?? ''}Z`) * 1000 + Number((stamp[2] ?? '').padEnd(6, '0')));
  const clock = CLOCK.exec(text);
  if (clock === null) return;
  const [hour = 0, minute = 0, second = 0] = clock.slice(1).map((part) => Number(part));
  const seconds = hour * 3600 + minute * 60 + (Number.isNaN(second) ? 0 : second);
  for (const day of [-1, 0, 1, 2]) micros.add(FIRST_DAY_MS * 1000 + day * DAY_US + seconds * 1e6);
}

type Area =
  | { readonly type: string; readonly coordinates: unknown }
  | { readonly circle: { readonly center: readonly [number, number]; readonly radius: unknown } };

function isArea(value: unknown): value is Area {
  return typeof value === 'object' && value !== null && ('coordinates' in value || 'circle' in value);
}

function placesOf(area: Area): (readonly [number, number])[] {
  if ('circle' in area) {
    const { center, radius } = area.circle;
    const metres = parseQuantity(radius, 'length');
    const north = metres.ok ? metres.value / METRES_PER_DEGREE : 0;
    // A rim is found only to rounding; just inside and just outside say as much.
    return [center, ...[0.9999, 1.0001].map((part): [number, number] => [center[0], center[1] + north * part])];
  }
  const corners: [number, number][] = [];
  walk(area.coordinates, (value) => {
    if (isPosition(value)) corners.push(value);
  });
  return [...corners, ...corners.flatMap((corner, index) => sidePlaces(corner, corners[index + 1]))];
}

/** The middle of a side, which lies on it exactly, and a place half a hair's breadth off it. */
function sidePlaces(a: readonly [number, number], b: readonly [number, number] | undefined): [number, number][] {
  if (b === undefined || Math.abs(a[0] - b[0]) > 180) return [];
  const middle: [number, number] = [half(a[0], b[0]), half(a[1], b[1])];
  return [middle, [middle[0], middle[1] + 1e-7]];
}

/** The decimal half-way between two decimals of few digits. */
function half(a: number, b: number): number {
  return Number(((a + b) / 2).toFixed(6));
}

function isPosition(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number');
}

function walk(value: unknown, visit: (value: unknown) => void): void {
  visit(value);
  if (typeof value !== 'object' || value === null) return;
  for (const member of Object.values(value)) walk(member, visit);
}
