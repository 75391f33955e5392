import type { Band } from '../../../spectrum/band.ts';
import { quantityText } from '../../format/quantity-text.ts';
import type { Point } from './point.ts';

const STEP_HZ = 1;

/** One hertz beside each edge of the bands and on it, and a band across it. */
export function bandPoints(bands: readonly Band[]): readonly Point[] {
  return bands.flatMap(({ startHz, stopHz }) => [
    ...edgePoints(startHz, `the lower edge of ${nameOf({ startHz, stopHz })}, which belongs to it`),
    ...edgePoints(stopHz, `the upper edge of ${nameOf({ startHz, stopHz })}, which does not belong to it`),
  ]);
}

/** The edges of a test of `frequency.min`, `frequency.max` or `bandwidth`. */
export function bandFieldPoints(field: string, values: readonly number[]): readonly Point[] {
  return values.flatMap((value) =>
    [value - STEP_HZ, value, value + STEP_HZ].flatMap((hz): Point[] => {
      if (hz < 0) return [];
      const min = field === 'bandwidth' ? 1e9 : hz;
      const max = field === 'bandwidth' ? 1e9 + hz : hz;
      const where = hz === value ? 'is' : `is 1 Hz ${hz < value ? 'below' : 'above'}`;
      return [{ parts: { band: { min, max } }, why: `${field} ${where} ${quantityText(value, 'frequency')}` }];
    }),
  );
}

function edgePoints(hz: number, edge: string): readonly Point[] {
  const at = (min: number, max: number, where: string): Point[] =>
    min < 0 ? [] : [{ parts: { band: { min, max } }, why: `${where} ${edge}` }];
  return [
    ...at(hz, hz, 'on'),
    ...at(hz - STEP_HZ, hz - STEP_HZ, '1 Hz below'),
    ...at(hz + STEP_HZ, hz + STEP_HZ, '1 Hz above'),
    ...at(hz - STEP_HZ, hz + STEP_HZ, 'across'),
  ];
}

function nameOf({ startHz, stopHz }: Band): string {
  return `${quantityText(startHz, 'frequency')}..${quantityText(stopHz, 'frequency')}`;
}
