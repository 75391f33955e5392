import { describe, expect, it } from 'vitest';
import { KnownSensors } from '../../src/sensors/known-sensors.ts';
import type { SensorRow } from '../../src/sensors/sensor-rows.ts';

const NOON = new Date('2026-11-20T12:00:00Z');
const ONE = new Date('2026-11-20T13:00:00Z');

const row: SensorRow = {
  id: '01990000-0000-7000-8000-000000000001',
  elementId: '01990000-0000-7000-8000-000000000002',
  elementName: 'clearband',
  name: 'roof',
  groups: [],
  latitude: 40,
  longitude: -105,
  altitudeM: null,
  mobile: false,
  capability: null,
  capabilityAt: null,
  agentVersion: '0.1.0',
  association: 'associated',
  associationSince: NOON,
  associationExpiresAt: ONE,
  lastSeenAt: NOON,
  status: '{"uptimeSeconds":1}',
  createdAt: NOON,
  version: '1 (0,1)',
};

describe('known sensors', () => {
  it('gives the same Sensor for a row that has not changed', () => {
    const known = new KnownSensors();
    expect(known.toSensor({ ...row }, NOON)).toBe(known.toSensor({ ...row }, NOON));
  });

  it('gives what a changed row says', () => {
    const known = new KnownSensors();
    known.toSensor(row, NOON);
    const changed = known.toSensor({ ...row, version: '2 (0,2)', status: '{"uptimeSeconds":2}' }, NOON);
    expect(changed.status).toEqual({ uptimeSeconds: 2 });
  });

  it('sees an association expire although its row stays as it is', () => {
    const known = new KnownSensors();
    expect(known.toSensor(row, NOON).association.state).toBe('associated');
    expect(known.toSensor(row, ONE).association.state).toBe('expired');
  });
});
