import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from '../../../sensor-agent/dsp/resample.ts';
import type { ResamplePlan } from '../../../sensor-agent/dsp/resample.ts';

function tone(cyclesPerSample: number, first: number, count: number): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, i) => {
    const angle = 2 * Math.PI * cyclesPerSample * (first + Math.floor(i / 2));
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/** `count` output samples for an endless tone at the input. */
function resampledTone(plan: ResamplePlan, cyclesPerSample: number, count: number, first = 0): Float32Array {
  const resampler = new Resampler(plan);
  const begin = resampler.firstInput(first);
  const input = tone(cyclesPerSample, begin, resampler.endOfInput(first + count - 1) - begin);
  const out = new Float32Array(2 * count);
  resampler.resample(input, first, out);
  return out;
}

/** Largest distance between `out` and a unit tone of `cyclesPerSample` with the phase of time 0. */
function distanceFrom(out: Float32Array, cyclesPerSample: number): number {
  const expected = tone(cyclesPerSample, 0, out.length / 2);
  return out.reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i])), 0);
}

describe('the resampler', () => {
  it('keeps frequency, level and phase of a tone in the inner nine tenths, for any ratio and shift', () => {
    const plans = fc.record({
      ratio: fc.double({ min: 0.05, max: 3, noNaN: true }),
      newCenter: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
      within: fc.double({ min: -0.89, max: 0.89, noNaN: true }),
    });
    fc.assert(
      fc.property(plans, ({ ratio, newCenter, within }) => {
        const low = Math.max(-0.5, newCenter - ratio / 2);
        const high = Math.min(0.5, newCenter + ratio / 2);
        const plan = { keepCenter: (low + high) / 2, keepHalfWidth: (high - low) / 2, newCenter, ratio };
        const frequency = plan.keepCenter + within * plan.keepHalfWidth;
        const out = resampledTone(plan, frequency, 200);
        expect(distanceFrom(out, (frequency - newCenter) / ratio)).toBeLessThan(0.002);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['above the kept band', 0.31],
    ['below it', -0.4],
    ['where the shift would wrap it around', -0.49],
  ])('does not hear a tone %s', (_name, frequency) => {
    const plan = { keepCenter: 0.1, keepHalfWidth: 0.2, newCenter: 0.1, ratio: 0.4 };
    const out = resampledTone(plan, frequency, 300);
    expect(Math.max(...out.map(Math.abs))).toBeLessThan(1e-3);
  });

  it('gives the same samples however the output is cut', () => {
    const plan = { keepCenter: 0, keepHalfWidth: 0.5, newCenter: 0.05, ratio: 1.3 };
    const whole = resampledTone(plan, 0.2, 100);
    const second = resampledTone(plan, 0.2, 40, 60);
    second.forEach((value, i) => {
      expect(value).toBeCloseTo(whole[120 + i], 6);
    });
  });
});
