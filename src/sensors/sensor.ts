import type { ElementRef } from '../identity/actor.ts';
import type { Band } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';

/** A device that measures, known by the certificate the Manager gave its agent. */
export interface Sensor {
  readonly id: string;
  readonly name: string;
  readonly element: ElementRef;
  readonly groups: readonly string[];
  /** Absent: not known; statements with a location are then unknown to policy. */
  readonly location: Location | undefined;
  readonly mobile: boolean;
  readonly capability: Capability | undefined;
  readonly capabilityAt: Date | undefined;
  readonly agentVersion: string | undefined;
  readonly association: Association;
  readonly lastSeenAt: Date | undefined;
  readonly status: AgentStatus | undefined;
  readonly createdAt: Date;
}

/** Whether the sensor is there to be tasked. `expired` is an association whose time to live ran out. */
export type Association =
  | { readonly state: 'joined' }
  | { readonly state: 'associated' | 'expired'; readonly since: Date; readonly expiresAt: Date }
  | { readonly state: 'disassociated'; readonly since: Date };

export type AssociationState = Association['state'];

/** What a sensor can do, as its agent published it (sdCapabilityResponse; ). */
export interface Capability {
  readonly model: string;
  readonly driver: string;
  readonly tunableBands: readonly Band[];
  readonly sampleRateHz: Range;
  readonly gainDb: Range;
  readonly resolutionHz: Range;
  readonly actions: readonly { readonly name: string; readonly description: string }[];
  readonly antennas: readonly Antenna[];
  readonly location: Location | undefined;
  readonly mobile: boolean;
  readonly gpsAvailable: boolean;
  readonly noiseFigureDb: number | undefined;
  readonly adcBits: number;
  readonly simulated: boolean;
  readonly metadata: readonly MetadataItem[];
  readonly spoolBytes: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface Antenna {
  readonly model: string;
  readonly type: string;
  readonly gainDbi: number | undefined;
  readonly polarization: string | undefined;
  readonly azimuthDeg: number | undefined;
  readonly elevationDeg: number | undefined;
  readonly cableLossDb: number | undefined;
}

/** One item of the drafts' metadata classes A (factory), B (current status) and C (with data). */
export interface MetadataItem {
  readonly name: string;
  readonly metadataClass: 'A' | 'B' | 'C';
  readonly type: 'string' | 'float' | 'int' | 'boolean';
  readonly editable: boolean;
  readonly content: string;
}

/** The agent's own account of itself, from its last heartbeat. */
export interface AgentStatus {
  readonly runningTaskId: string | undefined;
  readonly spooledRecordings: number;
  readonly spooledBytes: number;
  readonly refusedRecordings: number;
  readonly uptimeSeconds: number;
  readonly freeBytes: number;
}

/** The sensor's name as policies and decisions write it: `<Element>:Sensors::<name>`. */
export function sensorResource(sensor: { readonly element: ElementRef; readonly name: string }): string {
  return `${sensor.element.name}:Sensors::${sensor.name}`;
}
