import type { Sensor } from '../../sensors/sensor.ts';
import { type Band, containsBand, formatBand } from '../../spectrum/band.ts';

/** What of a sensor a measurement needs. */
export interface MeasurementNeed {
  readonly action: string;
  readonly band: Band;
  readonly sampleRateHz: number;
  readonly gainDb: number;
  readonly resolutionHz: number | undefined;
}

/** Why `sensor` cannot do it, most telling reason first; empty when it can. */
export function shortcomings(sensor: Sensor, need: MeasurementNeed): readonly string[] {
  const { capability } = sensor;
  if (capability === undefined) return ['it has not published its capability yet'];
  const found: string[] = [];
  if (!capability.actions.some((action) => action.name === need.action))
    found.push(`it has no action \`${need.action}\``);
  if (!capability.tunableBands.some((band) => containsBand(band, need.band))) {
    found.push(
      `it cannot tune ${formatBand(need.band)} (it tunes ${capability.tunableBands.map(formatBand).join(', ')})`,
    );
  }
  const { sampleRateHz, gainDb } = capability;
  if (need.sampleRateHz < sampleRateHz.min || need.sampleRateHz > sampleRateHz.max) {
    found.push(`it cannot sample at ${need.sampleRateHz} Hz (${sampleRateHz.min} to ${sampleRateHz.max} Hz)`);
  }
  // A receiver without a gain control takes any wish and says what it used.
  if (gainDb.max > gainDb.min && (need.gainDb < gainDb.min || need.gainDb > gainDb.max)) {
    found.push(`it has no gain of ${need.gainDb} dB (${gainDb.min} to ${gainDb.max} dB)`);
  }
  return found;
}
