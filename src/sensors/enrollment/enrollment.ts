import type { Kysely } from 'kysely';
import { isUniqueViolation } from '../../database/database-errors.ts';
import type { Database } from '../../database/schema.ts';
import { ConflictError, InvalidInputError } from '../../errors.ts';
import type { NewEvent } from '../../events/event.ts';
import type { CertificateAuthority } from '../../identity/certificate-authority.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { uuidv7 } from '../../spectrum/identifier.ts';
import type { CertificateRepository } from './certificate-repository.ts';
import type { JoinTokens } from './join-token.ts';
import { faultsOfSensorName } from './sensor-name.ts';
import type { SensorRepository } from '../sensor-repository.ts';

/** Takes events into the record within the transaction of the change they tell of. */
export interface EventSink {
  append(transaction: Kysely<Database>, events: readonly NewEvent[]): Promise<void>;
}

export interface JoinRequest {
  readonly tokenText: string;
  /** PKCS #10, PEM. */
  readonly certificateRequestPem: string;
  /** What the agent would like to be called; a name bound to the token wins. */
  readonly wantedName: string | undefined;
  readonly agentVersion: string;
}

export interface JoinedSensor {
  readonly managerId: string;
  readonly sensorId: string;
  readonly sensorName: string;
  readonly certificatePem: string;
  readonly caPem: string;
}

export interface EnrollmentParts {
  readonly db: Kysely<Database>;
  readonly joinTokens: JoinTokens;
  readonly sensors: SensorRepository;
  readonly certificates: CertificateRepository;
  readonly authority: CertificateAuthority;
  readonly events: EventSink;
  readonly clock: Clock;
}

const MAX_VERSION_LENGTH = 64;

/** How an agent with a join token becomes a Sensor with a certificate. */
export class Enrollment {
  readonly #parts: EnrollmentParts;
  constructor(parts: EnrollmentParts) {
    this.#parts = parts;
  }

  /**
   * Uses the token up, creates the Sensor and records its certificate: all of it or nothing.
   * @throws {UnauthenticatedError} 100 unknown token, 101 altered, 103 expired, 104 used; {ConflictError} name taken;
   * {InvalidInputError} bad name or certificate request.
   */
  async join(request: JoinRequest): Promise<JoinedSensor> {
    const { joinTokens, authority, clock } = this.#parts;
    const token = await joinTokens.check(request.tokenText);
    const now = clock.now();
    const sensorId = uuidv7(now);
    const name = token.sensorName ?? request.wantedName ?? `sensor-${sensorId.slice(-8)}`;
    const faults = faultsOfSensorName(name, '#/sensor_name');
    if (request.agentVersion.length > MAX_VERSION_LENGTH || /\p{Cc}/u.test(request.agentVersion)) {
      faults.push({
        code: 'too-long',
        detail: `the agent version must be text of at most ${MAX_VERSION_LENGTH} characters`,
        pointer: '#/agent_version',
      });
    }
    if (faults.length > 0) throw new InvalidInputError(faults);
    const certificate = await authority.issueAgentCertificate(request.certificateRequestPem, sensorId);
    const sensor = {
      id: sensorId,
      elementId: token.elementId,
      name,
      agentVersion: request.agentVersion,
      createdAt: now,
    };
    await this.#parts.db
      .transaction()
      .execute(async (transaction) => {
        await this.#parts.sensors.insert(sensor, transaction);
        await joinTokens.redeem(token, sensorId, transaction);
        await this.#parts.certificates.insert(sensorId, certificate, transaction);
        const subject = { elementId: token.elementId, sensorId };
        await this.#parts.events.append(transaction, [{ at: now, subject, body: { kind: 'sensor.joined', name } }]);
      })
      .catch((error: unknown) => {
        if (isUniqueViolation(error, 'sensor_element_id_name_key')) throw nameTaken(name);
        throw error;
      });
    return {
      managerId: authority.managerId,
      sensorId,
      sensorName: name,
      certificatePem: certificate.certificatePem,
      caPem: authority.certificatePem,
    };
  }
}

function nameTaken(name: string): ConflictError {
  return new ConflictError(`there is a sensor \`${name}\` already: choose another name`);
}
