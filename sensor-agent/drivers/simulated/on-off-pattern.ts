import type { OnOffPattern } from './scene.ts';

/** Numbered samples of a capture on the time axis. */
export interface Timeline {
  /** Instant of sample 0, milliseconds since the Unix epoch. */
  readonly originMs: number;
  readonly sampleRateHz: number;
}

/** Samples `[from, to)` of a block, counted from its start. */
export interface SampleSpan {
  readonly from: number;
  readonly to: number;
}

/** The parts of the block `[firstIndex, firstIndex + count)` in which the pattern is on; without a pattern all of it. */
export function onSpans(
  pattern: OnOffPattern | undefined,
  { originMs, sampleRateHz }: Timeline,
  { firstIndex, count }: { readonly firstIndex: number; readonly count: number },
): SampleSpan[] {
  if (!pattern) return [{ from: 0, to: count }];
  const { period_ms: period, on_ms: on, phase_ms: phase = 0 } = pattern;
  const sampleMs = 1000 / sampleRateHz;
  const elapsed = (((originMs - phase) % period) + period) % period;
  // Edges are numbered from sample 0, so that they fall on the same samples however the capture is cut into blocks.
  const edge = (ms: number): number => Math.ceil((ms - elapsed) / sampleMs);
  const spans: SampleSpan[] = [];
  let pulse = Math.floor((elapsed + firstIndex * sampleMs) / period) - 1;
  for (; edge(pulse * period) < firstIndex + count; pulse++) {
    const from = Math.max(0, edge(pulse * period) - firstIndex);
    const to = Math.min(count, edge(pulse * period + on) - firstIndex);
    if (from < to) spans.push({ from, to });
  }
  return spans;
}
