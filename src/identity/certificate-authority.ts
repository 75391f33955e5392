import 'reflect-metadata'; // INVARIANT: before @peculiar/x509, which reads the metadata it makes.
import { X509Certificate, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import type { Clock } from '../spectrum/clock.ts';
import { uuidv7 } from '../spectrum/identifier.ts';
import { type CertifiedKey, fingerprintOf, readCertifiedKey, writeCertifiedKey } from './certificate-files.ts';
import { parseCertificateRequest } from './certificate-request.ts';

const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** An agent whose clock is behind must still be able to trust the Manager, which then tells it the time. */
const BACKDATED_MS = 30 * DAY_MS;
const CA_DAYS = 3650;
const SERVER_DAYS = 365;
const SERVER_RENEWED_BEFORE_DAYS = 90;
const AGENT_DAYS = 30;

/** A certificate the Manager gave to an agent. */
export interface IssuedCertificate {
  readonly certificatePem: string;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What a certificate is to be made of. */
interface CertificateRequest {
  readonly subject: x509.JsonName;
  readonly publicKey: x509.PublicKey | webcrypto.CryptoKey;
  readonly days: number;
  readonly extensions: readonly x509.Extension[];
}

/** The Manager's own certificate authority: P-256, made at the first start, kept in `<dataDir>/ca/`. */
export class CertificateAuthority {
  readonly certificatePem: string;
  /** SHA-256 of the CA certificate, lower-case hexadecimal; join tokens carry it. */
  readonly fingerprint: string;
  /** The Manager's own id (SMID): the common name of the CA. */
  readonly managerId: string;
  readonly #key: webcrypto.CryptoKey;
  readonly #issuer: x509.X509Certificate;
  readonly #folder: string;
  readonly #clock: Clock;

  private constructor(pair: CertifiedKey, key: webcrypto.CryptoKey, at: { folder: string; clock: Clock }) {
    this.certificatePem = pair.certificatePem;
    this.fingerprint = fingerprintOf(pair.certificatePem);
    this.#issuer = new x509.X509Certificate(pair.certificatePem);
    this.managerId = this.#issuer.subjectName.getField('CN')[0] ?? this.fingerprint;
    this.#key = key;
    this.#folder = at.folder;
    this.#clock = at.clock;
  }

  /** The authority of `dataDir`; makes it when there is none. */
  static async open(dataDir: string, clock: Clock): Promise<CertificateAuthority> {
    const folder = join(dataDir, 'ca');
    const path = join(folder, 'authority.pem');
    let pair = await readCertifiedKey(path);
    if (pair === undefined) {
      pair = await makeAuthority(clock.now());
      await writeCertifiedKey(path, pair);
    }
    return new CertificateAuthority(pair, await importKey(pair.keyPem), { folder, clock });
  }

  /** Key and certificate of the listener for `names` (host names and addresses); renewed when old or when names changed. */
  async serverKey(names: readonly string[]): Promise<CertifiedKey> {
    const path = join(this.#folder, 'server.pem');
    const known = await readCertifiedKey(path);
    if (known !== undefined && this.#isCurrent(known.certificatePem, names)) return known;
    const keys = await makeKeys();
    const certificate = await this.#issue({
      subject: [{ CN: ['Clearband Manager'] }],
      publicKey: keys.publicKey,
      days: SERVER_DAYS,
      extensions: [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map(toGeneralName)),
      ],
    });
    const pair = { keyPem: await exportKey(keys.privateKey), certificatePem: certificate.toString('pem') };
    await writeCertifiedKey(path, pair);
    return pair;
  }

  /**
   * A certificate for the agent of `sensorId` from its PKCS #10 request. Only the request's key is taken, after its
   * signature proved that the agent holds it; names in it are ignored. @throws {InvalidInputError} on a bad request.
   */
  async issueAgentCertificate(requestPem: string, sensorId: string): Promise<IssuedCertificate> {
    const request = await parseCertificateRequest(requestPem);
    const certificate = await this.#issue({
      subject: [{ CN: [sensorId] }],
      publicKey: request.publicKey,
      days: AGENT_DAYS,
      extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
    });
    const certificatePem = certificate.toString('pem');
    const { notBefore, notAfter } = certificate;
    return { certificatePem, fingerprint: fingerprintOf(certificatePem), notBefore, notAfter };
  }

  /** A signature over `content` that the CA certificate's key verifies: r and s, 32 bytes each. */
  async sign(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return new Uint8Array(await webcrypto.subtle.sign(SIGNING_ALGORITHM, this.#key, content));
  }

  #isCurrent(certificatePem: string, names: readonly string[]): boolean {
    const certificate = new X509Certificate(certificatePem);
    const remainingMs = certificate.validToDate.getTime() - this.#clock.now().getTime();
    const covered = new x509.X509Certificate(certificatePem)
      .getExtension(x509.SubjectAlternativeNameExtension)
      ?.names.items.map((name) => name.value)
      .sort();
    return (
      remainingMs > SERVER_RENEWED_BEFORE_DAYS * DAY_MS &&
      certificate.verify(new X509Certificate(this.certificatePem).publicKey) &&
      JSON.stringify(covered) === JSON.stringify([...names].sort())
    );
  }

  async #issue(request: CertificateRequest): Promise<x509.X509Certificate> {
    const now = this.#clock.now().getTime();
    return x509.X509CertificateGenerator.create(
      {
        serialNumber: randomBytes(16).toString('hex'),
        subject: request.subject,
        issuer: this.#issuer.subjectName.toJSON(),
        notBefore: new Date(now - BACKDATED_MS),
        notAfter: new Date(now + request.days * DAY_MS),
        publicKey: request.publicKey,
        signingKey: this.#key,
        signingAlgorithm: SIGNING_ALGORITHM,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          ...request.extensions,
        ],
      },
      webcrypto,
    );
  }
}

async function makeAuthority(now: Date): Promise<CertifiedKey> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomBytes(16).toString('hex'),
      name: [{ CN: [uuidv7(now)] }, { O: ['Clearband'] }],
      notBefore: new Date(now.getTime() - BACKDATED_MS),
      notAfter: new Date(now.getTime() + CA_DAYS * DAY_MS),
      keys,
      signingAlgorithm: SIGNING_ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        // Fences are signed with it, beside certificates.
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { keyPem: await exportKey(keys.privateKey), certificatePem: certificate.toString('pem') };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return webcrypto.subtle.importKey('pkcs8', der, KEY_ALGORITHM, false, ['sign']);
}

function toGeneralName(name: string): x509.JsonGeneralName {
  return { type: isIP(name) === 0 ? 'dns' : 'ip', value: name };
}
