import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManagerClock } from '../../../sensor-agent/session/manager-clock.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600_000;

describe('the clock of an agent', () => {
  it('is the local one as long as nothing says that it is wrong', () => {
    const clock = new ManagerClock({ now: () => new Date(NOON) });
    expect(clock.now()).toEqual(new Date(NOON));
    expect(clock.observe({ managerMs: NOON + 900, sentMs: NOON, receivedMs: NOON })).toBe(false);
    expect(clock.offsetMs).toBe(0);
  });

  it.each([
    ['an answer that took long', { managerMs: NOON + 6000, sentMs: NOON, receivedMs: NOON + 12_000 }],
    ['a clock that was set back meanwhile', { managerMs: NOON + HOUR, sentMs: NOON, receivedMs: NOON - HOUR }],
    ['an answer without a time', { managerMs: Number.NaN, sentMs: NOON, receivedMs: NOON }],
  ])('is not corrected by %s', (_name, reading) => {
    expect(new ManagerClock({ now: () => new Date(NOON) }).observe(reading)).toBe(false);
  });

  it('goes back to the local one when that was set right', () => {
    const clock = new ManagerClock({ now: () => new Date(NOON) });
    expect(clock.observe({ managerMs: NOON + HOUR, sentMs: NOON, receivedMs: NOON })).toBe(true);
    expect(clock.observe({ managerMs: NOON + 300, sentMs: NOON, receivedMs: NOON + 10 })).toBe(true);
    expect(clock.offsetMs).toBe(0);
  });

  it('ends within a second and half a round trip of the Manager’s, however wrong the local one is', () => {
    const days = fc.integer({ min: -40 * 24 * HOUR, max: 40 * 24 * HOUR });
    const leg = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(days, leg, leg, (offsetMs, thereMs, backMs) => {
        const clock = new ManagerClock({ now: () => new Date(NOON) });
        const sentMs = NOON - thereMs - backMs;
        clock.observe({ managerMs: sentMs + thereMs + offsetMs, sentMs, receivedMs: NOON });
        const error = Math.abs(clock.now().getTime() - (NOON + offsetMs));
        expect(error).toBeLessThanOrEqual(1000 + (thereMs + backMs) + 1);
      }),
    );
  });
});
