import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { EventBody } from '../../events/event.ts';
import type { AssociationEnd, AssociationStore, GrantedAssociation, KnownAssociation } from './association.ts';
import type { EventSink } from '../enrollment/enrollment.ts';
import type { HeartbeatRecord, SensorRepository } from '../sensor-repository.ts';
import type { Sensor } from '../sensor.ts';

/** Associations in the database: every change in one transaction with its event. */
export class AssociationRepository implements AssociationStore {
  readonly #db: Kysely<Database>;
  readonly #sensors: SensorRepository;
  readonly #events: EventSink;
  constructor(db: Kysely<Database>, sensors: SensorRepository, events: EventSink) {
    this.#db = db;
    this.#sensors = sensors;
    this.#events = events;
  }

  findSensor(sensorId: string): Promise<Sensor | undefined> {
    return this.#sensors.find(sensorId);
  }

  async alive(now: Date): Promise<readonly KnownAssociation[]> {
    const rows = await this.#db
      .selectFrom('sensor')
      .select(['id as sensorId', 'elementId', 'associationSince as since', 'associationExpiresAt as expiresAt'])
      .where('association', '=', 'associated')
      .where('associationExpiresAt', '>', now)
      .execute();
    return rows.flatMap(({ since, expiresAt, ...row }) => (since && expiresAt ? [{ ...row, since, expiresAt }] : []));
  }

  async grant(sensor: Sensor, grant: GrantedAssociation): Promise<void> {
    const { at, since, expiresAt, agentVersion, capability } = grant;
    await this.#db.transaction().execute(async (transaction) => {
      if (capability !== undefined) {
        await this.#sensors.updateCapability(sensor.id, { capability, agentVersion, at }, transaction);
      }
      await transaction
        .updateTable('sensor')
        .set({ association: 'associated', associationSince: since, associationExpiresAt: expiresAt, lastSeenAt: at })
        .where('id', '=', sensor.id)
        .execute();
      const body = { kind: 'sensor.associated', association: grant.kind, expires_at: expiresAt.toISOString() } as const;
      const subject = { elementId: sensor.element.id, sensorId: sensor.id };
      await this.#events.append(transaction, [{ at, subject, body }]);
    });
  }

  async end(association: KnownAssociation, end: AssociationEnd, at: Date): Promise<void> {
    const { sensorId, elementId } = association;
    await this.#db.transaction().execute(async (transaction) => {
      // An expired association stays as it is: its end is its `association_expires_at`.
      if (end.cause !== 'expired') {
        await transaction
          .updateTable('sensor')
          .set({ association: 'disassociated', associationSince: at, associationExpiresAt: null })
          .where('id', '=', sensorId)
          .execute();
      }
      await this.#events.append(transaction, [{ at, subject: { elementId, sensorId }, body: bodyOf(end) }]);
    });
  }

  recordHeartbeats(records: readonly HeartbeatRecord[]): Promise<void> {
    return this.#sensors.recordHeartbeats(records);
  }
}

function bodyOf(end: AssociationEnd): EventBody {
  return end.cause === 'expired' ? { kind: 'sensor.expired' } : { kind: 'sensor.disassociated', reason: end.reason };
}
