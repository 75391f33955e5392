import { describe, expect, it } from 'vitest';
import { bandValue, parseBand, parseBands, parseWindow } from '../../src/database/ranges.ts';

describe('ranges as text', () => {
  it('are read', () => {
    expect(parseBand('[-5,9007199254740991)')).toEqual({ startHz: -5, stopHz: 2 ** 53 - 1 });
    expect(parseBands('{}')).toEqual([]);
    expect(parseBands('{[1,3),[5,6)}')).toEqual([
      { startHz: 1, stopHz: 3 },
      { startHz: 5, stopHz: 6 },
    ]);
    expect(parseWindow('["2026-11-20 10:00:00.123456+00","2026-11-21 00:00:00+00")')).toEqual({
      start: new Date('2026-11-20T10:00:00.123Z'),
      stop: new Date('2026-11-21T00:00:00Z'),
    });
  });

  it.each(['empty', '[1,)', '(,3)', '[1,3]', ''])('`%s` is no band', (text) => {
    expect(() => parseBand(text)).toThrow('is not a band');
  });

  it.each(['empty', '["2026-11-20 10:00:00+00",)', '["2026-11-20 10:00:00+02","2026-11-20 11:00:00+02")'])(
    '`%s` is no window',
    (text) => {
      expect(() => parseWindow(text)).toThrow('is not a time window');
    },
  );

  it.each([
    [3, 2],
    [0, 2 ** 60],
    [NaN, 5],
  ])('refuses to store the band %d..%d', (startHz, stopHz) => {
    expect(() => bandValue({ startHz, stopHz })).toThrow(RangeError);
  });
});
