import type { Area, CircleArea } from '../../../spectrum/area.ts';
import type { Location } from '../../../spectrum/location.ts';
import { EARTH_RADIUS_M, greatCircleDistanceM } from '../../../spectrum/location.ts';
import type { Notes } from './axis.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Segment {
  readonly a: Point;
  readonly b: Point;
}

const MOST_SEGMENTS = 1500;
/** How far beside a special point is looked, in degrees: some 10 m, 10 cm, 1 mm. */
const BESIDE = [1e-4, 1e-6, 1e-8];
const ROUND = 24;
/** Circles that come nearer to touching than this, metres, are too close to tell apart. */
const NEAR_M = 0.5;

/**
 * Places of every sort that these areas tell apart: in the plane of longitude and latitude, corners, crossings of sides
 * and rims, what lies between them on the sides, and what lies around each of them.
 */
export function placesFor(areas: readonly Area[], notes: Notes): readonly Location[] {
  const circles = areas.filter((area) => area.kind === 'circle');
  let segments = areas.flatMap(segmentsOf);
  if (segments.length > MOST_SEGMENTS) {
    notes.leaveOut('places on and around very long outlines');
    segments = segments.slice(0, MOST_SEGMENTS);
  }
  const crossings = [...crossingsOf(segments), ...circles.flatMap((circle) => onSegments(circle, segments, notes))];
  const special = [
    ...segments.map(({ a }) => a),
    ...crossings,
    ...circles.flatMap(rimOf),
    ...circles.flatMap((circle, index) => onCircles(circle, circles.slice(index + 1), notes)),
  ];
  const places = [
    ...special.flatMap((point) => [point, ...around(point, segments)]),
    ...segments.flatMap((segment) => between(segment, crossings)),
    ...circles.map(({ center }) => ({ x: center.longitude, y: center.latitude })),
    ...EVERYWHERE,
  ];
  return places.flatMap(toLocation);
}

/** Somewhere on every ocean and continent, for places outside of everything. */
const EVERYWHERE: readonly Point[] = [-150, -90, -30, 30, 90, 150].flatMap((x) =>
  [-60, -20, 0, 20, 60].map((y) => ({ x, y })),
);

function segmentsOf(area: Area): readonly Segment[] {
  if (area.kind === 'circle') return [];
  return area.polygons.flat().flatMap(({ x, y }) => {
    const points = [...x].map((one, index) => ({ x: one, y: y[index] ?? 0 }));
    return points.slice(1).flatMap((b, index) => {
      const a = points[index];
      return a === undefined || (a.x === b.x && a.y === b.y) ? [] : [{ a, b }];
    });
  });
}

function crossingsOf(segments: readonly Segment[]): readonly Point[] {
  return segments.flatMap((one, index) =>
    segments.slice(index + 1).flatMap((other) => [-360, 0, 360].flatMap((turn) => crossing(one, other, turn))),
  );
}

function crossing({ a, b }: Segment, other: Segment, turn: number): readonly Point[] {
  const c = { x: other.a.x + turn, y: other.a.y };
  const d = { x: other.b.x + turn, y: other.b.y };
  if (Math.max(a.x, b.x) < Math.min(c.x, d.x) || Math.max(c.x, d.x) < Math.min(a.x, b.x)) return [];
  const denominator = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (denominator === 0) return [];
  const t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / denominator;
  const u = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / denominator;
  const isWithin = (one: number) => one >= -1e-9 && one <= 1 + 1e-9;
  return isWithin(t) && isWithin(u) ? [along({ a, b }, t)] : [];
}

/** The middle of each stretch of a side between two crossings. */
function between(segment: Segment, crossings: readonly Point[]): readonly Point[] {
  const { a, b } = segment;
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const cuts = crossings.flatMap((point) => {
    const t = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length;
    const foot = along(segment, t);
    return t > 0 && t < 1 && Math.hypot(foot.x - point.x, foot.y - point.y) < 1e-9 ? [t] : [];
  });
  const ends = [0, ...new Set(cuts.sort((one, other) => one - other)), 1];
  return ends.slice(1).map((end, index) => along(segment, ((ends[index] ?? 0) + end) / 2));
}

