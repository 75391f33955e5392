import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_START, formatPosition, parsePosition } from '../../src/events/event-log.ts';

describe('the position of an event as text', () => {
  it('reads back as what it was written from', () => {
    const position = fc.record({
      xid: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
      sequence: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    });
    fc.assert(
      fc.property(position, (given) => {
        expect(parsePosition(formatPosition(given))).toEqual(given);
      }),
    );
  });

  it('names the place before the first event', () => {
    expect(formatPosition(EVENT_START)).toBe('0-0');
  });

  it.each([
    ['nothing', ''],
    ['one number', '17'],
    ['three numbers', '1-2-3'],
    ['a sign', '-1-2'],
    ['letters', '1a-2'],
    ['a fraction', '1.5-2'],
    ['spaces', ' 1-2'],
    ['a line after it', '1-2\n'],
    ['a transaction beyond 63 bits', '9223372036854775808-1'],
    ['a transaction of 21 digits', '100000000000000000000-1'],
    ['a sequence beyond what a number holds', '1-9007199254740993'],
    ['SQL', '1-1) or (1=1'],
  ])('is none when it holds %s', (_name, text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
