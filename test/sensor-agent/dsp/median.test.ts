import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MedianFinder } from '../../../sensor-agent/dsp/median.ts';

function medianOf(values: Float32Array): number {
  const bits = new Uint32Array(values.slice().buffer);
  return new MedianFinder(values.length).median(bits, Math.min(...bits), Math.max(...bits));
}

function bySorting(values: Float32Array): number {
  const sorted = values.toSorted();
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[Math.floor(half)];
}

describe('the median finder', () => {
  it('agrees with sorting for any non-negative floats, of any spread', () => {
    const float = fc.float({ min: 0, max: Math.fround(3e38), noNaN: true });
    const anyValues = fc.array(fc.oneof(float, fc.constantFrom(0, 1, 1e-40, 2)), { minLength: 1, maxLength: 700 });
    fc.assert(
      fc.property(anyValues, (values) => {
        const floats = Float32Array.from(values, Math.abs);
        expect(medianOf(floats)).toBe(bySorting(floats));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['one value', [3]],
    ['two values', [3, 5]],
    ['equal values', new Array<number>(301).fill(7)],
    ['two heaps with the middle between them', [...new Array<number>(150).fill(1), ...new Array<number>(150).fill(9)]],
    ['values one step apart', Array.from({ length: 300 }, (_, i) => 1 + (i % 7) * 2 ** -23)],
    ['an outlier that stretches the range', [1e30, ...Array.from({ length: 299 }, (_, i) => 1 + i * 2 ** -20)]],
    ['silence with one pulse', [1, ...new Array<number>(299).fill(0)]],
  ])('finds it among %s', (_name, values) => {
    const floats = Float32Array.from(values);
    expect(medianOf(floats)).toBe(bySorting(floats));
  });
});
