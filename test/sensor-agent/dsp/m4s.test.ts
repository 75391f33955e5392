import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { M4sAccumulator, M4S_ROWS, NO_POWER_DBM } from '../../../sensor-agent/dsp/m4s.ts';
import { directM4s, uniformSamples } from './direct-spectrum.ts';

function m4s(samples: Float32Array, fftSize: number, options: { gainDb?: number; samplePosition?: number } = {}) {
  const accumulator = new M4sAccumulator(fftSize, samples.length / 2 / fftSize);
  accumulator.add(samples);
  const rows = accumulator.read({ gainDb: options.gainDb ?? 0, samplePosition: options.samplePosition ?? 0 });
  const row = (index: number) => rows.subarray(index * fftSize, (index + 1) * fftSize);
  return { rows, minimum: row(0), maximum: row(1), mean: row(2), median: row(3), sample: row(4) };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], toleranceDb = 0.001): void {
  expected.forEach((value, bin) => {
    if (Math.abs(actual[bin] - value) > toleranceDb) expect(`bin ${bin}: ${actual[bin]}`).toBe(`bin ${bin}: ${value}`);
  });
}

describe('M4S', () => {
  it('reads a constant 1 V as 10.0103 dBm in the DC bin of all five rows, neighbours by the window', () => {
    const samples = Float32Array.from({ length: 2 * 1024 * 3 }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const { rows } = m4s(samples, 1024);
    for (let row = 0; row < M4S_ROWS.length; row++) {
      const at = (offset: number) => rows[row * 1024 + 512 + offset];
      expect(at(0)).toBeCloseTo(10.0103, 4);
      for (const [offset, level] of [
        [1, 9.7126],
        [2, 6.1754],
        [3, -4.2405],
        [4, -25.846],
      ] as const) {
        expect(at(offset)).toBeCloseTo(level, 3);
        expect(at(-offset)).toBeCloseTo(level, 3);
      }
      expect(at(5)).toBeLessThan(-100);
      expect(at(-512)).toBeLessThan(-100);
    }
  });

  it.each([
    [16, 1],
    [16, 2],
    [32, 5],
    [64, 8],
    [128, 7],
    [256, 4],
  ])('equals a direct DFT bin by bin: %i points × %i', (size, count) => {
    const samples = uniformSamples(size * count, size + count);
    const direct = directM4s(samples, size);
    const actual = m4s(samples, size, { samplePosition: 0.6 });
    expectClose(actual.minimum, direct.minimum);
    expectClose(actual.maximum, direct.maximum);
    expectClose(actual.mean, direct.mean);
    expectClose(actual.median, direct.median);
    expectClose(actual.sample, direct.spectra[Math.floor(0.6 * count)]);
  });

  it.each([512, 1024, 2048, 4096, 8192, 16_384])('equals a direct DFT in some bins of %i points', (size) => {
    const bins = [0, 1, size / 2 - 1, size / 2, size / 2 + 3, size - 1];
    const samples = uniformSamples(size * 3, size);
    const direct = directM4s(samples, size, bins);
    const actual = m4s(samples, size);
    const pick = (row: Float32Array) => bins.map((bin) => row[bin]);
    expectClose(pick(actual.minimum), direct.minimum);
    expectClose(pick(actual.maximum), direct.maximum);
    expectClose(pick(actual.mean), direct.mean);
    expectClose(pick(actual.median), direct.median);
    expectClose(pick(actual.sample), direct.spectra[0]);
  });

  it('orders its rows in every bin and takes the gain off, whatever is captured', () => {
    const capture = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 96, maxLength: 320 });
    fc.assert(
      fc.property(capture, fc.integer({ min: -20, max: 80 }), fc.nat(99), (values, gainDb, position) => {
        const samples = Float32Array.from(values.slice(0, values.length - (values.length % 32)));
        const plain = m4s(samples, 16, { samplePosition: position / 100 });
        const lowered = m4s(samples, 16, { gainDb, samplePosition: position / 100 });
        for (let bin = 0; bin < 16; bin++) {
          for (const row of [plain.mean, plain.median, plain.sample]) {
            expect(row[bin]).toBeGreaterThanOrEqual(plain.minimum[bin] - 1e-4);
            expect(row[bin]).toBeLessThanOrEqual(plain.maximum[bin] + 1e-4);
          }
          if (plain.mean[bin] > -200) expect(lowered.mean[bin]).toBeCloseTo(plain.mean[bin] - gainDb, 3);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same when the capture arrives in pieces', () => {
    const samples = uniformSamples(64 * 10, 5);
    const accumulator = new M4sAccumulator(64, 10);
    for (const [from, to] of [
      [0, 3],
      [3, 4],
      [4, 10],
    ] as const)
      accumulator.add(samples.subarray(128 * from, 128 * to));
    expect(accumulator.count).toBe(10);
    expect(accumulator.read({ gainDb: 0, samplePosition: 0 })).toEqual(m4s(samples, 64).rows);
  });

  it('reads silence as a finite level', () => {
    expect(new Set(m4s(new Float32Array(2 * 16 * 4), 16).rows)).toEqual(new Set([NO_POWER_DBM]));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a sample that is %s', (value) => {
    const samples = uniformSamples(64, 1);
    samples[17] = value;
    expect(() => m4s(samples, 16)).toThrow('a sample is not a finite number');
  });

  it('refuses to read without a whole spectrum', () => {
    const accumulator = new M4sAccumulator(16, 4);
    accumulator.add(new Float32Array(30));
    expect(() => accumulator.read({ gainDb: 0, samplePosition: 0 })).toThrow('no whole spectrum was captured');
  });
});
