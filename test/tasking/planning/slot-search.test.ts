import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TimeWindow, windowFrom } from '../../../src/spectrum/time-window.ts';
import {
  firstConflict,
  firstFreeWindow,
  firstStartFor,
  firstTakenStart,
} from '../../../src/tasking/planning/slot-search.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number) => new Date(NOON + seconds * 1000);
const window = (from: number, to: number): TimeWindow => ({ start: at(from), stop: at(to) });

/** A calendar in whole seconds, in any order; its windows may overlap, as those of several radios' hosts can. */
const calendar = fc.array(
  fc
    .record({ from: fc.integer({ min: 0, max: 40 }), seconds: fc.integer({ min: 1, max: 8 }) })
    .map(({ from, seconds }) => window(from, from + seconds)),
  { maxLength: 12 },
);
const wanted = fc.record({ from: fc.integer({ min: -5, max: 45 }), seconds: fc.integer({ min: 1, max: 9 }) });

const isFree = (taken: readonly TimeWindow[], { start, stop }: TimeWindow) =>
  taken.every((one) => one.stop <= start || stop <= one.start);

/** The first whole second from `from` on at which every calendar is free for so long. */
function triedOneByOne(calendars: readonly (readonly TimeWindow[])[], from: number, seconds: number): TimeWindow {
  for (let second = from; ; second++) {
    const tried = window(second, second + seconds);
    if (calendars.every((taken) => isFree(taken, tried))) return tried;
  }
}

describe('firstFreeWindow', () => {
  it('is the nearest there is: trying every second finds none before it', () => {
    fc.assert(
      fc.property(calendar, wanted, (taken, { from, seconds }) => {
        expect(firstFreeWindow(taken, at(from), seconds)).toEqual(triedOneByOne([taken], from, seconds));
      }),
    );
  });

  it('fits exactly between two slots', () => {
    expect(firstFreeWindow([window(0, 5), window(8, 10)], at(0), 3)).toEqual(window(5, 8));
    expect(firstFreeWindow([window(0, 5), window(8, 10)], at(0), 4)).toEqual(window(10, 14));
  });

  it('leaves the calendar as it was', () => {
    const taken = [window(8, 10), window(0, 5)];
    firstFreeWindow(taken, at(0), 3);
    expect(taken).toEqual([window(8, 10), window(0, 5)]);
  });
});

describe('firstStartFor', () => {
  it('is the nearest at which so many are free', () => {
    const radios = fc.array(calendar, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(radios, wanted, fc.nat(3), (calendars, { from, seconds }, more) => {
        const count = Math.min(calendars.length, more + 1);
        const isEnough = (start: number) =>
          calendars.filter((taken) => isFree(taken, window(start, start + seconds))).length >= count;
        let start = from;
        while (!isEnough(start)) start += 1;
        const asked = calendars.map((taken) => ({ taken, slotSeconds: seconds }));
        expect(firstStartFor(count, asked, at(from))).toEqual(at(start));
      }),
    );
  });

  it('goes round again when one calendar pushes it into another', () => {
    const calendars = [[window(0, 2), window(4, 6)], [window(2, 4)], [window(6, 7)]];
    const radios = calendars.map((taken) => ({ taken, slotSeconds: 1 }));
    expect(firstStartFor(3, radios, at(0))).toEqual(at(7));
    expect(firstStartFor(2, radios, at(0))).toEqual(at(0));
  });
});

describe('firstTakenStart', () => {
  it('is the first of many starts at which the radio is taken', () => {
    const gaps = fc.array(fc.record({ pause: fc.nat(5), length: fc.integer({ min: 1, max: 5 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }), (slots, every, slotSeconds) => {
        let end = 0;
        const taken = slots.map(({ pause, length }) => window(end + pause, (end += pause + length)));
        const starts = Array.from({ length: 12 }, (_, index) => at(index * every));
        const expected = starts.find((start) => firstConflict(taken, windowFrom(start, slotSeconds)) !== undefined);
        expect(firstTakenStart({ taken: taken.toReversed(), slotSeconds }, starts)).toEqual(expected);
      }),
    );
  });
});

describe('firstConflict', () => {
  it('is a slot that overlaps, and none when they only touch', () => {
    fc.assert(
      fc.property(calendar, wanted, (taken, { from, seconds }) => {
        const found = firstConflict(taken, window(from, from + seconds));
        expect(found === undefined).toBe(isFree(taken, window(from, from + seconds)));
        if (found !== undefined) expect(isFree([found], window(from, from + seconds))).toBe(false);
      }),
    );
    expect(firstConflict([window(0, 5), window(6, 9)], window(5, 6))).toBeUndefined();
  });
});
