import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUuid, timeOfUuidv7, uuidv7 } from '../../src/spectrum/identifier.ts';

/** The milliseconds that 48 bits hold and a Date can say. */
const instant = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }).map((ms) => new Date(ms));

describe('uuidv7', () => {
  it('carries the instant of its making, to the millisecond', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const id = uuidv7(at);
        expect(isUuid(id)).toBe(true);
        expect(timeOfUuidv7(id)).toEqual(at);
      }),
    );
  });

  it('has the version and the variant of RFC 9562', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(uuidv7(at)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('sorts by time of making, as text', () => {
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        fc.pre(one < other);
        expect(uuidv7(one) < uuidv7(other)).toBe(true);
      }),
    );
  });

  it('is another one each time, even within a millisecond', () => {
    const at = new Date('2026-11-20T12:00:00Z');
    expect(new Set(Array.from({ length: 1000 }, () => uuidv7(at))).size).toBe(1000);
  });
});

describe('timeOfUuidv7', () => {
  it.each([
    ['a random UUID', 'b0c1d2e3-f405-4617-8293-a4b5c6d7e8f9'],
    ['an upper-case one', '0190A0B0-0000-7000-8000-000000000001'],
    ['one cut short', '0190a0b0-0000-7000-8000-00000000000'],
    ['one without hyphens', '0190a0b00000700080000000000000010000'],
    ['nothing', ''],
    ['a name', 'roof'],
    ['a UUID with a line after it', '0190a0b0-0000-7000-8000-000000000001\n'],
  ])('finds no time in %s', (_name, text) => {
    expect(timeOfUuidv7(text)).toBeUndefined();
  });

  it('finds the latest time that 48 bits hold', () => {
    expect(timeOfUuidv7('ffffffff-ffff-7000-8000-000000000000')?.getTime()).toBe(2 ** 48 - 1);
  });
});
