import { afterEach, describe, expect, it } from 'vitest';
import { FencedReceiver, OutOfBandError } from '../../../sensor-agent/drivers/fenced-receiver.ts';
import type { Receiver, TuneSettings } from '../../../sensor-agent/drivers/receiver.ts';
import { ReceiverError } from '../../../sensor-agent/drivers/receiver.ts';
import { bandAround } from '../../../src/spectrum/band.ts';

/** A receiver to be judged, and settings that it must take exactly (but for the gain). */
export interface ContractSubject {
  readonly open: () => Promise<Receiver>;
  readonly settings: TuneSettings;
}

const signal = new AbortController().signal;

/** What every driver must do, whatever it drives; each driver's tests run it. */
export function describeReceiver(name: string, { open, settings }: ContractSubject): void {
  describe(`${name} as a receiver`, () => {
    const opened: Receiver[] = [];
    const openOne = async (): Promise<Receiver> => {
      const receiver = await open();
      opened.push(receiver);
      return receiver;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((receiver) => receiver.close()));
    });

    it('states ranges that hold together', async () => {
      const { tunable, sampleRateHz, gainDb, adcBits, model, description } = (await openOne()).capability;
      expect(tunable.startHz).toBeLessThan(tunable.stopHz);
      expect(sampleRateHz.min).toBeLessThanOrEqual(sampleRateHz.max);
      expect(gainDb.min).toBeLessThanOrEqual(gainDb.max);
      expect(adcBits).toBeGreaterThan(0);
      expect(model).not.toBe('');
      expect(description).not.toBe('');
    });

    it('takes centre and rate within its ranges, and moves the gain into its range', async () => {
      const receiver = await openOne();
      const { gainDb } = receiver.capability;
      const taken = await receiver.tune({ ...settings, gainDb: gainDb.max + 10 });
      expect(taken).toEqual({ ...settings, gainDb: gainDb.max });
      expect((await receiver.tune({ ...settings, gainDb: gainDb.min - 10 })).gainDb).toBe(gainDb.min);
    });

    it('refuses a centre and a sample rate out of range, naming both', async () => {
      const receiver = await openOne();
      const { tunable, sampleRateHz } = receiver.capability;
      const wanted = { ...settings, centerHz: tunable.stopHz, sampleRateHz: sampleRateHz.max * 2 };
      await expect(receiver.tune(wanted)).rejects.toThrow(ReceiverError);
      await expect(receiver.tune(wanted)).rejects.toThrow(/centre .* sample rate /);
      await expect(receiver.tune({ ...settings, centerHz: Number.NaN })).rejects.toThrow(ReceiverError);
      await expect(receiver.tune({ ...settings, gainDb: Number.NaN })).rejects.toThrow(ReceiverError);
    });

    it('gives as many samples as asked, finite, within full scale, with the settings taken', async () => {
      const receiver = await openOne();
      const taken = await receiver.tune(settings);
      const block = await receiver.receive(1000, signal);
      expect(block.samples).toHaveLength(2000);
      expect(block.samples.every((value) => Math.abs(value) <= 1)).toBe(true);
      expect(block.settings).toEqual(taken);
      expect(block.startedAt.getTime()).not.toBeNaN();
    });

    it('goes on where the last block ended', async () => {
      const receiver = await openOne();
      await receiver.tune(settings);
      const first = await receiver.receive(2000, signal);
      const second = await receiver.receive(500, signal);
      const elapsedMs = second.startedAt.getTime() - first.startedAt.getTime();
      expect(Math.abs(elapsedMs - (2000 / settings.sampleRateHz) * 1000)).toBeLessThanOrEqual(1);
    });

    it('gives nothing before it is tuned', async () => {
      const receiver = await openOne();
      await expect(receiver.receive(10, signal)).rejects.toThrow(ReceiverError);
    });

    it('stops when aborted, with the reason given', async () => {
      const receiver = await openOne();
      await receiver.tune(settings);
      const controller = new AbortController();
      const received = receiver.receive(1000, controller.signal);
      controller.abort(new Error('withdrawn'));
      await expect(received).rejects.toThrow('withdrawn');
      await expect(receiver.receive(10, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    });

    it('can be fenced', async () => {
      const span = bandAround(settings.centerHz, settings.sampleRateHz);
      const fenced = new FencedReceiver(await openOne(), span, { refusal: () => undefined });
      await expect(fenced.tune({ ...settings, centerHz: settings.centerHz + 1 })).rejects.toThrow(OutOfBandError);
      await fenced.tune(settings);
      expect((await fenced.receive(10, signal)).samples).toHaveLength(20);
    });
  });
}
