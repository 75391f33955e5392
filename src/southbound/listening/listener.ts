import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Server, type TLSSocket, type TlsOptions, createServer } from 'node:tls';
import * as grpc from '@grpc/grpc-js';
import type { CertifiedKey } from '../../identity/certificate-files.ts';
import type { UntrustedPeers } from './untrusted-peers.ts';

export interface ListenerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly key: CertifiedKey;
  /** The one CA whose client certificates are trusted, PEM; sent along so that a joining agent can check it. */
  readonly caPem: string;
  readonly services: readonly ListenerService[];
  /** Learns about certificates of other authorities. */
  readonly untrusted: UntrustedPeers;
}

export interface ListenerService {
  readonly definition: grpc.ServiceDefinition;
  readonly handlers: grpc.UntypedServiceImplementation;
}

/** How much of a message is read before the call is ended; a chunk of a recording is far smaller. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const HANDSHAKE_MS = 10_000;
const KEEPALIVE_MS = 20_000;
const KEEPALIVE_ANSWER_MS = 10_000;

const SERVER_OPTIONS: grpc.ServerOptions = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.keepalive_time_ms': KEEPALIVE_MS,
  'grpc.keepalive_timeout_ms': KEEPALIVE_ANSWER_MS,
  'grpc.enable_channelz': 0,
};

/**
 * One port for agents with and without a certificate: TLS asks for one and does not insist, the services decide
 * (docs/decisions/0003).
 */
export class Listener {
  readonly port: number;
  readonly #tls: Server;
  readonly #grpc: grpc.Server;
  readonly #sockets: ReadonlySet<TLSSocket>;

  private constructor(tls: Server, server: grpc.Server, sockets: ReadonlySet<TLSSocket>) {
    // INVARIANT: a listening TCP server has an AddressInfo.
    this.port = (tls.address() as AddressInfo).port;
    this.#tls = tls;
    this.#grpc = server;
    this.#sockets = sockets;
  }

  /** Listens. @throws {Error} when the port is taken. */
  static async open(options: ListenerOptions): Promise<Listener> {
    const server = new grpc.Server(SERVER_OPTIONS);
    for (const { definition, handlers } of options.services) server.addService(definition, handlers);
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    const sockets = new Set<TLSSocket>();
    const tls = createServer(tlsOptions(options), (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // A reset of the connection also ends its streams, which is where it is noticed.
      socket.on('error', () => undefined);
      options.untrusted.watch(socket);
      injector.injectConnection(socket);
    });
    tls.listen(options.port, options.host);
    await once(tls, 'listening');
    return new Listener(tls, server, sockets);
  }

  /** Takes no more calls, lets the open ones end, and cuts those that are left after `deadlineMs`. */
  async stop(deadlineMs: number): Promise<void> {
    this.#tls.close();
    // `tryShutdown` waits for open streams for as long as they last.
    const ended = Promise.withResolvers<undefined>();
    const deadline = setTimeout(() => {
      ended.resolve(undefined);
    }, deadlineMs);
    this.#grpc.tryShutdown(() => {
      ended.resolve(undefined);
    });
    await ended.promise;
    clearTimeout(deadline);
    this.#grpc.forceShutdown();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function tlsOptions({ key, caPem }: ListenerOptions): TlsOptions {
  return {
    // The CA goes along: a joining agent knows only its fingerprint.
    cert: `${key.certificatePem.trim()}\n${caPem.trim()}\n`,
    key: key.keyPem,
    ca: caPem,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['h2'],
    handshakeTimeout: HANDSHAKE_MS,
  };
}
