import type { Capability, Sensor } from '../../src/sensors/sensor.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';

/** A sensor that has joined and done nothing else. */
export function sensorNamed(name: string): Sensor {
  return {
    id: uuidv7(),
    name,
    element: { id: '0190a0b0-0000-7000-8000-000000000001', name: 'clearband' },
    groups: [],
    location: undefined,
    mobile: false,
    capability: undefined,
    capabilityAt: undefined,
    agentVersion: undefined,
    association: { state: 'joined' },
    lastSeenAt: undefined,
    status: undefined,
    createdAt: new Date('2026-11-20T12:00:00Z'),
  };
}

/** What a simple simulated sensor publishes. */
export function capabilityOf(overrides: Partial<Capability> = {}): Capability {
  return {
    model: 'Simulated receiver',
    driver: 'simulated',
    tunableBands: [{ startHz: 70e6, stopHz: 6e9 }],
    sampleRateHz: { min: 1e5, max: 61.44e6 },
    gainDb: { min: 0, max: 76 },
    resolutionHz: { min: 1, max: 1e6 },
    actions: [{ name: 'm4s', description: 'five statistics of a spectrum' }],
    antennas: [
      {
        model: 'DiCone',
        type: 'discone',
        gainDbi: 2,
        polarization: 'vertical',
        azimuthDeg: undefined,
        elevationDeg: undefined,
        cableLossDb: undefined,
      },
    ],
    location: { latitude: 39.995, longitude: -105.2617, altitudeM: 1655 },
    mobile: false,
    gpsAvailable: false,
    noiseFigureDb: 5,
    adcBits: 12,
    simulated: true,
    metadata: [{ name: 'serial', metadataClass: 'A', type: 'string', editable: false, content: 'X1' }],
    spoolBytes: 1_000_000_000,
    ...overrides,
  };
}
