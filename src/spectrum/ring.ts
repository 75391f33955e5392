import { SlabIndex } from './search/slab-index.ts';

/**
 * A closed ring of a polygon with its longitudes unwrapped: `x` runs on beyond ±180 where the ring crosses the
 * antimeridian, so that the plane geometry below never sees a jump. First and last position are equal.
 */
export interface Ring {
  /** Degrees east, continuous. */
  readonly x: Float64Array;
  /** Degrees north. */
  readonly y: Float64Array;
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  /** Its edges by latitude, each numbered after the position it begins with; only of rings too long to walk round. */
  readonly edges?: SlabIndex;
}

/** Shorter rings are walked round. */
const FEW_POSITIONS = 48;
/** With more edges than this for each slab, most of them reach through many slabs. */
const EDGES_A_SLAB = 16;
/** With fewer slabs, each holds most of the edges. */
const FEW_SLABS = 16;
/** Degrees beyond which rounding can't move the place where an edge crosses a parallel out of the edge's box. */
const ROUNDING_DEGREES = 1e-11;
/** Points this near an edge, in degrees (0.1 µm), lie on it: what rounding leaves of an exact test. */
export const ON_EDGE_DEGREES = 1e-12;

/**
 * Unwrap `positions` (`[lon, lat]`, closed): a step over 180° is taken the short way round. `undefined` when the ring
 * goes round a pole, because it then has no inside in the plane.
 */
export function unwrapRing(positions: readonly (readonly [number, number])[]): Ring | undefined {
  const x = new Float64Array(positions.length);
  const y = new Float64Array(positions.length);
  let turns = 0;
  positions.forEach(([lon, lat], index) => {
    const step = lon - (positions[index - 1]?.[0] ?? lon);
    // Whole turns are counted, so that a longitude which needs none is kept to its last bit.
    if (Math.abs(step) > 180) turns -= Math.round(step / 360);
    x[index] = lon + 360 * turns;
    y[index] = lat;
  });
  if (Math.abs((x.at(-1) ?? 0) - (x[0] ?? 0)) > 180) return undefined;
  // Unwrapping adds and subtracts whole turns; the last position must not keep their rounding.
  x[x.length - 1] = x[0] ?? 0;
  const edges = positions.length > FEW_POSITIONS ? edgeIndexOf(x, y) : {};
  return { x, y, ...edges, minX: x.reduce(least), maxX: x.reduce(most), minY: y.reduce(least), maxY: y.reduce(most) };
}

