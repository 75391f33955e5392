import { createHash } from 'node:crypto';
import type { Location } from '../../src/spectrum/location.ts';
import type { PlaybackSource, ReceiverCapability, TuneSettings } from '../drivers/receiver.ts';
import { toLittleEndianBytes } from './float32-bytes.ts';
import type { NtiaDft, NtiaGraph, NtiaSchedule, NtiaSensor, PlaybackNote } from './sigmf-meta.ts';
import type { SigmfCapture, SigmfExtension, SigmfGlobal, SigmfMeta } from './sigmf-meta.ts';

/** The revision of SigMF that the metadata follows. */
export const SIGMF_VERSION = '1.2.5';

/** A SigMF Recording: `<name>.sigmf-meta` as JSON of `meta`, `<name>.sigmf-data` as `data`. */
export interface Recording {
  readonly meta: SigmfMeta;
  readonly data: Uint8Array;
}

/** For whom and where a recording is made: all of its metadata that does not come from the measurement. */
export interface RecordingOrigin {
  readonly sensor: { readonly id: string; readonly model?: string; readonly description?: string };
  /** Where the sensor is; absent when not known. */
  readonly location?: Location;
  /** Of the data, e.g. `UNCLASSIFIED`. */
  readonly classification: string;
  readonly schedule: NtiaSchedule;
  /** Number of the Task within its ScheduleEntry, from 1. */
  readonly task: number;
  /** Program and version. */
  readonly recorder: string;
}

/** What was measured. */
export interface Measurement {
  readonly action: { readonly name: string; readonly summary: string; readonly description: string };
  readonly capability: ReceiverCapability;
  /** What the receiver took; for a sweep, centre is the middle of the sweep. */
  readonly settings: TuneSettings;
  /** Of the first sample. */
  readonly startedAt: Date;
  readonly durationSeconds: number;
  readonly overload: boolean;
  readonly datatype: 'rf32_le' | 'cf32_le';
  readonly values: Float32Array;
  readonly graph: NtiaGraph;
  readonly dft?: NtiaDft;
}

/** Puts dataset and metadata together. Nothing is calibrated: powers refer to the signal analyzer's input. */
export function toRecording(measurement: Measurement, origin: RecordingOrigin): Recording {
  const data = toLittleEndianBytes(measurement.values);
  const sha512 = createHash('sha512').update(data).digest('hex');
  const global = toGlobal(measurement, origin, sha512);
  return { meta: { global, captures: [toCapture(measurement, origin.location)], annotations: [] }, data };
}

function toGlobal(measurement: Measurement, origin: RecordingOrigin, sha512: string): SigmfGlobal {
  const { action, capability, settings, graph, dft } = measurement;
  const { playbackOf } = capability;
  const note = playbackOf ? '. Not received now: played from a recording' : '';
  return {
    'core:datatype': measurement.datatype,
    'core:version': SIGMF_VERSION,
    'core:num_channels': 1,
    'core:sample_rate': settings.sampleRateHz,
    'core:sha512': sha512,
    'core:description': `${action.summary}${note}`,
    'core:recorder': origin.recorder,
    'core:hw': capability.description,
    'core:extensions': playbackOf ? [...EXTENSIONS, PLAYBACK_EXTENSION] : EXTENSIONS,
    'ntia-core:classification': origin.classification,
    'ntia-sensor:sensor': toSensor(origin, capability),
    'ntia-algorithm:data_products': [graph],
    ...(dft && { 'ntia-algorithm:processing': [dft.id], 'ntia-algorithm:processing_info': [dft] }),
    'ntia-scos:schedule': origin.schedule,
    'ntia-scos:action': { name: action.name, summary: action.summary, description: action.description },
    'ntia-scos:task': origin.task,
    ...(playbackOf && { 'clearband:playback': toPlaybackNote(playbackOf) }),
  };
}

// A reader that knows none of the scheduling or playback terms still reads the data rightly: these are optional.
const EXTENSIONS: readonly SigmfExtension[] = [
  { name: 'ntia-core', version: '2.0.0', optional: true },
  { name: 'ntia-sensor', version: '2.0.0', optional: false },
  { name: 'ntia-algorithm', version: '2.0.1', optional: false },
  { name: 'ntia-scos', version: '1.0.0', optional: true },
];
const PLAYBACK_EXTENSION: SigmfExtension = { name: 'clearband', version: '0.1.0', optional: true };

function toSensor({ sensor }: RecordingOrigin, capability: ReceiverCapability): NtiaSensor {
  const { tunable, noiseFigureDb, adcBits, model, description } = capability;
  return {
    sensor_spec: sensor,
    signal_analyzer: {
      sigan_spec: { id: model, model, description },
      frequency_low: tunable.startHz,
      frequency_high: tunable.stopHz,
      ...(noiseFigureDb !== undefined && { noise_figure: noiseFigureDb }),
      a2d_bits: adcBits,
    },
    mobile: false,
  };
}

function toPlaybackNote({ sha512, centerHz, sampleRateHz, datetime, description }: PlaybackSource): PlaybackNote {
  return {
    sha512,
    frequency: centerHz,
    sample_rate: sampleRateHz,
    ...(datetime !== undefined && { datetime }),
    ...(description !== undefined && { description }),
  };
}

function toCapture(measurement: Measurement, location: Location | undefined): SigmfCapture {
  const { settings, startedAt, durationSeconds, overload } = measurement;
  return {
    'core:sample_start': 0,
    'core:frequency': settings.centerHz,
    'core:datetime': startedAt.toISOString(),
    ...(location && { 'core:geolocation': { type: 'Point', coordinates: toCoordinates(location) } }),
    'ntia-sensor:duration': Math.round(durationSeconds * 1000),
    'ntia-sensor:overload': overload,
    'ntia-sensor:sigan_settings': { gain: settings.gainDb },
  };
}

/** Longitude, latitude and, where known, altitude: the order of GeoJSON. */
function toCoordinates({ longitude, latitude, altitudeM }: Location): number[] {
  return altitudeM === undefined ? [longitude, latitude] : [longitude, latitude, altitudeM];
}
