import { UnauthenticatedError } from '../../src/errors.ts';
import type { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import type { CertifiedSensor } from '../../src/sensors/enrollment/certificate-repository.ts';
import type { JoinRequest, JoinedSensor } from '../../src/sensors/enrollment/enrollment.ts';
import { type JoinTokenStore, JoinTokens } from '../../src/sensors/enrollment/join-token.ts';
import type { StoredJoinToken } from '../../src/sensors/enrollment/join-token-repository.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import type { Clock } from '../../src/spectrum/clock.ts';
import type { Joining } from '../../src/southbound/enrollment-service.ts';
import type { CertificateLookup } from '../../src/southbound/listening/peer-directory.ts';
import { sensorNamed } from '../sensors/sensors.ts';

/** Joins without a database: the real tokens and the real authority over maps. */
export class MemoryEnrollment implements Joining, CertificateLookup {
  readonly joinTokens: JoinTokens;
  readonly sensors = new Map<string, Sensor>();
  readonly certificates = new Map<string, CertifiedSensor>();
  readonly #tokens = new MemoryTokens();
  readonly #authority: CertificateAuthority;

  constructor(authority: CertificateAuthority, clock: Clock) {
    this.#authority = authority;
    this.joinTokens = new JoinTokens(this.#tokens, authority.fingerprint, clock);
  }

  async join(request: JoinRequest): Promise<JoinedSensor> {
    const token = await this.joinTokens.check(request.tokenText);
    const sensor = sensorNamed(token.sensorName ?? request.wantedName ?? 'unnamed');
    const certificate = await this.#authority.issueAgentCertificate(request.certificateRequestPem, sensor.id);
    if (!(await this.#tokens.markUsed(token.id))) throw new UnauthenticatedError('used', 104);
    const { certificatePem, notBefore, notAfter, fingerprint } = certificate;
    this.sensors.set(sensor.id, sensor);
    this.certificates.set(fingerprint, { sensor, notBefore, notAfter, revokedAt: undefined });
    const { managerId, certificatePem: caPem } = this.#authority;
    return { managerId, sensorId: sensor.id, sensorName: sensor.name, certificatePem, caPem };
  }

  find(fingerprint: string): Promise<CertifiedSensor | undefined> {
    return Promise.resolve(this.certificates.get(fingerprint));
  }
}

class MemoryTokens implements JoinTokenStore {
  readonly #rows = new Map<string, StoredJoinToken>();

  insert(token: Omit<StoredJoinToken, 'usedAt'>): Promise<void> {
    this.#rows.set(token.id, { ...token, usedAt: undefined });
    return Promise.resolve();
  }

  find(id: string): Promise<StoredJoinToken | undefined> {
    return Promise.resolve(this.#rows.get(id));
  }

  markUsed(id: string): Promise<boolean> {
    const row = this.#rows.get(id);
    if (row === undefined || row.usedAt !== undefined) return Promise.resolve(false);
    this.#rows.set(id, { ...row, usedAt: new Date() });
    return Promise.resolve(true);
  }
}
