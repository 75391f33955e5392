import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type PeerCertificate, type TLSSocket, checkServerIdentity, connect } from 'node:tls';
import { RefusedError, UnreachableError } from '../failures.ts';
import { type ManagerAddress, formatAddress } from '../session/address.ts';

const TIMEOUT_MS = 10_000;

/**
 * Looks at who answers at `address` and sends nothing. The CA it shows must have the fingerprint that the join token
 * names, and must have issued a valid certificate for `address`.
 * @returns the CA certificate, PEM, to trust from now on. @throws {RefusedError} or {UnreachableError}
 */
export async function checkManager(address: ManagerAddress, caFingerprint: string): Promise<string> {
  const socket = await openTls(address);
  try {
    const leaf = socket.getPeerCertificate(true);
    const ca = issuerOf(leaf);
    if (ca === undefined)
      throw refused(address, 'its certificate was not issued by the certificate authority that it shows');
    if (toHex(ca.fingerprint256) !== caFingerprint) {
      throw refused(address, 'its certificate authority is not the one that the join token names');
    }
    const certificate = new X509Certificate(leaf.raw);
    if (!ca.ca || !certificate.checkIssued(ca) || !certificate.verify(ca.publicKey)) {
      throw refused(address, 'its certificate was not issued by its certificate authority');
    }
    const now = new Date();
    if (now < certificate.validFromDate || now > certificate.validToDate) {
      throw refused(
        address,
        `its certificate is valid from ${certificate.validFrom} to ${certificate.validTo}, which is not now`,
      );
    }
    const mismatch = checkServerIdentity(address.host, leaf);
    if (mismatch !== undefined) {
      throw refused(
        address,
        `its certificate is for other names (${leaf.subjectaltname ?? 'none'}): set CLEARBAND_PUBLIC_NAMES`,
      );
    }
    return ca.toString();
  } finally {
    socket.destroy();
  }
}

/** The types promise an issuer; there is none when the certificates shown do not fit together. */
function issuerOf(leaf: { readonly issuerCertificate?: PeerCertificate }): X509Certificate | undefined {
  return leaf.issuerCertificate && new X509Certificate(leaf.issuerCertificate.raw);
}

async function openTls(address: ManagerAddress): Promise<TLSSocket> {
  const { host, port } = address;
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const servername = isIP(host) === 0 ? { servername: host } : {};
  // Nothing is trusted yet: what is shown is looked at, and nothing is sent.
  const socket = connect({ host, port, ...servername, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  socket.setTimeout(TIMEOUT_MS, () => {
    reject(new UnreachableError(`nobody answers at ${formatAddress(address)} within ${TIMEOUT_MS / 1000} s`));
  });
  socket.once('secureConnect', () => {
    resolve(socket);
  });
  socket.on('error', (error: Error) => {
    reject(
      new UnreachableError(`can not reach a Manager at ${formatAddress(address)}: ${error.message}`, { cause: error }),
    );
  });
  return promise.catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
}

function refused({ host, port }: ManagerAddress, why: string): RefusedError {
  return new RefusedError(
    `${formatAddress({ host, port })} is not the Manager to join: ${why}; nothing was sent to it`,
  );
}

function toHex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}
