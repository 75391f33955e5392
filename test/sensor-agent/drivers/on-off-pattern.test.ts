import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onSpans } from '../../../sensor-agent/drivers/simulated/on-off-pattern.ts';

const timeline = { originMs: 1_000_000, sampleRateHz: 10_000 };

describe('on/off patterns', () => {
  it('are on for the first part of each period since the epoch', () => {
    const pattern = { period_ms: 4, on_ms: 1 };
    expect(onSpans(pattern, timeline, { firstIndex: 0, count: 100 })).toEqual([
      { from: 0, to: 10 },
      { from: 40, to: 50 },
      { from: 80, to: 90 },
    ]);
  });

  it('are shifted by their phase', () => {
    const pattern = { period_ms: 4, on_ms: 1, phase_ms: 3.5 };
    expect(onSpans(pattern, timeline, { firstIndex: 0, count: 50 })).toEqual([
      { from: 0, to: 5 },
      { from: 35, to: 45 },
    ]);
  });

  it('are always on when on for the whole period, or absent', () => {
    const block = { firstIndex: 5, count: 30 };
    const covered = onSpans({ period_ms: 1, on_ms: 1 }, timeline, block).reduce(
      (sum, { from, to }) => sum + to - from,
      0,
    );
    expect(covered).toBe(30);
    expect(onSpans(undefined, timeline, block)).toEqual([{ from: 0, to: 30 }]);
  });

  it('fall on the same samples however the capture is cut', () => {
    const patterns = fc.record({
      period_ms: fc.double({ min: 0.3, max: 50, noNaN: true }),
      on_ms: fc.double({ min: 0.1, max: 0.3, noNaN: true }),
      phase_ms: fc.double({ min: -100, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(patterns, fc.integer({ min: 1, max: 999 }), fc.nat(1e7), (pattern, cut, firstIndex) => {
        const marks = (from: number, count: number): boolean[] => {
          const on = new Array<boolean>(count).fill(false);
          for (const span of onSpans(pattern, timeline, { firstIndex: firstIndex + from, count })) {
            on.fill(true, span.from, span.to);
          }
          return on;
        };
        expect([...marks(0, cut), ...marks(cut, 1000 - cut)]).toEqual(marks(0, 1000));
      }),
    );
  });
});
