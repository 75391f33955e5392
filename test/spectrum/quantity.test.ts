import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../src/spectrum/quantity.ts';
import { formatQuantity, parseQuantity } from '../../src/spectrum/quantity.ts';

const read = (value: unknown, dimension: Dimension) => {
  const reading = parseQuantity(value, dimension);
  return reading.ok ? reading.value : reading.problem;
};

describe('parseQuantity', () => {
  it.each<[unknown, Dimension, number | string]>([
    [100_000, 'frequency', 100_000],
    ['0.1 GHz', 'frequency', 100_000_000],
    ['1.1 GHz', 'frequency', 1_100_000_000],
    ['2.4835 GHz', 'frequency', 2_483_500_000],
    ['10MHz', 'frequency', 10_000_000],
    ['15.36 MS/s', 'frequency', 15_360_000],
    ['1e3 kHz', 'frequency', 1_000_000],
    ['10 mHz', 'frequency', 'unknown-unit'],
    ['10 khz', 'frequency', 'unknown-unit'],
    ['10 s', 'frequency', 'unknown-unit'],
    ['-114 dBm', 'power', -114],
    ['\u2212114 dBm', 'power', -114],
    ['\u2013114 dBm', 'power', -114],
    ['-114 dB', 'power', 'unknown-unit'],
    ['9.999 s', 'time', 9.999],
    ['10000 ms', 'time', 10],
    ['1.5 us', 'time', 0.000001],
    ['2 min', 'time', 120],
    ['0.1 h', 'time', 360],
    ['1 d', 'time', 86_400],
    ['PT10S', 'time', 10],
    ['P1DT2H3M4.5S', 'time', 93_784.5],
    ['P2W', 'time', 1_209_600],
    ['P1Y', 'time', 'malformed'],
    ['P1M', 'time', 'malformed'],
    ['PT', 'time', 'malformed'],
    ['P1DT', 'time', 'malformed'],
    [0.000_000_9, 'time', 0],
    [1.000_001_9, 'time', 1.000_001],
    ['300 ft', 'length', 91.44],
    ['30 km', 'length', 30_000],
    ['50 %', 'number', 50],
    ['5', 'number', 5],
    ['', 'number', 'malformed'],
    ['ten s', 'time', 'malformed'],
    ['1 000 s', 'time', 'malformed'],
    ['Infinity', 'time', 'malformed'],
    ['1e999 s', 'time', 'malformed'],
    [Infinity, 'time', 'malformed'],
    [true, 'time', 'wrong-type'],
    [['10 s'], 'time', 'wrong-type'],
    [null, 'time', 'absent'],
    [undefined, 'time', 'absent'],
    [NaN, 'time', 'absent'],
    ['NaN', 'time', 'absent'],
  ])('reads %j as %s: %s', (value, dimension, expected) => {
    expect(read(value, dimension)).toBe(expected);
  });

  it('reads the same frequency from every unit that can write it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_000_000_000_000 }),
        fc.constantFrom(0, 3, 6, 9, 12),
        (hertz, exponent) => {
          const unit = ['Hz', 'kHz', 'MHz', 'GHz', 'THz'][exponent / 3] ?? '';
          const digits = String(hertz).padStart(exponent + 1, '0');
          const cut = digits.length - exponent;
          const text = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
          expect(read(`${text} ${unit}`, 'frequency')).toBe(hertz);
        },
      ),
    );
  });
});

describe('formatQuantity', () => {
  it.each<[number, Dimension, string]>([
    [15_000, 'frequency', '15 kHz'],
    [1_427_000_000, 'frequency', '1.427 GHz'],
    [787_000_000, 'frequency', '787 MHz'],
    [0.3, 'time', '300 ms'],
    [10, 'time', '10 s'],
    [30_000, 'length', '30 km'],
    [-114, 'power', '-114 dBm'],
    [3, 'number', '3'],
  ])('writes %d (%s) as %s', (value, dimension, expected) => {
    expect(formatQuantity(value, dimension)).toBe(expected);
  });
});
