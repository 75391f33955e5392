import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../src/tasking/planning/calendar.ts';
import { layOccurrences } from '../../../src/tasking/planning/entry-planner.ts';
import { type TimeWindow, windowsOverlap } from '../../../src/spectrum/time-window.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (seconds: number) => new Date(NOON + seconds * 1000);
const window = (from: number, to: number): TimeWindow => ({ start: at(from), stop: at(to) });
const calendar = (name: string, taken: readonly TimeWindow[] = []): Calendar => ({
  sensor: { id: `id of ${name}`, name },
  taken,
});
const occurrences = (count: number, intervalSeconds: number) =>
  Array.from({ length: count }, (_, index) => ({ sequence: index + 1, start: at(index * intervalSeconds) }));

describe('layOccurrences', () => {
  it('gives every occurrence on every sensor a task and a slot of its own', () => {
    const laid = layOccurrences(
      { id: 'entry', slotSeconds: 2 },
      occurrences(3, 10),
      [calendar('roof'), calendar('mast')],
      at(0),
    );
    expect(laid.conflicts).toEqual([]);
    expect(laid.tasks.map(({ sequence, sensorId, window: slot }) => ({ sequence, sensorId, slot }))).toEqual(
      [1, 2, 3].flatMap((sequence) =>
        ['id of roof', 'id of mast'].map((sensorId) => ({
          sequence,
          sensorId,
          slot: window((sequence - 1) * 10, (sequence - 1) * 10 + 2),
        })),
      ),
    );
    const ids = laid.tasks.flatMap(({ id, slotId }) => [id, slotId]);
    expect(new Set(ids).size).toBe(12);
  });

  it('tells each slot that is taken, and when the same would be free', () => {
    const taken = [window(9, 11), window(12, 13)];
    const laid = layOccurrences({ id: 'entry', slotSeconds: 2 }, occurrences(2, 10), [calendar('roof', taken)], at(0));
    expect(laid.tasks.map(({ sequence }) => sequence)).toEqual([1]);
    expect(laid.conflicts).toEqual([
      { sequence: 2, sensorId: 'id of roof', sensorName: 'roof', ...window(10, 12), nextFree: at(13) },
    ]);
  });

  it('never overlaps a slot that is taken, nor one of its own, and loses no occurrence', () => {
    const busy = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 200 }), seconds: fc.integer({ min: 1, max: 30 }) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(
        fc.array(busy, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(20),
        (each, slotSeconds, pause) => {
          const calendars = each.map((slots, index) =>
            calendar(
              String(index),
              slots.map(({ from, seconds }) => window(from, from + seconds)),
            ),
          );
          const wanted = occurrences(10, slotSeconds + pause);
          const { tasks, conflicts } = layOccurrences({ id: 'entry', slotSeconds }, wanted, calendars, at(0));
          expect(tasks.length + conflicts.length).toBe(10 * calendars.length);
          for (const { sensor, taken } of calendars) {
            const own = tasks.filter(({ sensorId }) => sensorId === sensor.id).map((task) => task.window);
            for (const [index, slot] of own.entries()) {
              expect([...taken, ...own.slice(index + 1)].some((other) => windowsOverlap(other, slot))).toBe(false);
            }
          }
          for (const { sensorId, start, stop, nextFree } of conflicts) {
            const taken = calendars.find(({ sensor }) => sensor.id === sensorId)?.taken ?? [];
            expect(taken.some((other) => windowsOverlap(other, { start, stop }))).toBe(true);
            expect(nextFree !== undefined && nextFree > start).toBe(true);
          }
        },
      ),
    );
  });
});
