import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextHorizonPart } from '../../../src/tasking/planning/horizon.ts';
import { type Occurrence, occurrencesBetween, type Recurrence } from '../../../src/tasking/planning/occurrences.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number) => new Date(NOON + seconds * 1000);

/** Rolls the horizon on, as long as something is left to lay. */
function rollOn(recurrence: Recurrence, horizons: readonly Date[]): { laid: Occurrence[]; done: boolean } {
  const laid: Occurrence[] = [];
  let position = { from: recurrence.start, nextSequence: 1 };
  for (const horizon of horizons) {
    const part = nextHorizonPart(recurrence, position, horizon);
    laid.push(...part.occurrences);
    if (part.plannedUntil === undefined) return { laid, done: true };
    position = { from: part.plannedUntil, nextSequence: part.nextSequence };
  }
  return { laid, done: false };
}

describe('the horizon of a repeating entry', () => {
  it('rolls over every occurrence once, in order, whatever the steps', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 100, max: 400_000 }), (secondsEach, intervalMs) => {
        const recurrence = { start: at(0), stop: at(4000), intervalSeconds: intervalMs / 1000 };
        let reached = 0;
        const horizons = secondsEach.map((seconds) => at((reached += seconds)));
        const { laid } = rollOn(recurrence, horizons);
        const every = { firstSequence: 1, limit: Infinity };
        const all = occurrencesBetween(recurrence, { from: at(0), until: at(reached) }, every);
        expect(laid).toEqual(all.slice(0, laid.length));
        // Of short intervals only a thousand are laid at a time.
        if (all.length <= 1000) expect(laid).toEqual(all);
      }),
    );
  });

  it('lays a thousand occurrences at a time and goes on right after the last of them', () => {
    const recurrence = { start: at(0), stop: undefined, intervalSeconds: 1 };
    const first = nextHorizonPart(recurrence, { from: at(0), nextSequence: 1 }, at(86_400));
    expect(first.occurrences).toHaveLength(1000);
    expect(first.nextSequence).toBe(1001);
    const { plannedUntil = at(0), nextSequence } = first;
    const second = nextHorizonPart(recurrence, { from: plannedUntil, nextSequence }, at(86_400));
    expect(second.occurrences[0]).toEqual({ sequence: 1001, start: at(1000) });
  });

  it('says when nothing is left to lay', () => {
    const recurrence = { start: at(0), stop: at(25), intervalSeconds: 10 };
    const part = nextHorizonPart(recurrence, { from: at(0), nextSequence: 1 }, at(20));
    expect([part.occurrences.length, part.plannedUntil]).toEqual([2, at(20)]);
    expect(rollOn(recurrence, [at(20), at(21)])).toMatchObject({ done: true, laid: { length: 3 } });
  });
});

describe('the horizon of an entry that runs once', () => {
  it('is reached with its only occurrence', () => {
    const once = { start: at(5), stop: undefined, intervalSeconds: undefined };
    const part = nextHorizonPart(once, { from: at(5), nextSequence: 1 }, at(60));
    expect(part).toEqual({ occurrences: [{ sequence: 1, start: at(5) }], plannedUntil: undefined, nextSequence: 2 });
  });

  it('waits for an occurrence beyond it', () => {
    const once = { start: at(600), stop: undefined, intervalSeconds: undefined };
    const part = nextHorizonPart(once, { from: at(0), nextSequence: 1 }, at(60));
    expect(part).toEqual({ occurrences: [], plannedUntil: at(60), nextSequence: 1 });
  });
});
