import type { TLSSocket } from 'node:tls';

/** Why TLS did not accept the certificates of open connections, by peer (`address:port`). */
export class UntrustedPeers {
  readonly #faults = new Map<string, string>();

  /** Keeps what is wrong with the certificate of `socket`, if it sent one, until it closes. */
  watch(socket: TLSSocket): void {
    const sentOne = Object.keys(socket.getPeerCertificate()).length > 0;
    if (socket.authorized || !sentOne) return;
    const peer = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
    this.#faults.set(peer, reasonOf(socket.authorizationError));
    socket.once('close', () => this.#faults.delete(peer));
  }

  /** An OpenSSL code such as `CERT_HAS_EXPIRED`; undefined when the peer sent no certificate. */
  faultOf(peer: string): string | undefined {
    return this.#faults.get(peer);
  }
}

// The types say Error; at run time it is the code itself.
function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNTRUSTED';
}
