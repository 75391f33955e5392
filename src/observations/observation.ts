import type { ElementRef } from '../identity/actor.ts';
import type { Place } from '../sensors/sensor-query.ts';
import type { Band } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';
import type { TimeWindow } from '../spectrum/time-window.ts';

/** An Acquisition that was checked against its Task, located and stored. Its id carries the task's start (UUIDv7). */
export interface Observation {
  readonly id: string;
  readonly sensorId: string;
  readonly sensorName: string;
  readonly element: ElementRef;
  readonly sensorGroups: readonly string[];
  readonly taskId: string;
  readonly entryId: string;
  readonly entryName: string;
  /** Number of the occurrence within the schedule entry. */
  readonly sequence: number;
  readonly action: string;
  readonly location: Location;
  /** What was captured. */
  readonly band: Band;
  /** When samples were taken. */
  readonly window: TimeWindow;
  /** SigMF: `global`, `captures`, `annotations`. */
  readonly metadata: SigmfMetadata;
  readonly datatype: string;
  readonly dataBytes: number;
  readonly sha512: string;
  readonly acceptedAt: Date;
}

/** An observation with what policy is asked about of the entry it answers. */
export interface StoredObservation extends Observation {
  readonly asked: {
    readonly parameters: unknown;
    readonly priority: number;
    readonly intervalSeconds: number | undefined;
    readonly slotSeconds: number;
  };
}

export interface SigmfMetadata {
  readonly global: Readonly<Record<string, unknown>>;
  readonly captures: readonly Readonly<Record<string, unknown>>[];
  readonly annotations: readonly Readonly<Record<string, unknown>>[];
}

/** Which observations are wanted; every part that is given must hold. */
export interface ObservationQuery {
  readonly place?: Place;
  /** Shares at least one frequency with it. */
  readonly band?: Band;
  /** Samples were taken within it, at least in part. */
  readonly window?: { readonly start?: Date; readonly stop?: Date };
  readonly sensorId?: string;
  readonly taskId?: string;
  readonly entryId?: string;
  readonly action?: string;
}
