import { describe, expect, it } from 'vitest';
import { coherentGain, equivalentNoiseBandwidthHz, flatTopWindow } from '../../../sensor-agent/dsp/window.ts';
import { directFlatTop } from './direct-spectrum.ts';

describe('the flat top window', () => {
  it('is periodic: symmetrical around its middle, without the closing point', () => {
    const window = flatTopWindow(1024);
    for (let n = 1; n < 1024; n++) expect(window[n]).toBeCloseTo(window[1024 - n], 12);
    expect(window[512]).toBeCloseTo(1, 8);
    expect(window[0]).toBeCloseTo(-0.000421051, 9);
  });

  it.each([16, 64, 1024])('equals its cosine sum at %i points', (size) => {
    const direct = directFlatTop(size);
    flatTopWindow(size).forEach((value, n) => {
      expect(value).toBeCloseTo(direct[n], 12);
    });
  });

  it('has an equivalent noise bandwidth of 56,553.6967 Hz at 1024 points and 15.36 MS/s', () => {
    expect(equivalentNoiseBandwidthHz(flatTopWindow(1024), 15.36e6)).toBeCloseTo(56_553.6967, 4);
    expect(equivalentNoiseBandwidthHz(flatTopWindow(1024), 1024)).toBeCloseTo(3.7702464, 6);
  });

  it('has an amplitude correction of 13.327873 dB', () => {
    expect(-20 * Math.log10(coherentGain(flatTopWindow(1024)))).toBeCloseTo(13.327873, 5);
  });
});
