import { createHash } from 'node:crypto';
import type { Fault } from '../errors.ts';
import { type ActionParameters, capturedBand, expectedFormat } from '../spectrum/action-parameters.ts';
import { type Band, formatBand, toWholeHertz } from '../spectrum/band.ts';
import { type Location, greatCircleDistanceM } from '../spectrum/location.ts';
import { SCOS_CODES } from '../spectrum/scos-codes.ts';
import type { TimeWindow } from '../spectrum/time-window.ts';
import type { SigmfMetadata } from './observation.ts';
import type { IncomingRecording } from './outcome.ts';
import { readCapture, readSigmf } from './sigmf-reading.ts';

/** What a recording has to agree with. */
export interface RecordingExpectation {
  readonly parameters: ActionParameters;
  /** The task's slot. */
  readonly slot: TimeWindow;
  readonly timing: TimeWindow;
  readonly sensorLocation: Location | undefined;
  readonly sensorIsMobile: boolean;
}

/** A recording that agrees with its task. */
export interface CheckedRecording {
  readonly metadata: SigmfMetadata;
  readonly datatype: string;
  readonly location: Location;
  readonly band: Band;
  readonly window: TimeWindow;
}

export type RecordingVerdict =
  | { readonly ok: true; readonly recording: CheckedRecording }
  | { readonly ok: false; readonly code: number; readonly faults: readonly Fault[] };

/** What arrived is not what was recorded. */
const INTEGRITY = SCOS_CODES.integrity;
/** It is not what was asked for. */
const NOT_AS_ASKED = SCOS_CODES.rejected;

/** Clocks of sensors and Managers differ a little; a recording may lie outside its slot by so much. */
const CLOCK_TOLERANCE_MS = 2000;
/** A fixed sensor's own fix may differ from where it was registered by so much. */
const PLACE_TOLERANCE_M = 1000;
/** Band and rate may be off what was asked by less than this share of the span. */
const BAND_TOLERANCE = 0.001;

/** Checks integrity first (a damaged recording says nothing reliable), then agreement with the task. */
export function checkRecording(incoming: IncomingRecording, expected: RecordingExpectation): RecordingVerdict {
  const damage = faultsOfBytes(incoming);
  if (damage.length > 0) return { ok: false, code: INTEGRITY, faults: damage };
  const sigmf = readSigmf(incoming.metaJson);
  if (!sigmf.ok) return { ok: false, code: INTEGRITY, faults: sigmf.faults };
  const { metadata } = sigmf;
  const capture = readCapture(metadata);
  if (!capture.ok) return { ok: false, code: INTEGRITY, faults: capture.faults };
  const location = capture.location ?? expected.sensorLocation;
  const faults = [
    ...faultsOfHash(metadata, incoming),
    ...faultsOfFormat(metadata, incoming, expected.parameters),
    ...faultsOfTime(capture.datetime, expected),
    ...faultsOfPlace(capture.location, expected),
  ];
  const band = capture.band(expected.parameters);
  const wrongRate = faultsOfRate(metadata, expected.parameters);
  // The width of the band comes from the rate: one fault says it.
  const wrongBand = wrongRate.length > 0 ? wrongRate : faultsOfBand(band, expected.parameters);
  faults.push(...wrongBand, ...faultsOfRetuning(metadata));
  if (location === undefined) {
    faults.push({
      code: 'no-place',
      detail: 'neither the recording nor the sensor says where it was made',
      pointer: '/captures/0/core:geolocation',
    });
  }
  if (faults.length > 0 || location === undefined) {
    return {
      ok: false,
      code: faults.some((fault) => fault.code === 'hash-mismatch') ? INTEGRITY : NOT_AS_ASKED,
      faults,
    };
  }
  const datatype = String(metadata.global['core:datatype']);
  return { ok: true, recording: { metadata, datatype, location, band: toWholeHertz(band), window: expected.timing } };
}

function faultsOfBytes(incoming: IncomingRecording): Fault[] {
  const { data, dataBytes, sha512 } = incoming;
  const arrived = data.kind === 'inline' ? data.bytes.byteLength : data.bytes;
  if (arrived !== dataBytes) {
    return [{ code: 'truncated', detail: `the dataset has ${arrived} bytes, ${dataBytes} were announced` }];
  }
  const hash = data.kind === 'inline' ? createHash('sha512').update(data.bytes).digest('hex') : data.sha512;
  return hash === sha512
    ? []
    : [{ code: 'hash-mismatch', detail: 'the dataset does not have the SHA-512 that was announced' }];
}

