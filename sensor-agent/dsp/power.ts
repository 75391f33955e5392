const OHMS = 50;

/** Amplitude in volts of a complex envelope whose real signal has `powerDbm` in 50 Ω. */
export function amplitudeOfDbm(powerDbm: number): number {
  return Math.sqrt(2 * OHMS * 10 ** ((powerDbm - 30) / 10));
}

/** Power in dBm of the thermal noise at 290 K in `bandwidthHz`, raised by the noise figure. */
export function noisePowerDbm(bandwidthHz: number, noiseFigureDb: number): number {
  const BOLTZMANN = 1.380649e-23;
  return 10 * Math.log10(BOLTZMANN * 290 * bandwidthHz) + 30 + noiseFigureDb;
}

/** Divides every value by the voltage gain, so that samples at the converter become samples at the antenna port. */
export function removeGain(samples: Float32Array, gainDb: number): void {
  const gain = 10 ** (gainDb / 20);
  for (let i = 0; i < samples.length; i++) samples[i] /= gain;
}

/** Limits I and Q each to ±`fullScaleVolts`, as a converter does. */
export function clip(samples: Float32Array, fullScaleVolts: number): void {
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i];
    if (value > fullScaleVolts) samples[i] = fullScaleVolts;
    else if (value < -fullScaleVolts) samples[i] = -fullScaleVolts;
  }
}

/** Counts how often I and Q come within 2 % of full scale. */
export class OverloadCounter {
  readonly #limit: number;
  #samples = 0;
  #nearI = 0;
  #nearQ = 0;

  constructor(fullScaleVolts: number) {
    this.#limit = 0.98 * fullScaleVolts;
  }

  add(samples: Float32Array): void {
    const limit = this.#limit;
    for (let i = 0; i < samples.length; i += 2) {
      if (Math.abs(samples[i]) > limit) this.#nearI++;
      if (Math.abs(samples[i + 1]) > limit) this.#nearQ++;
    }
    this.#samples += samples.length / 2;
  }

  /** True when more than 1 % of I or of Q came near full scale (the rule of scos-sensor). */
  get isOverloaded(): boolean {
    return Math.max(this.#nearI, this.#nearQ) > 0.01 * this.#samples;
  }
}
