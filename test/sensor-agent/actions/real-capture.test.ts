import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PlaybackReceiver } from '../../../sensor-agent/drivers/playback/playback-receiver.ts';
import { directM4s } from '../dsp/direct-spectrum.ts';
import { runOn } from './action-fixture.ts';

const path = fileURLToPath(new URL('../../../../shared/data/adsb-1090mhz', import.meta.url));
const isPresent = existsSync(`${path}.sigmf-data`);
if (!isPresent) console.warn('skipped: the real capture ../shared/data/adsb-1090mhz is not here');

const SAMPLES = 1024 * 300;
const clock = { now: () => new Date('2026-01-01T00:00:00Z') };

async function play(action: string, json: object) {
  const receiver = await PlaybackReceiver.open(path, { clock });
  try {
    return await runOn(receiver, action, { center_hz: 1090e6, sample_rate_hz: 2e6, ...json });
  } finally {
    await receiver.close();
  }
}

describe.skipIf(!isPresent)('a real off-air capture at 1090 MHz', () => {
  const bytes = isPresent ? readFileSync(`${path}.sigmf-data`) : Buffer.alloc(0);
  const volts = Array.from(bytes, (code) => (code - 127.5) / 127.5);

  it('comes back sample for sample through iq, and no more of it than there is', async () => {
    const { values } = await play('iq', { duration_ms: 1000 });
    expect(values).toEqual(Float32Array.from(volts));
    expect(values).toHaveLength(2 * 356_868);
  });

  it('has the levels of an independent direct computation through m4s, bin by bin', async () => {
    const { values } = await play('m4s', {});
    const bins = [0, 100, 300, 511, 512, 513, 600, 700, 900, 1023];
    const direct = directM4s(volts.slice(0, 2 * SAMPLES), 1024, bins);
    bins.forEach((bin, i) => {
      for (const [row, levels] of [direct.minimum, direct.maximum, direct.mean, direct.median].entries()) {
        expect(Math.abs((values[row * 1024 + bin] ?? 0) - (levels[i] ?? 0))).toBeLessThan(0.01);
      }
    });
  });

  it('has the mean power of its samples in the mean row', async () => {
    const { values } = await play('m4s', {});
    // Parseval holds for the windowed samples: the bins add up to their power, over the window's coherent gain.
    const window = Array.from({ length: 1024 }, (_, n) => {
      const angle = (2 * Math.PI * n) / 1024;
      const [a0, a1, a2, a3, a4] = [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368];
      return a0 - a1 * Math.cos(angle) + a2 * Math.cos(2 * angle) - a3 * Math.cos(3 * angle) + a4 * Math.cos(4 * angle);
    });
    const coherentGain = window.reduce((sum, value) => sum + value, 0) / 1024;
    const windowed = volts.slice(0, 2 * SAMPLES).map((value, i) => value * (window[Math.floor(i / 2) % 1024] ?? 0));
    const watts = windowed.reduce((sum, value) => sum + value * value, 0) / SAMPLES / 50 / coherentGain ** 2;
    const read = Array.from(values.subarray(2048, 3072), (level) => 10 ** ((level - 30 + 3) / 10));
    const sum = read.reduce((total, value) => total + value, 0);
    expect(Math.abs(10 * Math.log10(sum / watts))).toBeLessThan(0.01);
  });
});
