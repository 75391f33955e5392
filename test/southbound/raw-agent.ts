import { type ServiceError, status } from '@grpc/grpc-js';
import { makeKeyAndRequest } from '../../sensor-agent/join/certificate-request.ts';
import { type ClientCertificate, openChannel } from '../../sensor-agent/session/channel.ts';
import { Protocol, type PublishCall, type SessionCall } from '../../sensor-agent/session/protocol.ts';
import { scosCodeIn } from '../../sensor-agent/session/scos-code.ts';
import type { ManagerMessage__Output } from '../../proto/generated/clearband/scos/v1/ManagerMessage.ts';
import type { Receipt__Output } from '../../proto/generated/clearband/scos/v1/Receipt.ts';
import type { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import { sensorNamed } from '../sensors/sensors.ts';
import type { TestEdge } from './edge.ts';

/** How a call ended. */
export interface CallEnd {
  readonly status: string;
  readonly code: number | undefined;
  readonly details: string;
}

/** A peer that says exactly what a test wants. */
export class RawAgent {
  readonly #edge: TestEdge;
  readonly #certificate: ClientCertificate | undefined;
  readonly #protocol = new Protocol();
  readonly #closers: (() => void)[] = [];

  constructor(edge: TestEdge, certificate?: ClientCertificate) {
    this.#edge = edge;
    this.#certificate = certificate;
  }

  session(): {
    readonly call: SessionCall;
    readonly messages: ManagerMessage__Output[];
    readonly ended: Promise<CallEnd>;
  } {
    const call = this.#protocol.session(this.#channel());
    const messages: ManagerMessage__Output[] = [];
    call.on('data', (message: ManagerMessage__Output) => messages.push(message));
    return { call, messages, ended: endOf(call) };
  }

  publish(): {
    readonly call: PublishCall;
    readonly receipts: Receipt__Output[];
    readonly messages: number[];
    readonly ended: Promise<CallEnd>;
  } {
    const call = this.#protocol.publish(this.#channel());
    const receipts: Receipt__Output[] = [];
    const messages: number[] = [];
    call.on('data', (message: { readonly receipts: readonly Receipt__Output[] }) => {
      receipts.push(...message.receipts);
      messages.push(message.receipts.length);
    });
    return { call, receipts, messages, ended: endOf(call) };
  }

  close(): void {
    for (const close of this.#closers) close();
  }

  #channel() {
    const { port, authority } = this.#edge;
    const channel = openChannel({ host: '127.0.0.1', port }, authority.certificatePem, this.#certificate);
    this.#closers.push(() => {
      channel.close();
    });
    return channel;
  }
}

/** A key and a certificate of `authority` for a new sensor, which the edge knows unless it is a foreign one. */
export async function certify(edge: TestEdge, authority: CertificateAuthority = edge.authority) {
  const sensor = sensorNamed('raw');
  const { keyPem, requestPem } = await makeKeyAndRequest();
  const { certificatePem, fingerprint, notBefore, notAfter } = await authority.issueAgentCertificate(
    requestPem,
    sensor.id,
  );
  if (authority === edge.authority)
    edge.enrollment.certificates.set(fingerprint, { sensor, notBefore, notAfter, revokedAt: undefined });
  return { sensor, fingerprint, keyPem, certificatePem };
}

function endOf(call: SessionCall | PublishCall): Promise<CallEnd> {
  const { promise, resolve } = Promise.withResolvers<CallEnd>();
  call.on('error', (error: ServiceError) => {
    resolve({ status: status[error.code], code: scosCodeIn(error.metadata), details: error.details });
  });
  call.on('status', () => {
    resolve({ status: 'OK', code: undefined, details: '' });
  });
  return promise;
}
