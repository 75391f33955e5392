// Original file: proto/clearband/scos/v1/capability.proto

import type { Band as _clearband_scos_v1_Band, Band__Output as _clearband_scos_v1_Band__Output } from '../../../clearband/scos/v1/Band.ts';
import type { Range as _clearband_scos_v1_Range, Range__Output as _clearband_scos_v1_Range__Output } from '../../../clearband/scos/v1/Range.ts';
import type { ActionCapability as _clearband_scos_v1_ActionCapability, ActionCapability__Output as _clearband_scos_v1_ActionCapability__Output } from '../../../clearband/scos/v1/ActionCapability.ts';
import type { Antenna as _clearband_scos_v1_Antenna, Antenna__Output as _clearband_scos_v1_Antenna__Output } from '../../../clearband/scos/v1/Antenna.ts';
import type { Location as _clearband_scos_v1_Location, Location__Output as _clearband_scos_v1_Location__Output } from '../../../clearband/scos/v1/Location.ts';
import type { MetadataItem as _clearband_scos_v1_MetadataItem, MetadataItem__Output as _clearband_scos_v1_MetadataItem__Output } from '../../../clearband/scos/v1/MetadataItem.ts';
import type { Long } from '@grpc/proto-loader';

export interface Capability {
  'model'?: (string);
  'driver'?: (string);
  'tunableBands'?: (_clearband_scos_v1_Band)[];
  'sampleRateHz'?: (_clearband_scos_v1_Range | null);
  'gainDb'?: (_clearband_scos_v1_Range | null);
  /**
   * Finest and coarsest bin width, hertz.
   */
  'resolutionHz'?: (_clearband_scos_v1_Range | null);
  'actions'?: (_clearband_scos_v1_ActionCapability)[];
  'antennas'?: (_clearband_scos_v1_Antenna)[];
  /**
   * Absent: the sensor does not know where it is.
   */
  'location'?: (_clearband_scos_v1_Location | null);
  'mobile'?: (boolean);
  'gpsAvailable'?: (boolean);
  'noiseFigureDb'?: (number | string);
  'adcBits'?: (number);
  /**
   * True when the sensor replays a recording or synthesises its signals.
   */
  'simulated'?: (boolean);
  'metadata'?: (_clearband_scos_v1_MetadataItem)[];
  /**
   * Bytes the agent keeps at most while the Manager is away.
   */
  'spoolBytes'?: (number | string | Long);
  '_noiseFigureDb'?: "noiseFigureDb";
}

export interface Capability__Output {
  'model': (string);
  'driver': (string);
  'tunableBands': (_clearband_scos_v1_Band__Output)[];
  'sampleRateHz': (_clearband_scos_v1_Range__Output | null);
  'gainDb': (_clearband_scos_v1_Range__Output | null);
  /**
   * Finest and coarsest bin width, hertz.
   */
  'resolutionHz': (_clearband_scos_v1_Range__Output | null);
  'actions': (_clearband_scos_v1_ActionCapability__Output)[];
  'antennas': (_clearband_scos_v1_Antenna__Output)[];
  /**
   * Absent: the sensor does not know where it is.
   */
  'location': (_clearband_scos_v1_Location__Output | null);
  'mobile': (boolean);
  'gpsAvailable': (boolean);
  'noiseFigureDb'?: (number);
  'adcBits': (number);
  /**
   * True when the sensor replays a recording or synthesises its signals.
   */
  'simulated': (boolean);
  'metadata': (_clearband_scos_v1_MetadataItem__Output)[];
  /**
   * Bytes the agent keeps at most while the Manager is away.
   */
  'spoolBytes': (string);
  '_noiseFigureDb'?: "noiseFigureDb";
}
