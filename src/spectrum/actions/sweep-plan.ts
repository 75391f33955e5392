import type { Band } from '../band.ts';

/** What decides where a sweep tunes and which bins it keeps. */
export interface SweepGrid {
  readonly startHz: number;
  readonly stopHz: number;
  readonly sampleRateHz: number;
  readonly fftSize: number;
}

/** One tuning of a sweep and the bins it contributes. */
export interface SweepStep {
  readonly centerHz: number;
  /** The first of its bins in the sweep's grid. */
  readonly firstBin: number;
  /** The same bin in the step's own spectrum, which runs from `centerHz` − rate/2 upward. */
  readonly firstOwnBin: number;
  readonly binCount: number;
}

/** Bins kept of each step: the inner three quarters, clear of the radio's filter edges. */
function keptBins({ fftSize }: SweepGrid): number {
  return (fftSize * 3) / 4;
}

/** Distance of neighbouring bins. */
export function sweepBinWidthHz({ sampleRateHz, fftSize }: SweepGrid): number {
  return sampleRateHz / fftSize;
}

/** Bins of the sweep: bin k stands at `startHz` + k × width, and the last one lies below `stopHz`. */
export function sweepBinCount(grid: SweepGrid): number {
  // A band that is a whole number of bins must not gain one by the rounding of the quotient.
  const exact = (grid.stopHz - grid.startHz) / sweepBinWidthHz(grid);
  return Math.max(1, Math.ceil(exact - 1e-9 * Math.max(1, exact)));
}

/** How many times a sweep tunes. */
export function sweepStepCount(grid: SweepGrid): number {
  return Math.ceil(sweepBinCount(grid) / keptBins(grid));
}

/**
 * The steps of a sweep from low to high; together their bins are 0 … count − 1, each once. The last step is moved down
 * so that it reaches no further beyond `stopHz` than the first one does below `startHz`.
 */
export function sweepSteps(grid: SweepGrid): SweepStep[] {
  const kept = keptBins(grid);
  const bins = sweepBinCount(grid);
  const width = sweepBinWidthHz(grid);
  return Array.from({ length: sweepStepCount(grid) }, (_, step) => {
    const firstBin = step * kept;
    const binCount = Math.min(kept, bins - firstBin);
    const lowest = Math.max(0, Math.min(firstBin, bins - kept));
    const middle = lowest + Math.floor(Math.min(kept, bins) / 2);
    const centerHz = grid.startHz + middle * width;
    return { centerHz, firstBin, firstOwnBin: firstBin - middle + grid.fftSize / 2, binCount };
  });
}

/** All that the steps capture: from the first step's lower edge to the last step's upper edge. */
export function sweptBand(grid: SweepGrid): Band {
  const kept = keptBins(grid);
  const bins = sweepBinCount(grid);
  const width = sweepBinWidthHz(grid);
  const half = Math.floor(Math.min(kept, bins) / 2);
  const lastMiddle = Math.max(0, bins - kept) + half;
  return {
    startHz: grid.startHz + half * width - grid.sampleRateHz / 2,
    stopHz: grid.startHz + lastMiddle * width + grid.sampleRateHz / 2,
  };
}
