import type { Actor } from '../identity/actor.ts';
import type { Place } from '../sensors/sensor-query.ts';
import type { Band } from '../spectrum/band.ts';

/** Who shall measure: named sensors, or `count` of those in a place that can. */
export type SensorSelection =
  | { readonly kind: 'sensors'; readonly sensorIds: readonly string[] }
  | { readonly kind: 'place'; readonly place: Place; readonly count: number };

/** What a Client asks for, already valid in shape; `parameters` are still to be checked against the action. */
export interface ScheduleRequest {
  readonly name: string;
  readonly action: string;
  readonly parameters: unknown;
  readonly selection: SensorSelection;
  /** Absent: as soon as possible. */
  readonly start: Date | undefined;
  /** Exclusive. Absent: until deactivated. */
  readonly stop: Date | undefined;
  readonly relativeStopSeconds: number | undefined;
  /** Absent: one occurrence. */
  readonly intervalSeconds: number | undefined;
  /** Time to hold the radio for; absent: what the action needs, or what policy imposes if that is longer. */
  readonly slotSeconds: number | undefined;
  /** −20 … 19, lower is more urgent. */
  readonly priority: number;
}

/** A request over time that was accepted; each of its occurrences on each sensor is a Task. */
export interface ScheduleEntry {
  readonly id: string;
  readonly name: string;
  readonly owner: Actor;
  readonly action: string;
  readonly parameters: unknown;
  /** The whole captured span, which is what policy decided on. */
  readonly band: Band;
  readonly selection: SensorSelection;
  readonly sensorIds: readonly string[];
  readonly start: Date;
  readonly stop: Date | undefined;
  readonly intervalSeconds: number | undefined;
  readonly slotSeconds: number;
  readonly priority: number;
  readonly isActive: boolean;
  /** What policy imposed: names of the registry, values in base units. */
  readonly settings: Readonly<Record<string, number | boolean | string>>;
  /** What of them may be told, where that is not all: what confidential statements impose is not shown. */
  readonly toldSettings?: Readonly<Record<string, number | boolean | string>>;
  /** Occurrences before this instant are laid into slots; later ones follow as the horizon rolls. */
  readonly plannedUntil: Date | undefined;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}
