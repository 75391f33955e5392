import type { Band } from '../../../src/spectrum/band.ts';
import { describe, expect, it } from 'vitest';
import { FencedReceiver, OutOfBandError, OutOfFenceError } from '../../../sensor-agent/drivers/fenced-receiver.ts';
import type { IqBlock, Receiver, ReceiverCapability, TuneSettings } from '../../../sensor-agent/drivers/receiver.ts';

const capability: ReceiverCapability = {
  model: 'fake',
  description: 'fake',
  tunable: { startHz: 0, stopHz: 1e9 },
  sampleRateHz: { min: 1, max: 1e9 },
  gainDb: { min: 0, max: 0 },
  adcBits: 8,
  settles: true,
};

/** Takes what it is told to take, and remembers what it was asked. */
class ObstinateReceiver implements Receiver {
  readonly capability = capability;
  readonly asked: TuneSettings[] = [];
  taken: TuneSettings | undefined;
  closed = false;

  tune(wanted: TuneSettings): Promise<TuneSettings> {
    this.asked.push(wanted);
    return Promise.resolve(this.taken ?? wanted);
  }

  receive(sampleCount: number): Promise<IqBlock> {
    const settings = this.asked.at(-1) ?? { centerHz: 0, sampleRateHz: 1, gainDb: 0 };
    return Promise.resolve({
      samples: new Float32Array(2 * sampleCount),
      settings,
      startedAt: new Date(0),
      overload: false,
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

const band = { startHz: 100e6, stopHz: 110e6 };
const inside: TuneSettings = { centerHz: 105e6, sampleRateHz: 10e6, gainDb: 0 };
/** Nothing lies outside it. */
const open = { refusal: () => undefined };
const signal = new AbortController().signal;

describe('the fence around a receiver', () => {
  it('lets a span through that fills the band exactly', async () => {
    const fenced = new FencedReceiver(new ObstinateReceiver(), band, open);
    expect(await fenced.tune(inside)).toEqual(inside);
    expect((await fenced.receive(4, signal)).samples).toHaveLength(8);
    expect(fenced.capability).toBe(capability);
  });

  it.each([
    ['reaches below the band', { ...inside, centerHz: 104.999e6 }],
    ['reaches above it', { ...inside, centerHz: 105.001e6 }],
    ['is wider', { ...inside, sampleRateHz: 10.001e6 }],
    ['has no centre', { ...inside, centerHz: Number.NaN }],
    ['has no width', { ...inside, sampleRateHz: Number.NaN }],
  ])('refuses a span that %s, before touching the radio', async (_name, wanted) => {
    const radio = new ObstinateReceiver();
    const fenced = new FencedReceiver(radio, band, open);
    await expect(fenced.tune(wanted)).rejects.toThrow(OutOfBandError);
    expect(radio.asked).toEqual([]);
  });

  it('refuses settings that the hardware took outside, and then gives no samples', async () => {
    const radio = new ObstinateReceiver();
    const fenced = new FencedReceiver(radio, band, open);
    await fenced.tune(inside);
    radio.taken = { ...inside, sampleRateHz: 12e6 };
    await expect(fenced.tune(inside)).rejects.toThrow(/99000000\.\.111000000 Hz.*100000000\.\.110000000 Hz/);
    await expect(fenced.receive(4, signal)).rejects.toThrow('not tuned inside its fence');
  });

  it('gives nothing of what was tuned before the fence stood, or after a refusal', async () => {
    const radio = new ObstinateReceiver();
    await radio.tune({ ...inside, centerHz: 500e6 });
    const fenced = new FencedReceiver(radio, band, open);
    await expect(fenced.receive(4, signal)).rejects.toThrow('not tuned inside its fence');
    await fenced.tune(inside);
    await expect(fenced.tune({ ...inside, centerHz: 500e6 })).rejects.toThrow(OutOfBandError);
    await expect(fenced.receive(4, signal)).rejects.toThrow('not tuned inside its fence');
  });

  it('asks the fence before touching the radio, and about what it then took', async () => {
    const radio = new ObstinateReceiver();
    const asked: Band[] = [];
    const fence = {
      refusal: (occupied: Band) => {
        asked.push(occupied);
        return occupied.stopHz > 109e6 ? 'the fence ends at 109 MHz' : undefined;
      },
    };
    const fenced = new FencedReceiver(radio, band, fence);
    await expect(fenced.tune(inside)).rejects.toThrow(OutOfFenceError);
    expect(radio.asked).toEqual([]);
    const narrow = { ...inside, centerHz: 104e6, sampleRateHz: 8e6 };
    radio.taken = inside;
    await expect(fenced.tune(narrow)).rejects.toThrow('the fence ends at 109 MHz');
    expect(radio.asked).toEqual([narrow]);
    expect(asked).toEqual([
      { startHz: 100e6, stopHz: 110e6 },
      { startHz: 100e6, stopHz: 108e6 },
      { startHz: 100e6, stopHz: 110e6 },
    ]);
    await expect(fenced.receive(4, signal)).rejects.toThrow('not tuned inside its fence');
  });

  it('gives no more samples when another fence came meanwhile', async () => {
    const now: { refusal?: string } = {};
    const fenced = new FencedReceiver(new ObstinateReceiver(), band, { refusal: () => now.refusal });
    await fenced.tune(inside);
    expect((await fenced.receive(4, signal)).samples).toHaveLength(8);
    now.refusal = 'closed since';
    await expect(fenced.receive(4, signal)).rejects.toThrow('closed since');
  });

  it('closes the receiver inside', async () => {
    const radio = new ObstinateReceiver();
    await new FencedReceiver(radio, band, open).close();
    expect(radio.closed).toBe(true);
  });
});
