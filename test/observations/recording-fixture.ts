import { createHash } from 'node:crypto';
import type { IncomingRecording, RecordingData } from '../../src/observations/outcome.ts';

/** Metadata before it is written: tests change what they want to be wrong. */
export interface LooseMetadata {
  readonly global: Record<string, unknown>;
  readonly captures: Record<string, unknown>[];
  readonly annotations: unknown[];
}

export interface RecordingOf {
  readonly centerHz?: number;
  readonly sampleRateHz?: number;
  readonly datatype?: string;
  readonly data?: Uint8Array;
  readonly at?: Date;
  /** `[longitude, latitude]`; null for none. */
  readonly coordinates?: readonly number[] | null;
}

/** Five rows of 16 bins, the smallest an `m4s` makes. */
export const SMALLEST_M4S = new Uint8Array(new Float32Array(80).map((_, index) => -100 - index).buffer);

/** The `m4s` parameters that `SMALLEST_M4S` answers: the FM broadcast band. */
export const M4S_PARAMETERS = { center_hz: 98e6, sample_rate_hz: 10.24e6, fft_size: 16, fft_count: 1 };

/** Metadata as an agent writes it. */
export function metadataOf(given: RecordingOf = {}): LooseMetadata {
  const { centerHz = 98e6, sampleRateHz = 10.24e6, datatype = 'rf32_le', data = SMALLEST_M4S } = given;
  const { at = new Date('2026-11-20T12:00:00Z'), coordinates = [-105.2617, 39.995] } = given;
  return {
    global: {
      'core:datatype': datatype,
      'core:version': '1.2.5',
      'core:sample_rate': sampleRateHz,
      'core:sha512': sha512Of(data),
    },
    captures: [
      {
        'core:sample_start': 0,
        'core:frequency': centerHz,
        'core:datetime': at.toISOString(),
        ...(coordinates === null ? {} : { 'core:geolocation': { type: 'Point', coordinates } }),
      },
    ],
    annotations: [],
  };
}

/** The recording on its way in, whole and small unless `data` says that it was staged. */
export function incoming(given: RecordingOf = {}, metadata: unknown = metadataOf(given)): IncomingRecording {
  const { data = SMALLEST_M4S } = given;
  return {
    metaJson: new TextEncoder().encode(JSON.stringify(metadata)),
    sha512: sha512Of(data),
    dataBytes: data.byteLength,
    data: { kind: 'inline', bytes: data } satisfies RecordingData,
  };
}

export function sha512Of(data: Uint8Array): string {
  return createHash('sha512').update(data).digest('hex');
}
