import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { pointValue, withinArea, withinBox, withinRadius } from '../database/geography.ts';
import { bandsValue, coversBand } from '../database/ranges.ts';
import type { Database } from '../database/schema.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { Location } from '../spectrum/location.ts';
import { type Page, type PageRequest, toPage } from '../spectrum/page.ts';
import type { AgentStatus, AssociationState, Capability, Sensor } from './sensor.ts';
import type { Place, SensorQuery } from './sensor-query.ts';
import { KnownSensors } from './known-sensors.ts';
import { selectSensors, toSensor } from './sensor-rows.ts';

/** A Sensor at the moment its agent joins: nothing is known of it but who owns it. */
export interface NewSensor {
  readonly id: string;
  readonly elementId: string;
  readonly name: string;
  readonly agentVersion: string;
  readonly createdAt: Date;
}

/** What a heartbeat changed. */
export interface HeartbeatRecord {
  readonly sensorId: string;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly status: AgentStatus | undefined;
  /** Where a mobile sensor is now; ignored for a fixed one. */
  readonly location: Location | undefined;
}

/** Sensors in the database. Methods that take a transaction write within it. */
export class SensorRepository {
  readonly #db: Kysely<Database>;
  readonly #clock: Clock;
  readonly #known = new KnownSensors();
  constructor(db: Kysely<Database>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async insert(sensor: NewSensor, transaction: Kysely<Database>): Promise<void> {
    await transaction.insertInto('sensor').values(sensor).execute();
  }

  async find(id: string): Promise<Sensor | undefined> {
    const row = await selectSensors(this.#db).where('sensor.id', '=', id).executeTakeFirst();
    return row && toSensor(row, this.#clock.now());
  }

  /** Those of `ids` that exist, by id. */
  async findByIds(ids: readonly string[]): Promise<ReadonlyMap<string, Sensor>> {
    if (ids.length === 0) return new Map();
    const rows = await selectSensors(this.#db)
      .where('sensor.id', 'in', [...ids])
      .execute();
    const now = this.#clock.now();
    return new Map(rows.map((row) => [row.id, toSensor(row, now)]));
  }

  async findByName(elementId: string, name: string): Promise<Sensor | undefined> {
    const query = selectSensors(this.#db).where('sensor.elementId', '=', elementId).where('sensor.name', '=', name);
    const row = await query.executeTakeFirst();
    return row && toSensor(row, this.#clock.now());
  }

  /** Sensors that fit every part of `query`, ordered by id. */
  async findMany(query: SensorQuery, page: PageRequest): Promise<Page<Sensor>> {
    const now = this.#clock.now();
    let rows = selectSensors(this.#db);
    for (const condition of conditionsOf(query, now)) rows = rows.where(condition);
    if (query.ids !== undefined) rows = rows.where('sensor.id', 'in', [...query.ids]);
    if (page.afterId !== undefined) rows = rows.where('sensor.id', '>', page.afterId);
    if (query.ids?.length === 0) return { items: [] };
    const found = await rows
      .orderBy('sensor.id')
      .limit(page.limit + 1)
      .execute();
    return toPage(
      found.map((row) => this.#known.toSensor(row, now)),
      page.limit,
    );
  }

  /** Keeps what the agent published, with the columns that discovery searches. */
  async updateCapability(
    sensorId: string,
    published: PublishedCapability,
    transaction: Kysely<Database>,
  ): Promise<void> {
    const { capability } = published;
    await transaction
      .updateTable('sensor')
      .set({
        capability: JSON.stringify(capability),
        capabilityAt: published.at,
        agentVersion: published.agentVersion,
        tunableBandHz: bandsValue(capability.tunableBands),
        actions: capability.actions.map((action) => action.name),
        mobile: capability.mobile,
        location: capability.location === undefined ? null : pointValue(capability.location),
        altitudeM: capability.location?.altitudeM ?? null,
      })
      .where('id', '=', sensorId)
      .execute();
  }

  /** All of `records` in one statement; a sensor that is no longer associated is left alone. */
  async recordHeartbeats(records: readonly HeartbeatRecord[]): Promise<void> {
    if (records.length === 0) return;
    const rows = records.map((record) => ({
      id: record.sensorId,
      seen_at: record.seenAt,
      expires_at: record.expiresAt,
      status: record.status ?? null,
      latitude: record.location?.latitude ?? null,
      longitude: record.location?.longitude ?? null,
      altitude_m: record.location?.altitudeM ?? null,
    }));
    await sql`
      update sensor set
        last_seen_at = beat.seen_at,
        association_expires_at = beat.expires_at,
        status = coalesce(beat.status, sensor.status),
        location = case when sensor.mobile and beat.latitude is not null
          then st_setsrid(st_makepoint(beat.longitude, beat.latitude), 4326)::geography else sensor.location end,
        altitude_m = case when sensor.mobile and beat.latitude is not null then beat.altitude_m else sensor.altitude_m end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as beat(
        id uuid, seen_at timestamptz, expires_at timestamptz, status jsonb,
        latitude double precision, longitude double precision, altitude_m double precision)
      where sensor.id = beat.id and sensor.association = 'associated'`.execute(this.#db);
  }
}

export interface PublishedCapability {
  readonly capability: Capability;
  readonly agentVersion: string;
  readonly at: Date;
}

function conditionsOf(query: SensorQuery, now: Date): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (query.place !== undefined) conditions.push(withinPlace(query.place));
  if (query.band !== undefined) conditions.push(coversBand('sensor.tunableBandHz', query.band));
  if (query.action !== undefined) conditions.push(sql<SqlBool>`sensor.actions @> array[${query.action}]::text[]`);
  if (query.association !== undefined) conditions.push(inState(query.association, now));
  return conditions;
}

function withinPlace(place: Place): Expression<SqlBool> {
  switch (place.kind) {
    case 'box':
      return withinBox('sensor.location', place);
    case 'circle':
      return withinRadius('sensor.location', place.center, place.radiusM);
    case 'area':
      return withinArea('sensor.location', place.area);
  }
}

function inState(state: AssociationState, now: Date): Expression<SqlBool> {
  switch (state) {
    case 'associated':
      return sql<SqlBool>`sensor.association = 'associated' and sensor.association_expires_at > ${now}`;
    case 'expired':
      return sql<SqlBool>`sensor.association = 'associated' and sensor.association_expires_at <= ${now}`;
    case 'joined':
    case 'disassociated':
      return sql<SqlBool>`sensor.association = ${state}`;
  }
}
