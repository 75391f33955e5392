import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WindowSet } from '../../../src/policy/compile/window-set.ts';
import type { RecurringWindow } from '../../../src/policy/terms/tree.ts';

const HOUR = 3_600 * 1e6;
const MONDAY = Date.UTC(2026, 2, 2) * 1000;

const daily = fc
  .record({
    start: fc.integer({ min: 0, max: 23 }),
    hours: fc.integer({ min: 1, max: 24 }),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  })
  .map(({ start, hours, days }): RecurringWindow => ({
    kind: 'daily',
    startSeconds: start * 3600,
    stopSeconds: (start + hours) * 3600,
    days,
  }));
const span = fc
  .record({
    start: fc.integer({ min: -50, max: 400 }),
    hours: fc.integer({ min: 1, max: 300 }),
    open: fc.constantFrom('start', 'stop', 'no'),
  })
  .map(({ start, hours, open }): RecurringWindow => ({
    kind: 'span',
    startMicros: open === 'start' ? -Infinity : MONDAY + start * HOUR,
    stopMicros: open === 'stop' ? Infinity : MONDAY + (start + hours) * HOUR,
  }));
const windows = fc.array(fc.oneof(daily, span), { minLength: 1, maxLength: 3 });

/** Membership hour by hour, from the words of the specification. */
function isIn(window: RecurringWindow, micros: number): boolean {
  if (window.kind === 'span') return window.startMicros <= micros && micros < window.stopMicros;
  const seconds = micros / 1e6;
  const midnight = Math.floor(seconds / 86_400) * 86_400;
  return [midnight - 86_400, midnight].some((day) => {
    const starts = window.days.includes(new Date(day * 1000).getUTCDay());
    return starts && seconds >= day + window.startSeconds && seconds < day + window.stopSeconds;
  });
}

describe('WindowSet', () => {
  it('holds the instants of its windows', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: -100, max: 500 }), (list, hour) => {
        const instant = MONDAY + hour * HOUR;
        expect(new WindowSet(list).has(instant)).toBe(list.some((window) => isIn(window, instant)));
      }),
      { numRuns: 2000 },
    );
  });

  it('changes only at its edges', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 190 }), (list, from, hours) => {
        const set = new WindowSet(list);
        const [start, stop] = [MONDAY + from * HOUR, MONDAY + (from + hours) * HOUR];
        const edges = new Set([start, ...set.spanEdgesWithin(start, stop), ...set.dailyEdgesWithin(start, stop)]);
        for (let instant = start + HOUR; instant < stop; instant += HOUR) {
          if (!edges.has(instant)) expect(set.has(instant)).toBe(set.has(instant - HOUR));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('knows whether two sets share an instant', () => {
    fc.assert(
      fc.property(windows, windows, (a, b) => {
        const [one, other] = [new WindowSet(a), new WindowSet(b)];
        let shared = false;
        for (let hour = -400; hour < 1200 && !shared; hour += 1) {
          shared = one.has(MONDAY + hour * HOUR) && other.has(MONDAY + hour * HOUR);
        }
        expect(one.overlaps(other)).toBe(shared);
      }),
      { numRuns: 500 },
    );
  });
});
