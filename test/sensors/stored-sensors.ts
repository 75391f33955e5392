import type { TestDatabase } from '../support/databases.ts';
import { ensurePartitions } from '../../src/database/partitions.ts';
import { EventLog } from '../../src/events/event-log.ts';
import { AssociationRepository } from '../../src/sensors/association/association-repository.ts';
import { SensorRepository } from '../../src/sensors/sensor-repository.ts';
import type { Capability, Sensor } from '../../src/sensors/sensor.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { capabilityOf } from './sensors.ts';

/** Where the tests' clock begins. */
export const NOON = new Date('2026-11-20T12:00:00Z');

/** Sensors in a real database, under a clock that the test sets. */
export class StoredSensors {
  now = NOON;
  readonly element = { id: uuidv7(), name: `element-${uuidv7()}` };
  readonly sensors: SensorRepository;
  readonly events: EventLog;
  readonly associations: AssociationRepository;
  readonly #database: TestDatabase;

  private constructor(database: TestDatabase) {
    this.#database = database;
    this.sensors = new SensorRepository(database.db, { now: () => this.now });
    this.events = new EventLog(database.db);
    this.associations = new AssociationRepository(database.db, this.sensors, this.events);
  }

  /** With an Element of its own and room for events of a month. */
  static async in(database: TestDatabase): Promise<StoredSensors> {
    const stored = new StoredSensors(database);
    await database.db
      .insertInto('element')
      .values({ ...stored.element, createdAt: NOON })
      .execute();
    await ensurePartitions(database.db, 'event', { start: NOON, stop: new Date(NOON.getTime() + 2 * 86_400_000) });
    return stored;
  }

  /** A sensor that associated at `now` for five minutes and published `capability`. */
  async associated(name: string, capability: Partial<Capability> = {}): Promise<Sensor> {
    const sensor = await this.joined(name);
    const expiresAt = new Date(this.now.getTime() + 300_000);
    const grant = { kind: 'new', since: this.now, at: this.now, expiresAt, agentVersion: '0.1.0' } as const;
    await this.associations.grant(sensor, { ...grant, capability: capabilityOf(capability) });
    return sensor;
  }

  async joined(name: string): Promise<Sensor> {
    const id = uuidv7();
    const row = { id, elementId: this.element.id, name, agentVersion: '0.1.0', createdAt: this.now };
    await this.sensors.insert(row, this.#database.db);
    const sensor = await this.sensors.find(id);
    if (sensor === undefined) throw new Error('the sensor was not stored');
    return sensor;
  }

  async kindsOfEvents(sensorId: string): Promise<string[]> {
    const rows = await this.#database.db
      .selectFrom('event')
      .select('kind')
      .where('sensorId', '=', sensorId)
      .orderBy('sequence')
      .execute();
    return rows.map(({ kind }) => kind);
  }
}
