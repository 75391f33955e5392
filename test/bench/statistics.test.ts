import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTurns, median, percentile } from '../../bench/statistics.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 });

describe('the median', () => {
  it('is the middle value, or the mean of the two middle ones, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([40, 10, 20, 30])).toBe(25);
    expect(median([7])).toBe(7);
  });

  it('has as many values below it as above it', () => {
    fc.assert(
      fc.property(values, (list) => {
        const found = median(list);
        const below = list.filter((value) => value < found).length;
        const above = list.filter((value) => value > found).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(list.length / 2);
      }),
    );
  });

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow('nothing was measured');
  });
});

describe('a percentile', () => {
  it('is a measured value that the given share does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([3, 8, 5], 0.99)).toBe(8);
    expect(percentile([3], 0)).toBe(3);
  });

  it('is never exceeded by more than the rest', () => {
    fc.assert(
      fc.property(values, fc.double({ noNaN: true, min: 0, max: 1 }), (list, share) => {
        const found = percentile(list, share);
        expect(list).toContain(found);
        expect(list.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * list.length - 1e-9);
      }),
    );
  });
});

describe('measuring in turns', () => {
  it('goes from side to side and keeps the order of each', async () => {
    const order: string[] = [];
    const side = (name: string) => () => {
      order.push(name);
      return order.length;
    };
    const measured = await inTurns({ ours: side('ours'), theirs: side('theirs') }, 3);
    expect(order).toEqual(['ours', 'theirs', 'ours', 'theirs', 'ours', 'theirs']);
    expect(measured).toEqual({ ours: [1, 3, 5], theirs: [2, 4, 6] });
  });

  it('measures each side at least five times unless told otherwise', async () => {
    const { only } = await inTurns({ only: () => Promise.resolve(1) });
    expect(only.length).toBeGreaterThanOrEqual(5);
  });
});
