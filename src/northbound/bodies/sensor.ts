import type { components } from '../../../openapi/generated/contract.ts';
import type { Antenna, Association, Capability, Sensor } from '../../sensors/sensor.ts';
import { toBandBody, toLocationBody } from './place.ts';

type Schemas = components['schemas'];

const bodies = new WeakMap<Sensor, Schemas['Sensor']>();

/** The body of a sensor; of the same Sensor object the same body, frozen. */
export function toSensorBody(sensor: Sensor): Schemas['Sensor'] {
  const known = bodies.get(sensor);
  if (known !== undefined) return known;
  const body = Object.freeze(makeSensorBody(sensor));
  bodies.set(sensor, body);
  return body;
}

function makeSensorBody(sensor: Sensor): Schemas['Sensor'] {
  const { capability, location, status } = sensor;
  return {
    id: sensor.id,
    name: sensor.name,
    element: { id: sensor.element.id, name: sensor.element.name },
    groups: sensor.groups,
    location: location === undefined ? null : toLocationBody(location),
    mobile: sensor.mobile,
    association: toAssociationBody(sensor.association),
    capability: capability === undefined ? null : toCapabilityBody(capability),
    capability_at: sensor.capabilityAt?.toISOString() ?? null,
    agent_version: sensor.agentVersion ?? null,
    last_seen_at: sensor.lastSeenAt?.toISOString() ?? null,
    status: status === undefined ? null : toStatusBody(status),
    created_at: sensor.createdAt.toISOString(),
  };
}

function toAssociationBody(association: Association): Schemas['Association'] {
  switch (association.state) {
    case 'joined':
      return { state: 'joined', since: null, expires_at: null };
    case 'associated':
    case 'expired': {
      const { state, since, expiresAt } = association;
      return { state, since: since.toISOString(), expires_at: expiresAt.toISOString() };
    }
    case 'disassociated':
      return { state: 'disassociated', since: association.since.toISOString(), expires_at: null };
  }
}

function toCapabilityBody(capability: Capability): Schemas['Capability'] {
  return {
    model: capability.model,
    driver: capability.driver,
    tunable_bands: capability.tunableBands.map(toBandBody),
    sample_rate_hz: capability.sampleRateHz,
    gain_db: capability.gainDb,
    resolution_hz: capability.resolutionHz,
    actions: capability.actions,
    antennas: capability.antennas.map(toAntennaBody),
    gps_available: capability.gpsAvailable,
    noise_figure_db: capability.noiseFigureDb ?? null,
    adc_bits: capability.adcBits,
    simulated: capability.simulated,
    metadata: capability.metadata.map(({ metadataClass, ...item }) => ({ ...item, class: metadataClass })),
    spool_bytes: capability.spoolBytes,
  };
}

function toAntennaBody(antenna: Antenna): Schemas['Antenna'] {
  return {
    model: antenna.model,
    type: antenna.type,
    gain_dbi: antenna.gainDbi ?? null,
    polarization: antenna.polarization ?? null,
    azimuth_deg: antenna.azimuthDeg ?? null,
    elevation_deg: antenna.elevationDeg ?? null,
    cable_loss_db: antenna.cableLossDb ?? null,
  };
}

function toStatusBody(status: NonNullable<Sensor['status']>): Schemas['AgentStatus'] {
  return {
    running_task_id: status.runningTaskId ?? null,
    spooled_recordings: status.spooledRecordings,
    spooled_bytes: status.spooledBytes,
    refused_recordings: status.refusedRecordings,
    uptime_seconds: status.uptimeSeconds,
    free_bytes: status.freeBytes,
  };
}
