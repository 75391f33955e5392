import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcess } from '../support/agent-process.ts';
import { type DatabasePlace, describeEachPlace } from '../support/databases.ts';
import type { ManagerClient } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';
import { ROOT } from '../support/program.ts';
import { type ArchivedRecording, checkArchive } from '../support/sigmf-archive-checker.ts';
import { schemaFaults } from '../support/sigmf-checker.ts';
import { RecordingFolder } from '../sensor-agent/drivers/recording-fixture.ts';
import { directM4s } from '../sensor-agent/dsp/direct-spectrum.ts';

const OFF_AIR = join(ROOT, '../shared/data/adsb-1090mhz');
const PLACE = { latitude: 40.7649, longitude: -111.8421 };

/** A recording that is played back, with what is known of it independently of the agent. */
interface Capture {
  readonly title: string;
  readonly centerHz: number;
  readonly sampleRateHz: number;
  /** Path without extension. */
  path(): Promise<string>;
  /** Interleaved I, Q, volts, straight from the file's bytes. */
  samples(path: string): Promise<Float64Array>;
}

describe.skipIf(!existsSync(`${OFF_AIR}.sigmf-data`))(
  'a real off-air capture (skipped where ../shared/data is absent)',
  () => {
    tellsTheTruth({
      title: 'Mode S bursts at 1090 MHz',
      centerHz: 1_090_000_000,
      sampleRateHz: 2_000_000,
      path: () => Promise.resolve(OFF_AIR),
      samples: async (path) =>
        Float64Array.from(await readFile(`${path}.sigmf-data`), (code) => (code - 127.5) / 127.5),
    });
  },
);

describe('a generated recording', () => {
  let folder: RecordingFolder | undefined;
  afterAll(() => folder?.remove());
  tellsTheTruth({
    title: 'two tones and noise, ci16',
    centerHz: 433_920_000,
    sampleRateHz: 1_000_000,
    path: async () => {
      folder = await RecordingFolder.create();
      return folder.write({
        datatype: 'ci16_le',
        data: twoTones(400_000),
        sampleRateHz: 1_000_000,
        centerHz: 433_920_000,
      });
    },
    samples: async (path) => {
      const bytes = await readFile(`${path}.sigmf-data`);
      return Float64Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(2 * at) / 32_768);
    },
  });
});

function tellsTheTruth(capture: Capture): void {
  describeEachPlace(`played back through the whole system: ${capture.title}`, (makePlace) => {
    let place: DatabasePlace;
    let manager: ManagerProcess;
    let agent: AgentProcess;
    let client: ManagerClient;
    let samples: Float64Array;

    beforeAll(async () => {
      place = await makePlace();
      const path = await capture.path();
      samples = await capture.samples(path);
      manager = await ManagerProcess.start(place);
      const driver = ['--driver', 'playback', '--recording', path];
      agent = await AgentProcess.start(manager, { name: 'player', driver, ...PLACE });
      client = await manager.client();
      await client.associatedSensor('player');
    });

    afterAll(async () => {
      await agent.stop();
      await manager.stop();
      await place.remove();
    });

    const tuning = { center_hz: capture.centerHz, sample_rate_hz: capture.sampleRateHz, gain_db: 0 };
    const measure = async (name: string, action: string, parameters: object): Promise<ArchivedRecording> => {
      const sensor = await client.associatedSensor('player');
      const body = { name, action, parameters: { ...tuning, ...parameters }, sensors: [sensor.id] };
      const entry = await client.post<{ id: string }>('/api/v1/schedule', body, 201);
      const [task] = await client.finishedTasks(entry.id);
      expect(task?.result).toMatchObject({ status: 'completed' });
      const response = await client.fetch('GET', `/api/v1/acquisitions/${task?.result?.acquisition_id ?? ''}/archive`);
      const { recordings, faults } = checkArchive(new Uint8Array(await response.arrayBuffer()));
      expect(faults).toEqual([]);
      const [recording] = recordings;
      if (recording === undefined) throw new Error('the archive is empty');
      expect(schemaFaults(recording.meta) ?? []).toEqual([]);
      return recording;
    };

    it('gives the I/Q back sample for sample, and says that it is a playback', async () => {
      const durationMs = 100;
      const recording = await measure('iq', 'iq', { duration_ms: durationMs });
      const values = floats(recording.data);
      const count = (capture.sampleRateHz * durationMs) / 1000;
      expect(values).toHaveLength(2 * count);
      expect(values).toEqual(Float32Array.from(samples.subarray(0, 2 * count)));
      expect(JSON.stringify(recording.meta)).toContain('playback');
    });

    it('measures the mean power and the spectrum that a direct computation finds, to 0.01 dB', async () => {
      const [size, count] = [1024, 150];
      const recording = await measure('m4s', 'm4s', { fft_size: size, fft_count: count });
      const values = floats(recording.data);
      expect(values).toHaveLength(5 * size);
      const bins = [0, 100, 256, 511, 512, 513, 700, 768, 1023];
      const direct = directM4s(samples.subarray(0, 2 * size * count), size, bins);
      const rows = [direct.minimum, direct.maximum, direct.mean, direct.median];
      rows.forEach((row, at) => {
        bins.forEach((bin, column) => {
          expect(values[at * size + bin]).toBeCloseTo(row[column] ?? Number.NaN, 2);
        });
      });
      expect(meanPowerDbm(values.subarray(2 * size, 3 * size))).toBeCloseTo(
        windowedPowerDbm(samples, { size, count }),
        2,
      );
    });
  });
}

function floats(data: Uint8Array): Float32Array {
  return new Float32Array(data.slice().buffer);
}

/** The power of all bins together: by Parseval that of the windowed samples. */
function meanPowerDbm(bins: Float32Array): number {
  return 10 * Math.log10(bins.reduce((sum, dbm) => sum + 10 ** (dbm / 10), 0));
}

/** The same power without any transform: the windowed samples' mean square, scaled as scos-actions scales. */
function windowedPowerDbm(samples: Float64Array, { size, count }: { size: number; count: number }): number {
  const window = Array.from({ length: size }, (_, n) => {
    const angle = (2 * Math.PI * n) / size;
    return (
      0.21557895 -
      0.41663158 * Math.cos(angle) +
      0.277263158 * Math.cos(2 * angle) -
      0.083578947 * Math.cos(3 * angle) +
      0.006947368 * Math.cos(4 * angle)
    );
  });
  const gain = window.reduce((sum, value) => sum + value, 0) / size;
  let sum = 0;
  for (let n = 0; n < size * count; n++) {
    const weight = window[n % size] ?? 0;
    const [i, q] = [samples[2 * n] ?? 0, samples[2 * n + 1] ?? 0];
    sum += weight * weight * (i * i + q * q);
  }
  const watts = sum / (size * count) / 50 / (gain * gain);
  return 10 * Math.log10(watts) + 30 - 3;
}

/** Tones at +125 kHz and −200 kHz and a little deterministic noise, as ci16_le. */
function twoTones(count: number): Uint8Array {
  const values = new Int16Array(2 * count);
  let state = 12_345;
  const noise = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state / 0x4000_0000 - 1) * 300;
  };
  for (let n = 0; n < count; n++) {
    const [a, b] = [(2 * Math.PI * n) / 8, (-2 * Math.PI * n) / 5];
    values[2 * n] = Math.round(9000 * Math.cos(a) + 4000 * Math.cos(b) + noise());
    values[2 * n + 1] = Math.round(9000 * Math.sin(a) + 4000 * Math.sin(b) + noise());
  }
  return new Uint8Array(values.buffer);
}
