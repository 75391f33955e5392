/** An endless complex exponential, phase 0 at sample 0. */
export interface Tone {
  /** Amplitude of the complex envelope, in the unit of the samples. */
  readonly amplitude: number;
  /** Frequency relative to the centre, in cycles per sample, `[-0.5, 0.5)`. */
  readonly cyclesPerSample: number;
}

/** How many samples one recurrence runs before it starts afresh from an exact phase. */
const RUN = 1024;

/**
 * Adds a tone to the samples `[from, to)` of `out` (interleaved I, Q). Sample i of `out` is sample `firstIndex` + i of an
 * endless tone, so blocks join without a jump of phase.
 */
export function addTone(out: Float32Array, tone: Tone, span: { firstIndex: number; from: number; to: number }): void {
  const { amplitude, cyclesPerSample } = tone;
  const stepRe = Math.cos(2 * Math.PI * cyclesPerSample);
  const stepIm = Math.sin(2 * Math.PI * cyclesPerSample);
  for (let start = span.from; start < span.to; start += RUN) {
    const cycles = (cyclesPerSample * (span.firstIndex + start)) % 1;
    let re = amplitude * Math.cos(2 * Math.PI * cycles);
    let im = amplitude * Math.sin(2 * Math.PI * cycles);
    const end = Math.min(span.to, start + RUN);
    for (let i = start; i < end; i++) {
      out[2 * i] += re;
      out[2 * i + 1] += im;
      const turned = re * stepRe - im * stepIm;
      im = re * stepIm + im * stepRe;
      re = turned;
    }
  }
}
