import { X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A private key with its certificate, PEM. */
export interface CertifiedKey {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** The pair kept in the file at `path`; undefined when there is none. @throws when the file holds something else. */
export async function readCertifiedKey(path: string): Promise<CertifiedKey | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const keyPem = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(text)?.[0];
  const certificatePem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  if (keyPem === undefined || certificatePem === undefined) {
    throw new Error(`\`${path}\` must hold a private key and a certificate, PEM; restore it from a backup`);
  }
  return { keyPem, certificatePem };
}

/** Puts both into one file of mode 0600, whole or not at all, so that a key is never found without its certificate. */
export async function writeCertifiedKey(path: string, pair: CertifiedKey): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    await file.writeFile(`${pair.keyPem.trim()}\n${pair.certificatePem.trim()}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

/** SHA-256 of the certificate's DER, 64 lower-case hexadecimal digits. */
export function fingerprintOf(certificate: string | Buffer): string {
  return new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();
}
