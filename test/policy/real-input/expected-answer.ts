import type { Settings } from '../../../src/policy/decision.ts';
import type { Band } from '../../../src/spectrum/band.ts';
import type { Allocation } from './allocations.ts';
import { RADIO_ASTRONOMY, roleOf, SECONDARY_RESOLUTION_HZ, statementOf } from './policies.ts';
import type { Question } from './questions.ts';
import type { Zone } from './zones.ts';

/** What a decision must say. */
export interface ExpectedAnswer {
  readonly decision: 'Permit' | 'Deny';
  readonly reason: string;
  /** Sorted. */
  readonly matched: readonly string[];
  readonly set: Settings | null;
}

/**
 * The answer worked out from the tables themselves, without any policy: by comparing edges, row by row.
 * `covering`: the zones that hold the position, by whatever judge.
 */
export function expectedAnswer(
  { role, band, resolutionHz }: Question,
  allocations: readonly Allocation[],
  covering: readonly Zone[],
): ExpectedAnswer {
  const rows = allocations.filter((row) => meet(row.band, band));
  const primary = rows.filter((row) => row.category === 'primary' && roleOf(row) === role);
  const secondary = rows.filter((row) => row.category === 'secondary' && roleOf(row) === role);
  const footnotes = rows.filter((row) => row.category === undefined);
  const closed = [
    ...(rows.some(({ service }) => service === 'Radio Astronomy') ? [RADIO_ASTRONOMY] : []),
    ...covering.filter((zone) => meet(zone.band, band)).map(({ id }) => id),
  ];
  const matched = [...[...primary, ...secondary, ...footnotes].map(statementOf), ...closed].sort();
  const isTooFine = secondary.length > 0 && resolutionHz !== undefined && resolutionHz < SECONDARY_RESOLUTION_HZ;
  const reason =
    closed.length > 0
      ? 'explicit-deny'
      : isTooFine
        ? 'constraint-violation'
        : isCovered(band, primary.map((row) => row.band)) // prettier-ignore
          ? 'permit'
          : 'no-accept-actor';
  const set = {
    ...(secondary.length > 0 ? { 'min-resolution-bandwidth': SECONDARY_RESOLUTION_HZ } : {}),
    ...(footnotes.length > 0 ? { 'approval-required': true } : {}),
  };
  const isPermit = reason === 'permit';
  return {
    decision: isPermit ? 'Permit' : 'Deny',
    reason,
    matched,
    set: isPermit && Object.keys(set).length > 0 ? set : null,
  };
}

/** True when the two share a frequency; a band of no width is the single frequency of its edge. */
function meet(allocated: Band, { startHz, stopHz }: Band): boolean {
  return startHz === stopHz
    ? allocated.startHz <= startHz && startHz < allocated.stopHz
    : allocated.startHz < stopHz && startHz < allocated.stopHz;
}

/** True when every frequency of `band` lies in one of `bands`: walk up from edge to edge. */
function isCovered({ startHz, stopHz }: Band, bands: readonly Band[]): boolean {
  let reached = startHz;
  for (;;) {
    const next = Math.max(
      ...bands.filter((one) => one.startHz <= reached && reached < one.stopHz).map((one) => one.stopHz),
    );
    if (next <= reached) return false;
    reached = next;
    if (reached >= stopHz) return true;
  }
}
