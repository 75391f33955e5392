import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlabIndex } from '../../../src/spectrum/search/slab-index.ts';

const value = fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.integer({ min: -3, max: 3 }));
const interval = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe('SlabIndex', () => {
  it('finds every interval that holds a value, its ends included', () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 80 }), value, (intervals, asked) => {
        const index = new SlabIndex(
          Float64Array.from(intervals, ([low]) => low),
          Float64Array.from(intervals, ([, high]) => high),
        );
        for (const one of [asked, ...(intervals[0] ?? [])]) {
          const holding = intervals.flatMap(([low, high], number) => (low <= one && one <= high ? [number] : []));
          expect([...index.around(one)]).toEqual(expect.arrayContaining(holding));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('stays small however long the intervals are', () => {
    const count = 1000;
    const index = new SlabIndex(new Float64Array(count).fill(0), new Float64Array(count).fill(90));
    const places = index.slabs.reduce((sum, slab) => sum + slab.length, 0);
    expect(places).toBeLessThanOrEqual(8 * count);
  });
});
