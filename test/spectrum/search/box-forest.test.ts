import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoxForest, BoxPlanting } from '../../../src/spectrum/search/box-forest.ts';

const DIMENSIONS = 2;
const side = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 30 }) }, fc.constantFrom(-Infinity, Infinity));
const interval = fc
  .tuple(side, side)
  .filter(([a, b]) => a !== b || Number.isFinite(a))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const box = fc.tuple(interval, interval).map((sides) => sides.flat());
const group = fc.array(box, { minLength: 1, maxLength: 60 });

describe('BoxForest', () => {
  it('finds of each group exactly the boxes that meet the query, and says which cover it in the first dimension', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), box, (groups, query) => {
        const planting = new BoxPlanting(DIMENSIONS);
        const roots = groups.map((boxes) =>
          planting.plant(
            boxes.flat(),
            boxes.map((_, index) => 100 + index),
          ),
        );
        const forest = new BoxForest(planting);
        for (const [index, boxes] of groups.entries()) {
          const found: number[] = [];
          forest.search(roots[index] ?? 0, query, found);
          const expected = boxes.flatMap((one, number) =>
            meets(one, query) ? [2 * (100 + number) + (covers(one, query) ? 1 : 0)] : [],
          );
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function meets(a: readonly number[], b: readonly number[]): boolean {
  return [0, 2].every((low) => (a[low] ?? 0) <= (b[low + 1] ?? 0) && (a[low + 1] ?? 0) >= (b[low] ?? 0));
}

function covers([low = 0, high = 0]: readonly number[], [from = 0, to = 0]: readonly number[]): boolean {
  return low <= from && to <= high;
}