/** Where the point lies: strictly inside, strictly outside, or on the ring itself. */
export function locateInRing(ring: Ring, px: number, py: number): 'inside' | 'outside' | 'edge' {
  if (py < ring.minY || py > ring.maxY) return 'outside';
  if (px < ring.minX - ON_EDGE_DEGREES || px > ring.maxX + ON_EDGE_DEGREES) return 'outside';
  const { x, y } = ring;
  const near = ring.edges?.around(py);
  const count = near === undefined ? x.length - 1 : near.length;
  let inside = false;
  for (let i = 0; i < count; i += 1) {
    const edge = near === undefined ? i : (near[i] ?? 0);
    const y1 = y[edge] ?? 0;
    const y2 = y[edge + 1] ?? 0;
    if ((py < y1 && py < y2) || (py > y1 && py > y2)) continue;
    const x1 = x[edge] ?? 0;
    const x2 = x[edge + 1] ?? 0;
    // Most edges lie clear of the point: no need to ask on which side of their line it is.
    if (px > x1 + ROUNDING_DEGREES && px > x2 + ROUNDING_DEGREES) continue;
    let isWest = px < x1 - ROUNDING_DEGREES && px < x2 - ROUNDING_DEGREES;
    if (!isWest) {
      const dx = x2 - x1;
      const dy = y2 - y1;
      const side = dx * (py - y1) - dy * (px - x1);
      if (Math.abs(side) > ON_EDGE_DEGREES * (Math.abs(dx) + Math.abs(dy))) {
        // So far from the line that the side of it is certain, which spares a division.
        isWest = side > 0 === dy > 0;
      } else {
        const left = (x1 < x2 ? x1 : x2) - ON_EDGE_DEGREES;
        const right = (x1 < x2 ? x2 : x1) + ON_EDGE_DEGREES;
        if (px >= left && px <= right) return 'edge';
        isWest = px < (dx * (py - y1)) / dy + x1;
      }
    }
    if (isWest && y1 > py !== y2 > py) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

/** An edge of a ring, from its position `index` to the next. */
interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * A place where edges of these rings (of one polygon) cross or lie on one another; touching in a point is allowed. Edges
 * are swept from west to east, slab by slab of latitude where they are short, so that long coastlines stay cheap.
 */
export function findCrossing(rings: readonly Ring[]): { readonly x: number; readonly y: number } | undefined {
  const edges = rings
    .flatMap(({ x, y }) => edgesOf(x, y))
    .filter(({ x1, y1, x2, y2 }) => x1 !== x2 || y1 !== y2)
    .sort((a, b) => westOf(a) - westOf(b));
  if (edges.length <= FEW_POSITIONS) return crossingAmong(edges);
  const { slabs } = edgesByLatitude(edges);
  // Edges that reach through many slabs would be compared in each of them.
  if (slabs.length * EDGES_A_SLAB < edges.length) return crossingAmong(edges);
  for (const slab of slabs) {
    const crossing = crossingAmong(Array.from(slab, (index) => edges[index]).filter((edge) => edge !== undefined));
    if (crossing !== undefined) return crossing;
  }
  return undefined;
}

/** The same of edges that are ordered by their western ends. */
function crossingAmong(edges: readonly Edge[]): { readonly x: number; readonly y: number } | undefined {
  let active: Edge[] = [];
  for (const edge of edges) {
    const west = westOf(edge);
    active = active.filter((other) => Math.max(other.x1, other.x2) >= west);
    const crossed = active.find((other) => cross(edge, other));
    if (crossed !== undefined) return meetingPoint(edge, crossed);
    active.push(edge);
  }
  return undefined;
}

function westOf({ x1, x2 }: Edge): number {
  return Math.min(x1, x2);
}

function edgesOf(x: Float64Array, y: Float64Array): Edge[] {
  return Array.from({ length: x.length - 1 }, (_, i) => ({
    x1: x[i] ?? 0,
    y1: y[i] ?? 0,
    x2: x[i + 1] ?? 0,
    y2: y[i + 1] ?? 0,
  }));
}

/** None where most edges reach through most of the ring: then it is as well walked round. */
function edgeIndexOf(x: Float64Array, y: Float64Array): Pick<Ring, 'edges'> {
  const edges = edgesByLatitude(edgesOf(x, y));
  return edges.slabCount < FEW_SLABS ? {} : { edges };
}

function edgesByLatitude(edges: readonly Edge[]): SlabIndex {
  return new SlabIndex(
    Float64Array.from(edges, ({ y1, y2 }) => Math.min(y1, y2)),
    Float64Array.from(edges, ({ y1, y2 }) => Math.max(y1, y2)),
  );
}

/** True when the edges cross in the inside of both, or share a stretch. */
function cross(a: Edge, b: Edge): boolean {
  if (Math.min(a.y1, a.y2) > Math.max(b.y1, b.y2) || Math.min(b.y1, b.y2) > Math.max(a.y1, a.y2)) return false;
  const b1 = sideOf(a, b.x1, b.y1);
  const b2 = sideOf(a, b.x2, b.y2);
  if (b1 === 0 && b2 === 0) return shareStretch(a, b);
  return b1 * b2 < 0 && sideOf(b, a.x1, a.y1) * sideOf(b, a.x2, a.y2) < 0;
}

function shareStretch(a: Edge, b: Edge): boolean {
  const alongX = Math.abs(a.x2 - a.x1) >= Math.abs(a.y2 - a.y1);
  const [a1, a2, b1, b2] = alongX ? [a.x1, a.x2, b.x1, b.x2] : [a.y1, a.y2, b.y1, b.y2];
  return Math.min(Math.max(a1, a2), Math.max(b1, b2)) - Math.max(Math.min(a1, a2), Math.min(b1, b2)) > ON_EDGE_DEGREES;
}

/** On which side of `edge` the point lies: positive left, negative right, 0 on its line. */
function sideOf(edge: Edge, px: number, py: number): number {
  const dx = edge.x2 - edge.x1;
  const dy = edge.y2 - edge.y1;
  const product = dx * (py - edge.y1) - dy * (px - edge.x1);
  return Math.abs(product) <= ON_EDGE_DEGREES * (Math.abs(dx) + Math.abs(dy)) ? 0 : product;
}

function meetingPoint(a: Edge, b: Edge): { x: number; y: number } {
  const s1 = sideOf(a, b.x1, b.y1);
  const s2 = sideOf(a, b.x2, b.y2);
  const t = s1 === s2 ? 0 : s1 / (s1 - s2);
  return { x: b.x1 + t * (b.x2 - b.x1), y: b.y1 + t * (b.y2 - b.y1) };
}

function least(a: number, b: number): number {
  return Math.min(a, b);
}

function most(a: number, b: number): number {
  return Math.max(a, b);
}
