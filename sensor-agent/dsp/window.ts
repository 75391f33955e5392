/** Cosine-sum coefficients of the flat top window, as scipy and MATLAB have them. */
const FLAT_TOP = [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368];

/** The periodic flat top window of `size` points, peak about 1; no gain correction is applied. */
export function flatTopWindow(size: number): Float64Array {
  const window = new Float64Array(size);
  for (let n = 0; n < size; n++) {
    let sum = 0;
    for (let k = 0; k < FLAT_TOP.length; k++) {
      sum += (k % 2 === 0 ? 1 : -1) * FLAT_TOP[k] * Math.cos((2 * Math.PI * k * n) / size);
    }
    window[n] = sum;
  }
  return window;
}

/** The window's coherent gain: its mean. A tone's FFT amplitude (1/N norm) is low by this factor. */
export function coherentGain(window: Float64Array): number {
  let sum = 0;
  for (const value of window) sum += value;
  return sum / window.length;
}

/** Width in Hz of the rectangle that passes as much white noise as one bin does: fs/N · mean(w²)/mean(w)². */
export function equivalentNoiseBandwidthHz(window: Float64Array, sampleRateHz: number): number {
  let squares = 0;
  for (const value of window) squares += value * value;
  const gain = coherentGain(window);
  return ((sampleRateHz / window.length) * (squares / window.length)) / (gain * gain);
}
