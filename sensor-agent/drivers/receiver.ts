import type { Band } from '../../src/spectrum/band.ts';

/** How a receiver is set. */
export interface TuneSettings {
  readonly centerHz: number;
  /** Complex samples a second; also the width of the captured span. */
  readonly sampleRateHz: number;
  /** Between the antenna port and the converter. */
  readonly gainDb: number;
}

/** Both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a playback plays. */
export interface PlaybackSource {
  /** Of the dataset file, hex. */
  readonly sha512: string;
  readonly centerHz: number;
  readonly sampleRateHz: number;
  /** When it was recorded, as the recording says it. */
  readonly datetime?: string;
  readonly description?: string;
}

/** What a receiver is and can be set to. */
export interface ReceiverCapability {
  readonly model: string;
  readonly description: string;
  /** Where its centre frequency may be. */
  readonly tunable: Band;
  readonly sampleRateHz: Range;
  readonly gainDb: Range;
  readonly adcBits: number;
  readonly noiseFigureDb?: number;
  /** False when samples are good from the first one after tuning, so that none need be discarded. */
  readonly settles: boolean;
  /** Present when nothing is received: a recording is played. */
  readonly playbackOf?: PlaybackSource;
}

/** Samples that follow each other without a gap. */
export interface IqBlock {
  /** Interleaved I, Q in volts at the converter; full scale is ±1 V for each. Not corrected for gain. */
  readonly samples: Float32Array;
  /** The settings the hardware took. */
  readonly settings: TuneSettings;
  /** Of the first sample. */
  readonly startedAt: Date;
  /** More than 1 % of I or Q came near full scale. */
  readonly overload: boolean;
}

/** A radio, or what stands in for one. Tune first; one call at a time. */
export interface Receiver {
  readonly capability: ReceiverCapability;
  /** @returns the settings taken, which may differ. @throws {ReceiverError} when it cannot take anything near. */
  tune(wanted: TuneSettings): Promise<TuneSettings>;
  /** The next samples; fewer only at the end of a recording. Rejects with the signal's reason when aborted. */
  receive(sampleCount: number, signal: AbortSignal): Promise<IqBlock>;
  close(): Promise<void>;
}

/** The receiver cannot do what it was asked. */
export class ReceiverError extends Error {
  override readonly name = 'ReceiverError';
}
