import 'reflect-metadata'; // INVARIANT: before @peculiar/x509, which reads the metadata it makes.
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A new P-256 key and the PKCS #10 request for a certificate of it, both PEM. The key never leaves this machine. */
export async function makeKeyAndRequest(): Promise<{ readonly keyPem: string; readonly requestPem: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    // The Manager decides on the name: the id it gives the sensor.
    { name: 'CN=clearband-agent', keys, signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' } },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { keyPem: x509.PemConverter.encode(key, 'PRIVATE KEY'), requestPem: request.toString('pem') };
}
