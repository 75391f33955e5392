import type { Decimal } from '../values/decimals.ts';
import { compareDecimals } from '../values/decimals.ts';
import { listOf, member } from '../json.ts';
import { quantityOf } from '../values/quantities.ts';

/** True when the frequency lies in the band, `[lower, upper)`. */
export function bandHolds(band: unknown, hz: Decimal): boolean {
  const [lower, upper] = bandEdges(band);
  if (lower === undefined || upper === undefined) return false;
  return compareDecimals(lower, hz) <= 0 && compareDecimals(hz, upper) < 0;
}

/** The two edges of `[lower, upper]` or `{"min", "max"}`. */
export function bandEdges(band: unknown): readonly Decimal[] {
  const edges = Array.isArray(band) ? listOf(band) : [member(band, 'min'), member(band, 'max')];
  return edges.flatMap((edge) => quantityOf(edge, 'frequency') ?? []);
}
