import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Band } from '../../src/spectrum/band.ts';
import { bandAround, centerHz, containsBand, formatBand, toWholeHertz, widthHz } from '../../src/spectrum/band.ts';

const band = (startHz: number, stopHz: number): Band => ({ startHz, stopHz });
/** Small whole bands, so that edges meet often; at least 1 Hz wide. */
const small = fc
  .record({ startHz: fc.integer({ min: 0, max: 12 }), width: fc.integer({ min: 1, max: 6 }) })
  .map(({ startHz, width }) => band(startHz, startHz + width));
const hertzIn = ({ startHz, stopHz }: Band) =>
  new Set(Array.from({ length: stopHz - startHz }, (_, index) => startHz + index));

describe('a half-open band', () => {
  it('holds itself, and a part that shares an edge with it', () => {
    expect(containsBand(band(10, 20), band(10, 20))).toBe(true);
    expect(containsBand(band(10, 20), band(15, 20))).toBe(true);
    expect(containsBand(band(10, 20), band(15, 21))).toBe(false);
    expect(containsBand(band(10, 20), band(9, 20))).toBe(false);
  });

  it('holds what its frequencies do, one by one', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const [ofA, ofB] = [hertzIn(a), hertzIn(b)];
        expect(containsBand(a, b)).toBe(ofB.isSubsetOf(ofA));
      }),
    );
  });
});

describe('a band around a centre', () => {
  it('has that centre and that width', () => {
    const fm = bandAround(98e6, 10.24e6);
    expect(fm).toEqual(band(92.88e6, 103.12e6));
    expect([centerHz(fm), widthHz(fm)]).toEqual([98e6, 10.24e6]);
  });
});

describe('toWholeHertz', () => {
  it('widens outwards and never inwards', () => {
    expect(toWholeHertz(band(10.2, 19.1))).toEqual(band(10, 20));
    expect(toWholeHertz(band(10, 20))).toEqual(band(10, 20));
    const edges = fc.tuple(
      fc.double({ min: 0, max: 3e12, noNaN: true }),
      fc.double({ min: 0, max: 3e12, noNaN: true }),
    );
    fc.assert(
      fc.property(edges, ([one, other]) => {
        const given = band(Math.min(one, other), Math.max(one, other));
        const whole = toWholeHertz(given);
        expect(containsBand(whole, given)).toBe(true);
        expect(widthHz(whole) - widthHz(given)).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('formatBand', () => {
  it('writes hertz exactly', () => {
    expect(formatBand(band(92.88e6, 103_120_000.5))).toBe('92880000..103120000.5 Hz');
  });
});
