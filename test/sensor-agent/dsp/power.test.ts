import { describe, expect, it } from 'vitest';
import { OverloadCounter, amplitudeOfDbm, clip, noisePowerDbm, removeGain } from '../../../sensor-agent/dsp/power.ts';

describe('power', () => {
  it('takes 1 mW in 50 Ω as an envelope of √0.1 V', () => {
    expect(amplitudeOfDbm(0)).toBeCloseTo(Math.sqrt(0.1), 12);
  });

  it('knows thermal noise: −173.975 dBm in 1 Hz at 290 K', () => {
    expect(noisePowerDbm(1, 0)).toBeCloseTo(-173.975, 3);
    expect(noisePowerDbm(1e6, 5)).toBeCloseTo(-108.975, 3);
  });

  it('removes the gain as a voltage ratio', () => {
    const samples = Float32Array.from([1, -0.5]);
    removeGain(samples, 20);
    expect(Array.from(samples)).toEqual([Math.fround(0.1), Math.fround(-0.05)]);
  });

  it('clips I and Q each', () => {
    const samples = Float32Array.from([2, -3, 0.5, -1]);
    clip(samples, 1);
    expect(Array.from(samples)).toEqual([1, -1, 0.5, -1]);
  });

  it.each([
    ['1 % of Q near full scale', 1, false],
    ['more', 2, true],
  ])('calls it an overload only beyond 1 %%: %s', (_name, near, expected) => {
    const samples = new Float32Array(200);
    for (let i = 0; i < near; i++) samples[2 * i + 1] = -0.99;
    const counter = new OverloadCounter(1);
    counter.add(samples.subarray(0, 100));
    counter.add(samples.subarray(100));
    expect(counter.isOverloaded).toBe(expected);
  });
});
