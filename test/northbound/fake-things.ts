import type { ShownDecision } from '../../src/enforcement/decisions/shown-decision.ts';
import type { Observation } from '../../src/observations/observation.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import type { ScheduleEntry } from '../../src/tasking/schedule-entry.ts';
import type { Task } from '../../src/tasking/task.ts';

export const NOW = new Date('2026-11-20T12:00:00Z');
const ELEMENT = { id: 'e1', name: 'clearband' };

/** `kind` is one hexadecimal digit, so that ids of different things differ. */
export function idOf(kind: string, number: number): string {
  return `019a9f3e-7c00-7000-8000-${kind}${String(number).padStart(11, '0')}`;
}

export function aSensor(number: number): Sensor {
  return {
    id: idOf('1', number),
    name: `sensor-${number}`,
    element: ELEMENT,
    groups: ['roof'],
    location: { latitude: 40, longitude: -105, altitudeM: 1600 },
    mobile: false,
    capability: {
      model: 'simulated receiver',
      driver: 'simulated',
      tunableBands: [{ startHz: 10e6, stopHz: 6e9 }],
      sampleRateHz: { min: 2e5, max: 61.44e6 },
      gainDb: { min: 0, max: 76 },
      resolutionHz: { min: 12, max: 1e6 },
      actions: [{ name: 'm4s', description: 'Statistics of spectra' }],
      antennas: [
        {
          model: 'discone',
          type: 'omnidirectional',
          gainDbi: 2,
          polarization: undefined,
          azimuthDeg: undefined,
          elevationDeg: undefined,
          cableLossDb: undefined,
        },
      ],
      location: undefined,
      mobile: false,
      gpsAvailable: false,
      noiseFigureDb: 6,
      adcBits: 12,
      simulated: true,
      metadata: [{ name: 'AntennaHeight', metadataClass: 'A', type: 'float', editable: false, content: '10' }],
      spoolBytes: 1e9,
    },
    capabilityAt: NOW,
    agentVersion: '0.1.0',
    association: { state: 'associated', since: NOW, expiresAt: new Date(NOW.getTime() + 300_000) },
    lastSeenAt: NOW,
    status: {
      runningTaskId: undefined,
      spooledRecordings: 0,
      spooledBytes: 0,
      refusedRecordings: 0,
      uptimeSeconds: 1.5,
      freeBytes: 1e9,
    },
    createdAt: NOW,
  };
}

export function anEntry(number: number): ScheduleEntry {
  return {
    id: idOf('a', number),
    name: `entry-${number}`,
    owner: { user: 'admin', element: ELEMENT, groups: [], roles: ['admin'] },
    action: 'm4s',
    parameters: { center_hz: 98e6, sample_rate_hz: 10.24e6 },
    band: { startHz: 92.88e6, stopHz: 103.12e6 },
    selection: { kind: 'sensors', sensorIds: [idOf('1', 1)] },
    sensorIds: [idOf('1', 1)],
    start: NOW,
    stop: undefined,
    intervalSeconds: 10,
    slotSeconds: 1,
    priority: 10,
    isActive: true,
    settings: { 'Minimum-slot-duration': 1 },
    plannedUntil: NOW,
    createdAt: NOW,
    modifiedAt: NOW,
  };
}

export function aTask(number: number): Task {
  return {
    id: idOf('b', number),
    entryId: idOf('a', 1),
    entryName: 'entry-1',
    sequence: number,
    sensorId: idOf('1', 1),
    sensorName: 'sensor-1',
    state: 'completed',
    startsAt: NOW,
    slotSeconds: 1,
    result: {
      status: 'completed',
      code: 0,
      detail: '',
      startedAt: NOW,
      finishedAt: NOW,
      durationSeconds: 0.1,
      acquisitionId: idOf('c', number),
      recordedAt: NOW,
    },
  };
}

export function anObservation(number: number): Observation {
  return {
    id: idOf('c', number),
    sensorId: idOf('1', 1),
    sensorName: 'sensor-1',
    element: ELEMENT,
    sensorGroups: [],
    taskId: idOf('b', number),
    entryId: idOf('a', 1),
    entryName: 'entry-1',
    sequence: number,
    action: 'm4s',
    location: { latitude: 40, longitude: -105 },
    band: { startHz: 92.88e6, stopHz: 103.12e6 },
    window: { start: NOW, stop: new Date(NOW.getTime() + 30) },
    metadata: {
      global: { 'core:datatype': 'rf32_le', 'core:version': '1.2.5' },
      captures: [{ 'core:sample_start': 0, 'core:frequency': 98e6 }],
      annotations: [],
    },
    datatype: 'rf32_le',
    dataBytes: 20,
    sha512: '0'.repeat(128),
    acceptedAt: NOW,
  };
}

/** A refusal that is kept. */
export function aDecision(number: number): ShownDecision {
  return {
    id: idOf('d', number),
    at: NOW,
    operation: 'schedule_create',
    actor: 'clearband:client',
    scope: 'sensing-management',
    scosTask: 'Scanning',
    resource: 'clearband:Sensors::boulder',
    outcome: 'Deny',
    reason: 'explicit-deny',
    code: 201,
    statements: ['global:astronomy#one'],
    settings: undefined,
    because: [{ policy: 'global:astronomy', statement: 'one', detail: 'closed', values: [{ field: 'frequency' }] }],
    request: { scope: 'sensing-management' },
    setHash: 'abc',
  };
}
