import { describe, expect, it } from 'vitest';
import { BandNoise } from '../../../sensor-agent/dsp/band-noise.ts';
import { GaussianSource } from '../../../sensor-agent/dsp/gaussian.ts';
import { addTone } from '../../../sensor-agent/dsp/tone.ts';
import { directM4s } from './direct-spectrum.ts';

function meanSquare(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / (values.length / 2);
}

describe('the Gaussian source', () => {
  it('gives the same numbers for the same seed and others for a neighbouring one', () => {
    const draw = (seed: number) => {
      const out = new Float32Array(64);
      new GaussianSource(seed).fill(out, 1);
      return out;
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is normal: moments, and the weight of its tails', () => {
    const values = new Float32Array(1_000_000);
    new GaussianSource(3).fill(values, 2);
    const moment = (power: number) => values.reduce((sum, value) => sum + (value / 2) ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 2);
    expect(moment(2)).toBeCloseTo(1, 2);
    expect(moment(3)).toBeCloseTo(0, 1);
    expect(moment(4)).toBeCloseTo(3, 1);
    const beyond = (sigmas: number) => values.filter((value) => Math.abs(value) > 2 * sigmas).length / values.length;
    // The ziggurat's seams are at 3.44 sigma and between its layers.
    for (const [sigmas, share] of [
      [0.5, 0.6171],
      [1, 0.3173],
      [2, 0.0455],
      [3, 0.0027],
    ] as const) {
      expect(Math.abs(beyond(sigmas) / share - 1)).toBeLessThan(0.06);
    }
    expect(beyond(3.5)).toBeGreaterThan(0.0003);
    expect(beyond(3.5)).toBeLessThan(0.0007);
  });

  it('gives uniform numbers in [0, 1)', () => {
    const source = new GaussianSource(1);
    const values = Array.from({ length: 10_000 }, () => source.uniform());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});

describe('a tone', () => {
  it('has the phase of its sample number, however it is cut', () => {
    const whole = new Float32Array(2 * 5000);
    const tone = { amplitude: 0.3, cyclesPerSample: -0.2371 };
    addTone(whole, tone, { firstIndex: 1_000_000, from: 0, to: 5000 });
    const cut = new Float32Array(2 * 5000);
    for (const [from, to] of [
      [0, 1],
      [1, 1234],
      [1234, 5000],
    ] as const) {
      addTone(cut, tone, { firstIndex: 1_000_000, from, to });
    }
    for (let i = 0; i < 5000; i += 97) {
      const angle = 2 * Math.PI * tone.cyclesPerSample * (1_000_000 + i);
      expect(whole[2 * i]).toBeCloseTo(0.3 * Math.cos(angle), 6);
      expect(whole[2 * i + 1]).toBeCloseTo(0.3 * Math.sin(angle), 6);
      expect(cut[2 * i]).toBeCloseTo(whole[2 * i], 6);
    }
  });
});

describe('band noise', () => {
  it('has the power it was given, steadily', () => {
    const out = new Float32Array(2 * 400_000);
    new BandNoise([{ low: -0.1, high: 0.3, power: 4 }], new GaussianSource(5)).addTo(out, 0, 400_000);
    expect(meanSquare(out)).toBeCloseTo(4, 1);
    for (let part = 0; part < 4; part++) {
      const quarter = out.subarray(part * 200_000, (part + 1) * 200_000);
      expect(Math.abs(meanSquare(quarter) / 4 - 1)).toBeLessThan(0.05);
    }
  });

  it('is flat across its band and absent beside it', () => {
    const size = 64;
    const out = new Float32Array(2 * size * 3000);
    new BandNoise([{ low: -0.25, high: 0.125, power: 1 }], new GaussianSource(9)).addTo(out, 0, out.length / 2);
    const inside = Array.from({ length: 12 }, (_, i) => size / 2 - 12 + i);
    const { mean: levels } = directM4s(out, size, inside);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(0.5);
    const { mean: outside } = directM4s(out, size, [2, 8, 48, 56, 62]);
    expect(Math.max(...outside)).toBeLessThan(Math.min(...levels) - 60);
  });

  it('is one stream however it is asked for', () => {
    const bands = [{ low: 0.1, high: 0.2, power: 1 }];
    const whole = new Float32Array(2 * 10_000);
    new BandNoise(bands, new GaussianSource(2)).addTo(whole, 0, 10_000);
    const cut = new Float32Array(2 * 10_000);
    const noise = new BandNoise(bands, new GaussianSource(2));
    for (const [from, to] of [
      [0, 7],
      [7, 5000],
      [5000, 10_000],
    ] as const)
      noise.addTo(cut, from, to);
    expect(cut).toEqual(whole);
  });

  it('keeps the power of a band far narrower than a bin', () => {
    const out = new Float32Array(2 * 400_000);
    new BandNoise([{ low: 0.1, high: 0.100001, power: 1 }], new GaussianSource(4)).addTo(out, 0, 400_000);
    expect(meanSquare(out)).toBeGreaterThan(0.2);
    expect(meanSquare(out)).toBeLessThan(3);
  });
});
