/** M4S by its definition, in double precision and without a fast transform: what the real one is judged by. */
export interface DirectM4s {
  readonly minimum: number[];
  readonly maximum: number[];
  readonly mean: number[];
  readonly median: number[];
  /** dBm of every spectrum, to find the sampled one among. */
  readonly spectra: number[][];
}

/** Flat top, periodic, coefficients as published for scipy.signal.windows.flattop. */
export function directFlatTop(size: number): number[] {
  return Array.from({ length: size }, (_, n) => {
    const angle = (2 * Math.PI * n) / size;
    return (
      0.21557895 -
      0.41663158 * Math.cos(angle) +
      0.277263158 * Math.cos(2 * angle) -
      0.083578947 * Math.cos(3 * angle) +
      0.006947368 * Math.cos(4 * angle)
    );
  });
}

/** Power in dBm of bin `bin` (0 = lowest frequency) of the `block`-th stretch of `size` samples, one sum per bin. */
export function directBinPower(samples: ArrayLike<number>, size: number, at: { bin: number; block: number }): number {
  const window = directFlatTop(size);
  const gain = window.reduce((sum, value) => sum + value, 0) / size;
  const k = at.bin - size / 2;
  let re = 0;
  let im = 0;
  for (let n = 0; n < size; n++) {
    const angle = (-2 * Math.PI * ((k * n) % size)) / size;
    const i = samples[2 * (at.block * size + n)] * window[n];
    const q = samples[2 * (at.block * size + n) + 1] * window[n];
    re += i * Math.cos(angle) - q * Math.sin(angle);
    im += i * Math.sin(angle) + q * Math.cos(angle);
  }
  return (re * re + im * im) / (size * size) / 50 / (gain * gain);
}

export function toDbm(watts: number): number {
  return 10 * Math.log10(watts) + 30 - 3;
}

/** All statistics of the bins asked for (all when absent), dBm. */
export function directM4s(samples: ArrayLike<number>, size: number, bins?: readonly number[]): DirectM4s {
  const blocks = Math.floor(samples.length / (2 * size));
  const wanted = bins ?? Array.from({ length: size }, (_, bin) => bin);
  const powers = wanted.map((bin) =>
    Array.from({ length: blocks }, (_, block) => directBinPower(samples, size, { bin, block })),
  );
  return {
    minimum: powers.map((column) => toDbm(Math.min(...column))),
    maximum: powers.map((column) => toDbm(Math.max(...column))),
    mean: powers.map((column) => toDbm(column.reduce((sum, value) => sum + value, 0) / blocks)),
    median: powers.map((column) => toDbm(middle(column))),
    spectra: Array.from({ length: blocks }, (_, block) => powers.map((column) => toDbm(column[block]))),
  };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[Math.floor(half)];
}

/** Uniform numbers in `[-1, 1)` from a congruential generator: a source that shares nothing with the code under test. */
export function uniformSamples(count: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: 2 * count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
