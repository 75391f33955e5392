import type { Position } from './kml/kml.ts';
import type { Zone } from './zones.ts';

/** Positions of a list of stations, `latitude,longitude,…` with a header. */
export function parsePositions(csv: string): readonly Position[] {
  return csv
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line): Position => {
      const [latitude = NaN, longitude = NaN] = line.split(',').map(Number);
      if (!Number.isFinite(latitude + longitude)) throw new Error(`\`${line}\` has no position`);
      return [longitude, latitude];
    });
}

/** `count` of these, evenly spread over the list. */
export function evenly<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor(index * step)]).filter(
    (item) => item !== undefined,
  );
}

/** The positions within `marginDegrees` of the box around one of the zones: near it, or inside. */
export function nearZones(
  positions: readonly Position[],
  zones: readonly Zone[],
  marginDegrees: number,
): readonly Position[] {
  const boxes = zones.map(({ polygons, circles }) => {
    const all = [...polygons.flat(2), ...circles.map(({ center }) => center)];
    const [x, y] = [all.map(([longitude]) => longitude), all.map(([, latitude]) => latitude)];
    return { west: Math.min(...x), east: Math.max(...x), south: Math.min(...y), north: Math.max(...y) };
  });
  return positions.filter(([x, y]) =>
    boxes.some(
      ({ west, east, south, north }) =>
        x >= west - marginDegrees &&
        x <= east + marginDegrees &&
        y >= south - marginDegrees &&
        y <= north + marginDegrees,
    ),
  );
}
