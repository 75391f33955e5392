import { type Kysely, type Selectable, sql } from 'kysely';
import { locationColumns } from '../database/geography.ts';
import type { Database, SensorTable } from '../database/schema.ts';
import type { AgentStatus, Association, Capability, Sensor } from './sensor.ts';

/** A row of `sensor` with its Element's name, its location taken apart and its JSON columns still text. */
export type SensorRow = Omit<
  Selectable<SensorTable>,
  'location' | 'tunableBandHz' | 'actions' | 'capability' | 'status'
> & {
  readonly capability: string | null;
  readonly status: string | null;
  /** Another one after every change of the sensor or of its Element. */
  readonly version: string;
  readonly elementName: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
};

/** The columns that `toSensor` needs; conditions and order are added by the caller. */
export function selectSensors(db: Kysely<Database>) {
  return db
    .selectFrom('sensor')
    .innerJoin('element', 'element.id', 'sensor.elementId')
    .select([
      'sensor.id',
      'sensor.elementId',
      'element.name as elementName',
      'sensor.name',
      'sensor.groups',
      'sensor.altitudeM',
      'sensor.mobile',
      sql<string | null>`sensor.capability::text`.as('capability'),
      'sensor.capabilityAt',
      'sensor.agentVersion',
      'sensor.association',
      'sensor.associationSince',
      'sensor.associationExpiresAt',
      'sensor.lastSeenAt',
      sql<string | null>`sensor.status::text`.as('status'),
      sql<string>`concat_ws(' ', sensor.xmin, sensor.ctid, element.xmin, element.ctid)`.as('version'),
      'sensor.createdAt',
      ...locationColumns('sensor.location'),
    ]);
}

/** The Sensor in `row`; whether its association has expired is judged at `now`. */
export function toSensor(row: SensorRow, now: Date): Sensor {
  return {
    id: row.id,
    name: row.name,
    element: { id: row.elementId, name: row.elementName },
    groups: row.groups,
    location: toLocation(row),
    mobile: row.mobile,
    // INVARIANT: only SensorRepository writes these two, so what is read back has their types.
    capability: parseJson(row.capability) as Capability | undefined,
    status: parseJson(row.status) as AgentStatus | undefined,
    capabilityAt: row.capabilityAt ?? undefined,
    agentVersion: row.agentVersion ?? undefined,
    association: associationOf(row, now),
    lastSeenAt: row.lastSeenAt ?? undefined,
    createdAt: row.createdAt,
  };
}

function toLocation(row: SensorRow): Sensor['location'] {
  if (row.latitude === null || row.longitude === null) return undefined;
  const { latitude, longitude } = row;
  return row.altitudeM === null ? { latitude, longitude } : { latitude, longitude, altitudeM: row.altitudeM };
}

/** The association that `row` tells of; whether it has expired is judged at `now`. */
export function associationOf(row: SensorRow, now: Date): Association {
  const since = row.associationSince ?? row.createdAt;
  switch (row.association) {
    case 'joined':
      return { state: 'joined' };
    case 'disassociated':
      return { state: 'disassociated', since };
    case 'associated': {
      const expiresAt = row.associationExpiresAt ?? since;
      return { state: expiresAt > now ? 'associated' : 'expired', since, expiresAt };
    }
  }
}

function parseJson(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
