import type { PeerCertificate } from 'node:tls';
import { UnauthenticatedError } from '../../errors.ts';
import { fingerprintOf } from '../../identity/certificate-files.ts';
import type { CertifiedSensor } from '../../sensors/enrollment/certificate-repository.ts';
import type { Sensor } from '../../sensors/sensor.ts';
import type { Clock } from '../../spectrum/clock.ts';
import type { UntrustedPeers } from './untrusted-peers.ts';

/** Finds whom an issued certificate stands for; `CertificateRepository` does. */
export interface CertificateLookup {
  find(fingerprint: string): Promise<CertifiedSensor | undefined>;
}

/** The part of a call that says who is at its other end. */
export interface PeerCall {
  getAuthContext(): { readonly sslPeerCertificate?: PeerCertificate };
  getPeer(): string;
}

/** Says which Sensor speaks: its certificate does, never a field of a message. */
export class PeerDirectory {
  readonly #certificates: CertificateLookup;
  readonly #untrusted: UntrustedPeers;
  readonly #clock: Clock;
  constructor(certificates: CertificateLookup, untrusted: UntrustedPeers, clock: Clock) {
    this.#certificates = certificates;
    this.#untrusted = untrusted;
    this.#clock = clock;
  }

  /** @throws {UnauthenticatedError} code 100 unknown, 102 no certificate of ours or revoked, 103 expired. */
  async identify(call: PeerCall): Promise<Sensor> {
    const certificate = call.getAuthContext().sslPeerCertificate;
    if (certificate === undefined) throw untrusted(this.#untrusted.faultOf(call.getPeer()));
    const known = await this.#certificates.find(fingerprintOf(certificate.raw));
    if (known === undefined) throw new UnauthenticatedError('the certificate stands for no sensor: join again', 100);
    const now = this.#clock.now();
    if (known.revokedAt !== undefined) throw new UnauthenticatedError('the certificate was revoked: join again', 102);
    if (now < known.notBefore) throw new UnauthenticatedError('the certificate is not valid yet: check the clock', 102);
    if (now >= known.notAfter) throw expired();
    return known.sensor;
  }
}

function untrusted(fault: string | undefined): UnauthenticatedError {
  if (fault === undefined) return new UnauthenticatedError('a client certificate is needed: join first', 102);
  if (fault === 'CERT_HAS_EXPIRED') return expired();
  return new UnauthenticatedError(`the certificate was not issued by this Manager (${fault}): join again`, 102);
}

function expired(): UnauthenticatedError {
  return new UnauthenticatedError('the certificate has expired: join again', 103);
}
