import type { Capability } from '../../proto/generated/clearband/scos/v1/Capability.ts';
import type { MetadataItem } from '../../proto/generated/clearband/scos/v1/MetadataItem.ts';
import type { Location } from '../../src/spectrum/location.ts';
import { ACTION_CAPABILITIES } from '../actions/registry.ts';
import type { ReceiverCapability } from '../drivers/receiver.ts';

/** What this sensor is, apart from its receiver. */
export interface SensorDescription {
  readonly driver: string;
  readonly location: Location | undefined;
  readonly spoolBytes: number;
}

/** Points of the longest transform and of the shortest: they bound the bin width. */
const LONGEST_FFT = 16_384;
const SHORTEST_FFT = 16;

/** What the agent publishes of itself. */
export function toCapabilityMessage(receiver: ReceiverCapability, sensor: SensorDescription): Capability {
  const { sampleRateHz, noiseFigureDb, playbackOf } = receiver;
  return {
    model: receiver.model,
    driver: sensor.driver,
    tunableBands: [receiver.tunable],
    sampleRateHz,
    gainDb: receiver.gainDb,
    resolutionHz: { min: sampleRateHz.min / LONGEST_FFT, max: sampleRateHz.max / SHORTEST_FFT },
    actions: ACTION_CAPABILITIES.map(({ name, description }) => ({ name, description })),
    antennas: [],
    location: sensor.location ?? null,
    mobile: false,
    gpsAvailable: false,
    adcBits: receiver.adcBits,
    simulated: sensor.driver === 'simulated' || playbackOf !== undefined,
    metadata: metadataOf(receiver),
    spoolBytes: sensor.spoolBytes,
    ...(noiseFigureDb === undefined ? {} : { noiseFigureDb }),
  };
}

/** Class A: what does not change. */
function metadataOf(receiver: ReceiverCapability): MetadataItem[] {
  const item = (name: string, type: 'string' | 'int' | 'boolean', content: string): MetadataItem => {
    return { name, metadataClass: 'A', type, editable: false, content };
  };
  return [
    item('Antenna count', 'int', '1'),
    item('Calibration source', 'boolean', 'false'),
    item('RF switch', 'boolean', 'false'),
    item('Receiver', 'string', receiver.description),
    ...(receiver.playbackOf === undefined ? [] : [item('Playback of', 'string', receiver.playbackOf.sha512)]),
  ];
}