function faultsOfHash(metadata: SigmfMetadata, incoming: IncomingRecording): Fault[] {
  if (metadata.global['core:sha512'] === incoming.sha512) return [];
  return [
    { code: 'hash-mismatch', detail: '`core:sha512` is not the hash of the dataset', pointer: '/global/core:sha512' },
  ];
}

function faultsOfFormat(metadata: SigmfMetadata, incoming: IncomingRecording, parameters: ActionParameters): Fault[] {
  const format = expectedFormat(parameters);
  const faults: Fault[] = [];
  if (metadata.global['core:datatype'] !== format.datatype) {
    const detail = `\`core:datatype\` is \`${String(metadata.global['core:datatype'])}\`, the action makes \`${format.datatype}\``;
    faults.push({ code: 'wrong-format', detail, pointer: '/global/core:datatype' });
  }
  const { dataBytes } = incoming;
  if (dataBytes < format.minBytes || dataBytes > format.maxBytes || dataBytes % format.bytesPerSample !== 0) {
    const detail = `the dataset has ${dataBytes} bytes; the action makes ${format.minBytes} to ${format.maxBytes} in steps of ${format.bytesPerSample}`;
    faults.push({ code: 'wrong-size', detail });
  }
  return faults;
}

/** Of the receiver, also where the dataset holds spectra. */
function faultsOfRate(metadata: SigmfMetadata, { sampleRateHz }: ActionParameters): Fault[] {
  const rate = Number(metadata.global['core:sample_rate']);
  if (Math.abs(rate - sampleRateHz) <= sampleRateHz * BAND_TOLERANCE) return [];
  const detail = `\`core:sample_rate\` is ${rate} Hz; ${sampleRateHz} Hz was asked for`;
  return [{ code: 'wrong-rate', detail, pointer: '/global/core:sample_rate' }];
}

function faultsOfTime(datetime: Date, expected: RecordingExpectation): Fault[] {
  const earliest = expected.slot.start.getTime() - CLOCK_TOLERANCE_MS;
  const latest = expected.slot.stop.getTime() + CLOCK_TOLERANCE_MS;
  const faults: Fault[] = [];
  if (datetime.getTime() < earliest || datetime.getTime() > latest) {
    faults.push({
      code: 'wrong-time',
      detail: `the recording was made at ${datetime.toISOString()}, outside its slot`,
      pointer: '/captures/0/core:datetime',
    });
  }
  const { start, stop } = expected.timing;
  if (start > stop || start.getTime() < earliest || stop.getTime() > latest) {
    faults.push({
      code: 'wrong-time',
      detail: `the task is said to have run from ${start.toISOString()} to ${stop.toISOString()}, outside its slot`,
    });
  }
  return faults;
}

function faultsOfPlace(location: Location | undefined, expected: RecordingExpectation): Fault[] {
  if (location === undefined || expected.sensorLocation === undefined || expected.sensorIsMobile) return [];
  const distance = greatCircleDistanceM(location, expected.sensorLocation);
  if (distance <= PLACE_TOLERANCE_M) return [];
  const detail = `the recording was made ${Math.round(distance)} m from where the sensor is registered`;
  return [{ code: 'wrong-place', detail, pointer: '/captures/0/core:geolocation' }];
}

function faultsOfBand(band: Band, parameters: ActionParameters): Fault[] {
  const asked = capturedBand(parameters);
  const tolerance = (asked.stopHz - asked.startHz) * BAND_TOLERANCE;
  // Less than what was asked is as wrong as more: what is stored is decided on by the band it says it is.
  const same = Math.abs(band.startHz - asked.startHz) <= tolerance && Math.abs(band.stopHz - asked.stopHz) <= tolerance;
  if (same) return [];
  const detail = `the recording says it covers ${formatBand(band)}; ${formatBand(asked)} was asked for`;
  return [{ code: 'wrong-band', detail, pointer: '/captures/0/core:frequency' }];
}

/** Every action makes its recording at one tuning, a sweep under the middle of it: the first capture speaks for all. */
function faultsOfRetuning({ captures }: SigmfMetadata): Fault[] {
  const [first, ...others] = captures.map((capture) => capture['core:frequency']);
  return others.flatMap((frequency, index) => {
    if (frequency === undefined || frequency === first) return [];
    const detail = `capture ${index + 1} was taken at another \`core:frequency\` than the first`;
    return [{ code: 'wrong-band', detail, pointer: `/captures/${index + 1}/core:frequency` }];
  });
}
