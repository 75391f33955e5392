import 'reflect-metadata';
import { X509Certificate, webcrypto } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CertificateAuthority } from '../../src/identity/certificate-authority.ts';

const NAMES = ['localhost', '127.0.0.1', '::1', 'manager.example.org'];
const DAY_MS = 86_400_000;
let dataDir: string;
let now: Date;
const clock = { now: () => now };

beforeEach(async () => {
  now = new Date('2026-11-20T12:00:00Z');
  dataDir = await mkdtemp(join(tmpdir(), 'clearband-ca-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

async function requestFor(
  algorithm: webcrypto.EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' },
): Promise<x509.Pkcs10CertificateRequest> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return x509.Pkcs10CertificateRequestGenerator.create(
    { name: 'CN=somebody-else', keys, signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' } },
    webcrypto,
  );
}

describe('CertificateAuthority', () => {
  it('keeps the authority it made at the first start, readable by its owner alone', async () => {
    const first = await CertificateAuthority.open(dataDir, clock);
    const second = await CertificateAuthority.open(dataDir, clock);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(second.managerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect((await stat(join(dataDir, 'ca', 'authority.pem'))).mode & 0o777).toBe(0o600);
    const ca = new X509Certificate(first.certificatePem);
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
  });

  it('certifies the listener for all its names', async () => {
    const authority = await CertificateAuthority.open(dataDir, clock);
    const leaf = new X509Certificate((await authority.serverKey(NAMES)).certificatePem);
    expect(leaf.checkIssued(new X509Certificate(authority.certificatePem))).toBe(true);
    expect(leaf.checkHost('localhost')).toBe('localhost');
    expect(leaf.checkHost('manager.example.org')).toBe('manager.example.org');
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.checkIP('::1')).toBe('::1');
    expect(leaf.checkHost('example.org')).toBeUndefined();
  });

  it('renews the listener certificate when it is old or its names change, and only then', async () => {
    const authority = await CertificateAuthority.open(dataDir, clock);
    const first = await authority.serverKey(NAMES);
    expect(await authority.serverKey([...NAMES].reverse())).toEqual(first);
    const renamed = await authority.serverKey(['localhost']);
    expect(renamed.certificatePem).not.toBe(first.certificatePem);
    now = new Date(now.getTime() + 300 * DAY_MS);
    expect((await authority.serverKey(['localhost'])).certificatePem).not.toBe(renamed.certificatePem);
  });

  it('certifies an agent for 30 days under its sensor id, whatever name it asked for', async () => {
    const authority = await CertificateAuthority.open(dataDir, clock);
    const issued = await authority.issueAgentCertificate((await requestFor()).toString('pem'), 'the-sensor');
    const certificate = new X509Certificate(issued.certificatePem);
    expect(certificate.subject).toBe('CN=the-sensor');
    expect(certificate.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(true);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.ca).toBe(false);
    expect(issued.notAfter.getTime() - now.getTime()).toBe(30 * DAY_MS);
    expect(issued.fingerprint).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it.each([
    ['text that is no request', () => Promise.resolve('hello'), 'is not a PKCS #10 request'],
    [
      'another curve',
      async () => (await requestFor({ name: 'ECDSA', namedCurve: 'P-384' })).toString('pem'),
      'must hold a P-256 key',
    ],
    [
      'an altered signature',
      async () => {
        const raw = new Uint8Array((await requestFor()).rawData);
        raw[raw.length - 1] = (raw.at(-1) ?? 0) ^ 1;
        return x509.PemConverter.encode(raw, 'CERTIFICATE REQUEST');
      },
      'is not signed by the key it holds',
    ],
    ['something huge', () => Promise.resolve('A'.repeat(10_000)), 'is longer than'],
  ])('refuses %s', async (_name, make, message) => {
    const authority = await CertificateAuthority.open(dataDir, clock);
    await expect(authority.issueAgentCertificate(await make(), 'id')).rejects.toThrow(message);
  });

  it('refuses to start on a damaged authority instead of making a new one', async () => {
    await CertificateAuthority.open(dataDir, clock);
    const path = join(dataDir, 'ca', 'authority.pem');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
    await expect(CertificateAuthority.open(dataDir, clock)).rejects.toThrow(
      'must hold a private key and a certificate',
    );
  });
});
