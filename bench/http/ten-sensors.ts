import { Client } from 'pg';
import type { AgentStatus, Capability } from '../../src/sensors/sensor.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';

export const SENSOR_COUNT = 10;
const DAY_MS = 86_400_000;

/** Ten associated sensors along a line across Colorado, with all that an agent with a wide-band radio publishes. */
export async function insertSensors(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let index = 0; index < SENSOR_COUNT; index++) await client.query(INSERT, rowOf(index));
  } finally {
    await client.end();
  }
}

const INSERT = `
  insert into sensor (id, element_id, name, location, altitude_m, tunable_band_hz, actions, capability, capability_at,
    agent_version, association, association_since, association_expires_at, last_seen_at, status, created_at)
  select $1::uuid, id, $2::text, st_setsrid(st_makepoint($3::float8, $4::float8), 4326)::geography, 1650,
    $5::int8multirange, $6::text[], $7::jsonb, $8::timestamptz, '0.1.0', 'associated', $8::timestamptz, $9::timestamptz,
    $8::timestamptz, $10::jsonb, $8::timestamptz
  from element where name = 'clearband'`;

function rowOf(index: number): unknown[] {
  const now = new Date();
  const place = { longitude: -105.2617 + index * 0.31, latitude: 39.995 - index * 0.07 };
  const capability = capabilityOf(index, place);
  const bands = capability.tunableBands.map(({ startHz, stopHz }) => `[${startHz},${stopHz})`);
  return [
    uuidv7(now),
    `front-range-${String(index + 1).padStart(2, '0')}`,
    place.longitude,
    place.latitude,
    `{${bands.join(',')}}`,
    capability.actions.map((action) => action.name),
    JSON.stringify(capability),
    now,
    new Date(now.getTime() + DAY_MS),
    JSON.stringify(STATUS),
  ];
}

const STATUS: AgentStatus = {
  runningTaskId: undefined,
  spooledRecordings: 0,
  spooledBytes: 0,
  refusedRecordings: 0,
  uptimeSeconds: 86_412.5,
  freeBytes: 48_318_382_080,
};

function capabilityOf(index: number, place: { longitude: number; latitude: number }): Capability {
  return {
    model: 'USRP B210',
    driver: 'uhd',
    tunableBands: [{ startHz: 70e6, stopHz: 6e9 }],
    sampleRateHz: { min: 62_500, max: 61.44e6 },
    gainDb: { min: 0, max: 76 },
    resolutionHz: { min: 3.8, max: 3.84e6 },
    actions: [
      { name: 'm4s', description: 'Minimum, maximum, mean, median and one sample of many power spectra' },
      { name: 'iq', description: 'Time-domain I/Q samples at one frequency' },
      { name: 'sweep', description: 'Stepped m4s over a band wider than the bandwidth of the radio' },
    ],
    antennas: [
      {
        model: 'D3000N',
        type: 'discone',
        gainDbi: 2.1,
        polarization: 'vertical',
        azimuthDeg: undefined,
        elevationDeg: undefined,
        cableLossDb: 1.4,
      },
    ],
    location: { ...place, altitudeM: 1650 },
    mobile: false,
    gpsAvailable: true,
    noiseFigureDb: 8,
    adcBits: 12,
    simulated: false,
    metadata: [
      { name: 'serial_number', metadataClass: 'A', type: 'string', editable: false, content: `31A4F${index}C` },
      { name: 'frequency_uncertainty_ppm', metadataClass: 'A', type: 'float', editable: false, content: '2.0' },
      { name: 'enclosure', metadataClass: 'B', type: 'string', editable: true, content: 'roof, north-east corner' },
      { name: 'temperature_c', metadataClass: 'B', type: 'float', editable: false, content: '31.5' },
      { name: 'gps_lock', metadataClass: 'B', type: 'boolean', editable: false, content: 'true' },
    ],
    spoolBytes: 2 ** 30,
  };
}
