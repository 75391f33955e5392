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
}

/** Points this near an edge, in degrees (0.1 µm), lie on it: what rounding leaves of an exact test. */
const ON_EDGE_DEGREES = 1e-12;

/**
 * Unwrap `positions` (`[lon, lat]`, closed): a step over 180° is taken the short way round. `undefined` when the ring
 * goes round a pole, because it then has no inside in the plane.
 */
export function unwrapRing(positions: readonly (readonly [number, number])[]): Ring | undefined {
  const x = new Float64Array(positions.length);
  const y = new Float64Array(positions.length);
  positions.forEach(([lon, lat], index) => {
    const previous = positions[index - 1]?.[0] ?? lon;
    const step = lon - previous;
    x[index] =
      index === 0 ? lon : (x[index - 1] ?? 0) + (Math.abs(step) > 180 ? step - 360 * Math.round(step / 360) : step);
    y[index] = lat;
  });
  if (Math.abs((x.at(-1) ?? 0) - (x[0] ?? 0)) > 180) return undefined;
  // Unwrapping adds and subtracts whole turns; the last position must not keep their rounding.
  x[x.length - 1] = x[0] ?? 0;
  return { x, y, minX: x.reduce(least), maxX: x.reduce(most), minY: y.reduce(least), maxY: y.reduce(most) };
}

/** Where the point lies: strictly inside, strictly outside, or on the ring itself. */
export function locateInRing(ring: Ring, px: number, py: number): 'inside' | 'outside' | 'edge' {
  if (py < ring.minY || py > ring.maxY || px < ring.minX || px > ring.maxX) return 'outside';
  const { x, y } = ring;
  let inside = false;
  for (let i = 1; i < x.length; i += 1) {
    const y1 = y[i - 1] ?? 0;
    const y2 = y[i] ?? 0;
    if ((py < y1 && py < y2) || (py > y1 && py > y2)) continue;
    const x1 = x[i - 1] ?? 0;
    const x2 = x[i] ?? 0;
    if (isOnEdge({ x1, y1, x2, y2 }, px, py)) return 'edge';
    if (y1 > py !== y2 > py && px < ((x2 - x1) * (py - y1)) / (y2 - y1) + x1) inside = !inside;
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
 * The first place where edges of these rings (of one polygon) cross or lie on one another; touching in a point is
 * allowed. Edges are swept from west to east, so that long coastlines stay cheap.
 */
export function findCrossing(rings: readonly Ring[]): { readonly x: number; readonly y: number } | undefined {
  const edges = rings.flatMap(edgesOf).sort((a, b) => Math.min(a.x1, a.x2) - Math.min(b.x1, b.x2));
  let active: Edge[] = [];
  for (const edge of edges) {
    const west = Math.min(edge.x1, edge.x2);
    active = active.filter((other) => Math.max(other.x1, other.x2) >= west);
    const crossed = active.find((other) => cross(edge, other));
    if (crossed !== undefined) return meetingPoint(edge, crossed);
    active.push(edge);
  }
  return undefined;
}

function edgesOf({ x, y }: Ring): Edge[] {
  const edges: Edge[] = [];
  for (let i = 1; i < x.length; i += 1) {
    const edge = { x1: x[i - 1] ?? 0, y1: y[i - 1] ?? 0, x2: x[i] ?? 0, y2: y[i] ?? 0 };
    if (edge.x1 !== edge.x2 || edge.y1 !== edge.y2) edges.push(edge);
  }
  return edges;
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

function isOnEdge(edge: Edge, px: number, py: number): boolean {
  const withinX =
    px >= Math.min(edge.x1, edge.x2) - ON_EDGE_DEGREES && px <= Math.max(edge.x1, edge.x2) + ON_EDGE_DEGREES;
  return withinX && sideOf(edge, px, py) === 0;
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
