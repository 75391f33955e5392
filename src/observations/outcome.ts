/** The end of one task as its sensor reported it; with `completed` comes a recording. */
export type TaskOutcome =
  | {
      readonly kind: 'completed';
      readonly taskId: string;
      readonly timing: OutcomeTiming;
      readonly recording: IncomingRecording;
    }
  | {
      readonly kind: 'incomplete' | 'rejected' | 'failed' | 'cancelled';
      readonly taskId: string;
      readonly timing: OutcomeTiming;
      readonly code: number;
      readonly detail: string;
    };

/** Absent parts: the task never began. */
export interface OutcomeTiming {
  readonly startedAt: Date | undefined;
  readonly finishedAt: Date | undefined;
}

/** A recording on its way in: its metadata as sent (not yet checked) and its dataset. */
export interface IncomingRecording {
  /** UTF-8 JSON, as it came. */
  readonly metaJson: Uint8Array;
  /** 128 lower-case hexadecimal digits. */
  readonly sha512: string;
  readonly dataBytes: number;
  readonly data: RecordingData;
}

/** Small datasets arrive whole; larger ones have been written to a file of the recordings store while they arrived. */
export type RecordingData =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'staged'; readonly path: string; readonly bytes: number; readonly sha512: string };

/** The answer to an outcome. */
export type Receipt =
  /** Stored for good, now or before (`duplicate`): the agent may forget it. */
  | { readonly kind: 'stored'; readonly taskId: string; readonly duplicate: boolean }
  /** Not acceptable, ever: the agent keeps it for its operator. */
  | { readonly kind: 'refused'; readonly taskId: string; readonly code: number; readonly detail: string }
  /** Could not be stored now: send it again later. */
  | { readonly kind: 'later'; readonly taskId: string; readonly detail: string };
