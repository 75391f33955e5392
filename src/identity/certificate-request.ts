import 'reflect-metadata'; // INVARIANT: before @peculiar/x509, which reads the metadata it makes.
import { createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { InvalidInputError } from '../errors.ts';

/** Far above any P-256 request, far below what would be costly to parse. */
const MAX_REQUEST_LENGTH = 8192;
/** OpenSSL's name of P-256. */
const P256 = 'prime256v1';

/** The request in `pem`, its own signature checked. @throws {InvalidInputError} naming what is wrong with it. */
export async function parseCertificateRequest(pem: string): Promise<x509.Pkcs10CertificateRequest> {
  if (pem.length > MAX_REQUEST_LENGTH) throw refused(`is longer than ${MAX_REQUEST_LENGTH} characters`);
  let request: x509.Pkcs10CertificateRequest;
  let curve: string | undefined;
  try {
    request = new x509.Pkcs10CertificateRequest(pem);
    curve = curveOf(request.publicKey);
  } catch {
    throw refused('is not a PKCS #10 request in PEM');
  }
  if (curve !== P256) throw refused('must hold a P-256 key');
  if (!(await request.verify(webcrypto).catch(() => false))) throw refused('is not signed by the key it holds');
  return request;
}

function curveOf(key: x509.PublicKey): string | undefined {
  const spki = Buffer.from(key.rawData);
  return createPublicKey({ key: spki, format: 'der', type: 'spki' }).asymmetricKeyDetails?.namedCurve;
}

function refused(fault: string): InvalidInputError {
  return new InvalidInputError([
    {
      code: 'bad-certificate-request',
      detail: `the certificate request ${fault}`,
      pointer: '#/certificate_request_pem',
    },
  ]);
}
