/**
 * How many cases a property is tried with, and from which seed. The seed is new each time and printed, so that a run can
 * be repeated: `CLEARBAND_TEST_SEED=… npm test -- test/policy/…`. Ordinary runs are one part; `--long` makes many, each
 * a test of its own, so that a worker answers in between.
 */
import { isLongRun } from '../../support/long-runs.ts';

/** One part of the runs of a property. */
export interface Part {
  /** Counted from 1. */
  readonly number: number;
  readonly parameters: { readonly numRuns: number; readonly seed: number };
}

/** Longer than any part takes, even on a machine that does something else as well. */
export const PART_TIMEOUT_MS = 300_000;

/** The parts in which a property is tried: one of `numRuns`, or `longParts` of them. */
export function partsOf(numRuns: number, { longParts }: { longParts: number }): readonly Part[] {
  const given = process.env['CLEARBAND_TEST_SEED'];
  const first = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  return Array.from({ length: isLongRun ? longParts : 1 }, (_, index) => ({
    number: index + 1,
    parameters: { numRuns, seed: (first + index) | 0 },
  }));
}

/** A line of the test's output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
