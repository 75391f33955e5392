import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExhausted, occurrencesBetween, type Recurrence } from '../../../src/tasking/planning/occurrences.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (offsetMs: number) => new Date(NOON + offsetMs);
const fromOne = { firstSequence: 1, limit: 1000 };

/**
 * Intervals from a tenth of a second up, in microseconds: most are no whole number of milliseconds. As multiples of
 * eight they never fall on half a millisecond, where rounding could go either way.
 */
const intervalMicros = fc.integer({ min: 12_500, max: 800_000_000 }).map((eights) => eights * 8);
const repeating = fc.record({
  startMs: fc.integer({ min: -600_000, max: 600_000 }),
  micros: intervalMicros,
  stopMs: fc.option(fc.integer({ min: -600_000, max: 900_000 }), { nil: undefined }),
  fromMs: fc.integer({ min: -600_000, max: 600_000 }),
  spanMs: fc.integer({ min: 0, max: 300_000 }),
});

function recurrenceOf(given: { startMs: number; micros: number; stopMs: number | undefined }): Recurrence {
  const { startMs, micros, stopMs } = given;
  return { start: at(startMs), stop: stopMs === undefined ? undefined : at(stopMs), intervalSeconds: micros / 1e6 };
}

/** The grid counted from its anchor, one by one in whole microseconds: every occurrence there is below `untilMs`. */
function countedGrid(start: Date, micros: number, untilMs: number): number[] {
  const times: number[] = [];
  for (let index = 0n; ; index++) {
    const offset = (index * BigInt(micros) + 500n) / 1000n;
    const time = start.getTime() + Number(offset);
    if (time >= untilMs) return times;
    times.push(time);
  }
}

describe('the occurrences of a repeating entry', () => {
  it('are those that counting from its start finds in the window', () => {
    fc.assert(
      fc.property(repeating, (given) => {
        const recurrence = recurrenceOf(given);
        const window = { from: at(given.fromMs), until: at(given.fromMs + given.spanMs) };
        const found = occurrencesBetween(recurrence, window, { firstSequence: 1, limit: Infinity });
        const untilMs = Math.min(window.until.getTime(), recurrence.stop?.getTime() ?? Infinity);
        const counted = countedGrid(recurrence.start, given.micros, untilMs).filter(
          (time) => time >= window.from.getTime(),
        );
        expect(found.map(({ start }) => start.getTime())).toEqual(counted);
      }),
    );
  });

  it('stay on the grid to half a millisecond, however long ago it began', () => {
    const years = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(years, fc.integer({ min: 100_000, max: 90_000_000 }), (ago, micros) => {
        const start = new Date(NOON - ago * 365 * 86_400_000);
        const recurrence = { start, stop: undefined, intervalSeconds: micros / 1e6 };
        const found = occurrencesBetween(recurrence, { from: at(0), until: at(600_000) }, fromOne);
        expect(found.length).toBeGreaterThan(5);
        for (const occurrence of found) {
          const offset = BigInt(occurrence.start.getTime() - start.getTime()) * 1000n;
          const rest = Number(offset % BigInt(micros));
          expect(Math.min(rest, micros - rest)).toBeLessThanOrEqual(501);
        }
      }),
    );
  });

  it('are numbered on without a gap and no more than asked for', () => {
    fc.assert(
      fc.property(repeating, fc.integer({ min: 1, max: 1e6 }), fc.nat(20), (given, firstSequence, limit) => {
        const window = { from: at(given.fromMs), until: at(given.fromMs + given.spanMs) };
        const all = occurrencesBetween(recurrenceOf(given), window, { firstSequence, limit: Infinity });
        const some = occurrencesBetween(recurrenceOf(given), window, { firstSequence, limit });
        expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => firstSequence + index));
        expect(some).toEqual(all.slice(0, limit));
      }),
    );
  });

  it('leave none out and repeat none where one window ends and the next begins', () => {
    fc.assert(
      fc.property(repeating, fc.nat(300_000), (given, cutMs) => {
        const [from, cut, until] = [
          at(given.fromMs),
          at(given.fromMs + cutMs),
          at(given.fromMs + cutMs + given.spanMs),
        ];
        const recurrence = recurrenceOf(given);
        const every = { firstSequence: 1, limit: Infinity };
        const first = occurrencesBetween(recurrence, { from, until: cut }, every);
        const second = occurrencesBetween(
          recurrence,
          { from: cut, until },
          { firstSequence: first.length + 1, limit: Infinity },
        );
        expect([...first, ...second]).toEqual(occurrencesBetween(recurrence, { from, until }, every));
      }),
    );
  });

  it('end before its stop, which is not included', () => {
    const recurrence = { start: at(0), stop: at(30_000), intervalSeconds: 10 };
    const found = occurrencesBetween(recurrence, { from: at(0), until: at(60_000) }, fromOne);
    expect(found.map(({ start }) => start)).toEqual([at(0), at(10_000), at(20_000)]);
  });

  it('are exhausted exactly when a window without end would be empty', () => {
    fc.assert(
      fc.property(repeating, (given) => {
        const recurrence = recurrenceOf(given);
        fc.pre(recurrence.stop !== undefined);
        const rest = occurrencesBetween(recurrence, { from: at(given.fromMs), until: at(1e10) }, fromOne);
        expect(isExhausted(recurrence, at(given.fromMs))).toBe(rest.length === 0);
      }),
    );
  });

  it('never run out without a stop', () => {
    expect(isExhausted({ start: at(0), stop: undefined, intervalSeconds: 1 }, at(1e12))).toBe(false);
  });
});

describe('the occurrence of an entry that runs once', () => {
  const once: Recurrence = { start: at(0), stop: undefined, intervalSeconds: undefined };

  it.each([
    ['at the start of the window', 0, 1, [at(0)]],
    ['at its end, which is not included', -10, 0, []],
    ['before it', 1, 10, []],
  ])('is there when it falls %s', (_name, fromMs, untilMs, starts) => {
    const found = occurrencesBetween(once, { from: at(fromMs), until: at(untilMs) }, fromOne);
    expect(found.map(({ start }) => start)).toEqual(starts);
  });

  it('is not there at or after a stop', () => {
    const window = { from: at(-10), until: at(10) };
    expect(occurrencesBetween({ ...once, stop: at(0) }, window, fromOne)).toEqual([]);
    expect(occurrencesBetween({ ...once, stop: at(1) }, window, fromOne)).toHaveLength(1);
  });

  it('is exhausted once it has been', () => {
    expect(isExhausted(once, at(0))).toBe(false);
    expect(isExhausted(once, at(1))).toBe(true);
  });
});
