import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SweepGrid } from '../../src/spectrum/actions/sweep-plan.ts';
import {
  sweepBinCount,
  sweepBinWidthHz,
  sweepStepCount,
  sweepSteps,
  sweptBand,
} from '../../src/spectrum/actions/sweep-plan.ts';

const grids: fc.Arbitrary<SweepGrid> = fc
  .record({
    startHz: fc.integer({ min: 100_000_000, max: 3_000_000_000 }),
    widthHz: fc.double({ min: 1, max: 200e6, noNaN: true }),
    sampleRateHz: fc.double({ min: 1e6, max: 60e6, noNaN: true }),
    fftSize: fc.constantFrom(16, 64, 256, 1024),
  })
  .map(({ startHz, widthHz, ...rest }) => ({ startHz, stopHz: startHz + widthHz, ...rest }));

describe('the plan of a sweep', () => {
  it('gives every bin of the grid to exactly one step, inside its inner three quarters, at the right frequency', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const width = sweepBinWidthHz(grid);
        let next = 0;
        for (const { centerHz, firstBin, firstOwnBin, binCount } of sweepSteps(grid)) {
          expect(firstBin).toBe(next);
          expect(binCount).toBeGreaterThan(0);
          expect(firstOwnBin).toBeGreaterThanOrEqual(grid.fftSize / 8);
          expect(firstOwnBin + binCount).toBeLessThanOrEqual((grid.fftSize * 7) / 8);
          const ownHz = centerHz - grid.sampleRateHz / 2 + firstOwnBin * width;
          expect(Math.abs(ownHz - (grid.startHz + firstBin * width))).toBeLessThan(1e-3);
          next += binCount;
        }
        expect(next).toBe(sweepBinCount(grid));
        expect(sweepSteps(grid)).toHaveLength(sweepStepCount(grid));
      }),
    );
  });

  it('covers the band: its last bin lies below the stop, and the next would not', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const bins = sweepBinCount(grid);
        const width = sweepBinWidthHz(grid);
        expect(grid.startHz + (bins - 1) * width).toBeLessThan(grid.stopHz);
        expect(grid.startHz + bins * width).toBeGreaterThanOrEqual(grid.stopHz - 1e-3);
      }),
    );
  });

  it('captures exactly what its steps capture', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const centers = sweepSteps(grid).map(({ centerHz }) => centerHz);
        const { startHz, stopHz } = sweptBand(grid);
        expect(startHz).toBe(Math.min(...centers) - grid.sampleRateHz / 2);
        expect(stopHz).toBe(Math.max(...centers) + grid.sampleRateHz / 2);
      }),
    );
  });
});
