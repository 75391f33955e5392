import type { Capability } from './sensor.ts';

/** Thermal noise at 290 K, dBm in one hertz. */
const THERMAL_DBM_PER_HZ = -174;
/** In which the sensitivity of a receiver is stated here: that of the FCC's detection of narrow signals. */
const REFERENCE_HZ = 100e3;

/**
 * The weakest signal that the sensor detects, dBm: as its agent declares it (metadata item `Sensitivity`), else its own
 * noise in 100 kHz by its noise figure. `undefined` when neither is known.
 */
export function sensitivityDbm(capability: Capability | undefined): number | undefined {
  if (capability === undefined) return undefined;
  const declared = capability.metadata.find(({ name }) => name.toLowerCase() === 'sensitivity');
  const value = declared === undefined || declared.content.trim() === '' ? Number.NaN : Number(declared.content);
  if (Number.isFinite(value)) return value;
  const { noiseFigureDb } = capability;
  return noiseFigureDb === undefined ? undefined : THERMAL_DBM_PER_HZ + 10 * Math.log10(REFERENCE_HZ) + noiseFigureDb;
}