/** Points beside one, in every sector between the sides that begin or pass there, and all around. */
function around(point: Point, segments: readonly Segment[]): readonly Point[] {
  const directions = segments.flatMap(({ a, b }) => {
    const passes = distanceTo({ a, b }, point) < 1e-9;
    const angle = Math.atan2(b.y - a.y, b.x - a.x);
    return passes ? [angle, angle + Math.PI] : [];
  });
  const sorted = [...new Set(directions.map(turned))].sort((one, other) => one - other);
  const sectors = sorted.map((angle, index) => {
    const next = sorted[index + 1] ?? (sorted[0] ?? 0) + 2 * Math.PI;
    return (angle + next) / 2;
  });
  const all = [...sectors, ...Array.from({ length: ROUND }, (_, index) => (2 * Math.PI * (index + 0.37)) / ROUND)];
  return all.flatMap((angle) =>
    BESIDE.map((step) => ({ x: point.x + step * Math.cos(angle), y: point.y + step * Math.sin(angle) })),
  );
}

/** Where the rim of a circle crosses sides, and the point of each side nearest to the middle of the circle. */
function onSegments(circle: CircleArea, segments: readonly Segment[], notes: Notes): readonly Point[] {
  return segments.flatMap((segment) => {
    const distance = (t: number) => distanceM(circle, along(segment, t));
    const nearest = lowest(distance);
    if (Math.abs(distance(nearest) - circle.radiusM) < NEAR_M) notes.leaveOut('places where areas all but touch');
    if (distance(nearest) > circle.radiusM) return [];
    const crossings = [0, 1].flatMap((end) => {
      if (distance(end) <= circle.radiusM) return [];
      return [
        along(
          segment,
          zero((t) => distance(t) - circle.radiusM, nearest, end),
        ),
      ];
    });
    return [along(segment, nearest), ...crossings];
  });
}

/** Where the rims of circles cross. */
function onCircles(circle: CircleArea, others: readonly CircleArea[], notes: Notes): readonly Point[] {
  return others.flatMap((other) => {
    const apart = greatCircleDistanceM(circle.center, other.center);
    const gaps = [
      apart - circle.radiusM - other.radiusM,
      apart + circle.radiusM - other.radiusM,
      apart + other.radiusM - circle.radiusM,
    ];
    const isSame = apart === 0 && circle.radiusM === other.radiusM;
    if (!isSame && gaps.some((gap) => Math.abs(gap) < NEAR_M)) notes.leaveOut('places where areas all but touch');
    const signed = (bearing: number) => distanceM(other, rimPoint(circle, bearing)) - other.radiusM;
    const steps = Array.from({ length: 72 }, (_, index) => (2 * Math.PI * index) / 72);
    return steps.flatMap((bearing) => {
      const next = bearing + (2 * Math.PI) / 72;
      return signed(bearing) < 0 === signed(next) < 0 ? [] : [rimPoint(circle, zero(signed, bearing, next))];
    });
  });
}

function rimOf(circle: CircleArea): readonly Point[] {
  return Array.from({ length: 8 }, (_, index) => rimPoint(circle, (2 * Math.PI * index) / 8));
}

function rimPoint({ center, radiusM }: CircleArea, bearing: number): Point {
  const angle = radiusM / EARTH_RADIUS_M;
  const phi = (center.latitude * Math.PI) / 180;
  const phi2 = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
  const lambda = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(phi),
    Math.cos(angle) - Math.sin(phi) * Math.sin(phi2),
  );
  return { x: center.longitude + (lambda * 180) / Math.PI, y: (phi2 * 180) / Math.PI };
}

function distanceM({ center }: CircleArea, { x, y }: Point): number {
  return greatCircleDistanceM(center, { latitude: y, longitude: x });
}

function distanceTo({ a, b }: Segment, point: Point): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const t = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length;
  const foot = along({ a, b }, Math.min(1, Math.max(0, t)));
  return Math.hypot(foot.x - point.x, foot.y - point.y);
}

function along({ a, b }: Segment, t: number): Point {
  return { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
}

function turned(angle: number): number {
  return ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
}

/** Where in 0..1 a function that falls and then rises is lowest. */
function lowest(of: (t: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 80; i += 1) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (of(left) <= of(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

/** Where a function changes its sign between two places. */
function zero(of: (t: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const isNegative = of(low) < 0;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (of(middle) < 0 === isNegative) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function toLocation({ x, y }: Point): readonly Location[] {
  if (Math.abs(y) > 90) return [];
  return [{ latitude: y, longitude: Math.abs(x) <= 180 ? x : x - 360 * Math.floor((x + 180) / 360) }];
}
