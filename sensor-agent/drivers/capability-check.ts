import { formatBand } from '../../src/spectrum/band.ts';
import type { Range, ReceiverCapability, TuneSettings } from './receiver.ts';
import { ReceiverError } from './receiver.ts';

/**
 * The settings with the gain moved into range, as radios do.
 * @throws {ReceiverError} naming each of centre and sample rate that is out of range
 */
export function settingsWithin(capability: ReceiverCapability, wanted: TuneSettings): TuneSettings {
  const { tunable, sampleRateHz, gainDb } = capability;
  const faults: string[] = [];
  if (!(tunable.startHz <= wanted.centerHz && wanted.centerHz < tunable.stopHz)) {
    faults.push(`centre ${wanted.centerHz} Hz is outside ${formatBand(tunable)}`);
  }
  if (!isWithin(sampleRateHz, wanted.sampleRateHz)) {
    faults.push(`sample rate ${wanted.sampleRateHz} Hz is outside ${sampleRateHz.min}..${sampleRateHz.max} Hz`);
  }
  if (!Number.isFinite(wanted.gainDb)) faults.push(`gain ${wanted.gainDb} dB is not a number`);
  if (faults.length > 0) throw new ReceiverError(`the ${capability.model} cannot tune: ${faults.join('; ')}`);
  return { ...wanted, gainDb: Math.min(gainDb.max, Math.max(gainDb.min, wanted.gainDb)) };
}

function isWithin(range: Range, value: number): boolean {
  return range.min <= value && value <= range.max;
}
