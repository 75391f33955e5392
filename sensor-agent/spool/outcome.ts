/** The end of one task, as it waits in the spool. Code is the SCOS code, 0 for success. */
export interface OutcomeHeader {
  readonly taskId: string;
  readonly kind: 'completed' | 'incomplete' | 'rejected' | 'failed' | 'cancelled';
  readonly code: number;
  readonly detail: string;
  /** Milliseconds since 1970; 0 when the task never began. */
  readonly startedMs: number;
  readonly finishedMs: number;
}

/** A recording on its way to the Manager. */
export interface SpooledRecording {
  /** SigMF metadata, JSON, UTF-8. */
  readonly meta: Uint8Array;
  readonly data: Uint8Array;
  /** Of `data`, hexadecimal. */
  readonly sha512: string;
}

/** An outcome as an acquisition hands it over; `completed` comes with its recording. */
export interface Outcome {
  readonly header: OutcomeHeader;
  readonly recording?: SpooledRecording;
}
