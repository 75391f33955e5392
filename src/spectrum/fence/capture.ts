import type { ActionName, ActionParameters } from '../action-parameters.ts';
import { capturedBand, resolutionBandwidthHz } from '../action-parameters.ts';
import type { Band } from '../band.ts';
import type { Location } from '../location.ts';
import { parseQuantity } from '../quantity.ts';
import { FENCE_FIELDS, type FencedOperation, type FenceField } from './fence.ts';

/** Numbers of a capture by field, base units; one that is absent is not known. */
export type CaptureValues = Readonly<Partial<Record<FenceField, number>>>;

/** What a receiver is about to take in: the whole span, all the time, and where. */
export interface Capture {
  readonly operation: FencedOperation;
  readonly action: string;
  readonly band: Band;
  /** Microseconds since 1970; equal to `stopMicros` for an instant. */
  readonly startMicros: number;
  readonly stopMicros: number;
  /** Absent: not known. */
  readonly location?: Location | undefined;
  readonly values: CaptureValues;
}

/** When a task holds its radio. */
export interface CaptureMoment {
  readonly startMs: number;
  readonly slotSeconds: number;
  readonly location: Location | undefined;
}

const OPERATIONS: Readonly<Record<ActionName, FencedOperation>> = {
  m4s: 'Scanning',
  iq: 'Scanning',
  sweep: 'Scanning',
};
const FIELDS = Object.keys(FENCE_FIELDS) as readonly FenceField[];

/** The operation under which policy decides about tasks of an Action. */
export function operationOf(action: ActionName): FencedOperation {
  return OPERATIONS[action];
}

/**
 * The capture of a task. `told` is what only the one who ordered it knows (priority, interval, …); what can be told from
 * the parameters and the slot themselves is never taken from there.
 */
export function captureOf(parameters: ActionParameters, moment: CaptureMoment, told: CaptureValues): Capture {
  const { startMs, slotSeconds, location } = moment;
  const band = capturedBand(parameters);
  const values = {
    ...told,
    'frequency.min': band.startHz,
    'frequency.max': band.stopHz,
    bandwidth: band.stopHz - band.startHz,
    'resolution-bandwidth': resolutionBandwidthHz(parameters),
    'sample-rate': parameters.sampleRateHz,
    duration: slotSeconds,
    'slot-duration': slotSeconds,
    'location.altitude': location?.altitudeM,
  };
  return {
    operation: operationOf(parameters.action),
    action: parameters.action,
    band,
    startMicros: startMs * 1000,
    stopMicros: startMs * 1000 + wholeMicros(slotSeconds),
    location,
    values: readValues(values),
  };
}

/** The values that are fields of fences, as policy reads them: a time finer than a microsecond is cut. */
export function readValues(values: Readonly<Record<string, unknown>>): CaptureValues {
  const read: Partial<Record<FenceField, number>> = {};
  for (const field of FIELDS) {
    const reading = parseQuantity(values[field], FENCE_FIELDS[field]);
    if (reading.ok) read[field] = reading.value;
  }
  return read;
}

/** Whole microseconds of a duration in seconds; what is finer is cut. */
function wholeMicros(seconds: number): number {
  // Rounding at a nanosecond first takes out the error of a double such as 1.001.
  return Math.floor(Math.round(seconds * 1e9) / 1e3);
}
