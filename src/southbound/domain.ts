import type { Receipt, RecordingData, TaskOutcome } from '../observations/outcome.ts';

/** What the session with an agent tells the tasking domain. */
export interface TaskReports {
  /**
   * The agent came back and holds these tasks; those that were sent to it and are not among them will not happen.
   * Called before anything can be dispatched over the new session, and not again during it.
   */
  reconcile(sensorId: string, heldTaskIds: readonly string[]): Promise<void>;
  /** From now on `TaskDispatcher.dispatch` reaches the sensor. */
  reachable(sensorId: string): void;
  /** @throws {NotFoundError} for a task that was never given to this sensor. */
  progress(sensorId: string, report: TaskProgressReport): Promise<void>;
}

export interface TaskProgressReport {
  readonly taskId: string;
  readonly state: 'accepted' | 'running';
  /** By the agent's clock. */
  readonly at: Date;
}

/** Where the ends of tasks go. */
export interface OutcomeIntake {
  /**
   * Answers only after the outcome is stored for good, or refused. Several are under way at once. When it throws
   * `recording-refused` the agent keeps its recording; after any other error it is asked to send it again later.
   */
  accept(sensorId: string, outcome: TaskOutcome): Promise<Receipt>;
  /** A recording was refused before it was whole: too large, shorter or longer than announced, out of order. */
  recordRefusal(sensorId: string, refusal: Receipt & { readonly kind: 'refused' }): Promise<void>;
}

/** Room of the recordings store for a dataset that arrives in parts. */
export interface RecordingStaging {
  /** @throws {StorageFullError} */
  stage(): Promise<StagedRecording>;
}

/** One dataset on its way into the store. Ends with either `finish` or `abort`. */
export interface StagedRecording {
  /** Resolves when it may take more. @throws {StorageFullError} */
  write(chunk: Uint8Array): Promise<void>;
  finish(): Promise<RecordingData>;
  abort(): Promise<void>;
}

/** Somebody whom the edge turned away: for the log, the events and the metrics. */
export interface Refusal {
  /** SCOS code. */
  readonly code: number;
  readonly reason: string;
  /** Address and port of the peer. */
  readonly peer: string;
  /** Known once the certificate was recognised. */
  readonly sensorId?: string;
}

export type RefusalListener = (refusal: Refusal) => void;
