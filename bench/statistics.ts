/** The middle value; the mean of the two middle ones of an even number. @throws {RangeError} of nothing */
export function median(values: readonly number[]): number {
  const sorted = sortedOf(values);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least `share` (0 to 1) of all values do not exceed. @throws {RangeError} of nothing */
export function percentile(values: readonly number[], share: number): number {
  const sorted = sortedOf(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** How often each side of a comparison is measured. */
export const ROUNDS = 5;

/**
 * Measures every side once a round, in turns (A B A B …), so that a machine that slows down slows all of them.
 * @returns for each side its measurements in order
 */
export async function inTurns<Name extends string, Result>(
  sides: Readonly<Record<Name, () => Result | Promise<Result>>>,
  rounds = ROUNDS,
): Promise<Readonly<Record<Name, Result[]>>> {
  const measured: Partial<Record<Name, Result[]>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const name in sides) (measured[name] ??= []).push(await sides[name]());
  }
  return measured as Record<Name, Result[]>;
}

function sortedOf(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('nothing was measured');
  return [...values].sort((a, b) => a - b);
}
