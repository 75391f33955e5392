/** The SigMF metadata that this agent writes: core 1.2 and the NTIA extensions, names verbatim. */
export interface SigmfMeta {
  readonly global: SigmfGlobal;
  readonly captures: readonly SigmfCapture[];
  readonly annotations: readonly never[];
}

/** What holds for the whole recording. */
export interface SigmfGlobal {
  readonly 'core:datatype': 'rf32_le' | 'cf32_le';
  readonly 'core:version': string;
  readonly 'core:num_channels': 1;
  /** Of the receiver, also when the dataset holds spectra. */
  readonly 'core:sample_rate': number;
  /** Of the dataset, hex. */
  readonly 'core:sha512': string;
  readonly 'core:description': string;
  readonly 'core:recorder': string;
  readonly 'core:hw': string;
  readonly 'core:extensions': readonly SigmfExtension[];
  readonly 'ntia-core:classification': string;
  readonly 'ntia-sensor:sensor': NtiaSensor;
  readonly 'ntia-algorithm:data_products': readonly NtiaGraph[];
  readonly 'ntia-algorithm:processing'?: readonly string[];
  readonly 'ntia-algorithm:processing_info'?: readonly NtiaDft[];
  readonly 'ntia-scos:schedule': NtiaSchedule;
  readonly 'ntia-scos:action': { readonly name: string; readonly summary: string; readonly description: string };
  readonly 'ntia-scos:task': number;
  /** Present when the samples come from a recording and not from a radio. */
  readonly 'clearband:playback'?: PlaybackNote;
}

/** One of `core:extensions`. */
export interface SigmfExtension {
  readonly name: string;
  readonly version: string;
  readonly optional: boolean;
}

/** How the samples from `core:sample_start` on were captured. */
export interface SigmfCapture {
  readonly 'core:sample_start': number;
  readonly 'core:frequency': number;
  /** RFC 3339, UTC. */
  readonly 'core:datetime': string;
  readonly 'core:geolocation'?: { readonly type: 'Point'; readonly coordinates: readonly number[] };
  /** Milliseconds. */
  readonly 'ntia-sensor:duration': number;
  readonly 'ntia-sensor:overload': boolean;
  readonly 'ntia-sensor:sigan_settings': { readonly gain: number };
}

/** ntia-core HardwareSpec. */
export interface NtiaHardware {
  readonly id: string;
  readonly model?: string;
  readonly description?: string;
}

/** ntia-sensor Sensor. */
export interface NtiaSensor {
  readonly sensor_spec: NtiaHardware;
  readonly signal_analyzer: {
    readonly sigan_spec: NtiaHardware;
    readonly frequency_low: number;
    readonly frequency_high: number;
    readonly noise_figure?: number;
    readonly a2d_bits: number;
  };
  readonly mobile: boolean;
}

/** ntia-algorithm Graph: what the dataset shows. */
export interface NtiaGraph {
  readonly name: string;
  /** Points of each series. */
  readonly length: number;
  readonly series?: readonly string[];
  readonly x_units?: string;
  readonly x_start?: readonly [number];
  readonly x_stop?: readonly [number];
  readonly x_step?: readonly [number];
  readonly y_units: string;
  readonly processing?: readonly string[];
  readonly reference: string;
  readonly description: string;
}

/** ntia-algorithm DFT. */
export interface NtiaDft {
  readonly type: 'DFT';
  readonly id: string;
  /** Hz. */
  readonly equivalent_noise_bandwidth: number;
  /** Points of each transform. */
  readonly samples: number;
  /** Transforms taken. */
  readonly dfts: number;
  readonly window: string;
  readonly baseband: boolean;
  readonly description: string;
}

/** ntia-scos ScheduleEntry. */
export interface NtiaSchedule {
  readonly id: string;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly start?: string;
  readonly stop?: string;
  /** Seconds. */
  readonly interval?: number;
  readonly priority?: number;
  readonly roles?: readonly string[];
}

/** What was played, in our own namespace. */
export interface PlaybackNote {
  /** Of the dataset that was played, hex. */
  readonly sha512: string;
  readonly frequency: number;
  readonly sample_rate: number;
  readonly datetime?: string;
  readonly description?: string;
}
