import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Clock } from '../../spectrum/clock.ts';
import type { IssuedCertificate } from '../../identity/certificate-authority.ts';
import type { Sensor } from '../sensor.ts';
import { selectSensors, toSensor } from '../sensor-rows.ts';

/** A certificate that the Manager issued, with the Sensor it stands for. */
export interface CertifiedSensor {
  readonly sensor: Sensor;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly revokedAt: Date | undefined;
}

/** Which Sensor each issued certificate stands for. */
export class CertificateRepository {
  readonly #db: Kysely<Database>;
  readonly #clock: Clock;
  constructor(db: Kysely<Database>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async insert(sensorId: string, certificate: IssuedCertificate, transaction: Kysely<Database>): Promise<void> {
    const { fingerprint, notBefore, notAfter } = certificate;
    await transaction
      .insertInto('sensorCertificate')
      .values({ fingerprint, sensorId, notBefore, notAfter, issuedAt: this.#clock.now(), revokedAt: null })
      .execute();
  }

  /** @param fingerprint SHA-256 of the DER, lower-case hexadecimal. */
  async find(fingerprint: string): Promise<CertifiedSensor | undefined> {
    const row = await selectSensors(this.#db)
      .innerJoin('sensorCertificate as certificate', 'certificate.sensorId', 'sensor.id')
      .select(['certificate.notBefore', 'certificate.notAfter', 'certificate.revokedAt'])
      .where('certificate.fingerprint', '=', fingerprint)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { notBefore, notAfter } = row;
    return { sensor: toSensor(row, this.#clock.now()), notBefore, notAfter, revokedAt: row.revokedAt ?? undefined };
  }
}
