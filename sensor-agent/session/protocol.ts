import { fileURLToPath } from 'node:url';
import type { Client, ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { type MethodDefinition, type PackageDefinition, loadSync } from '@grpc/proto-loader';
import type { AgentMessage } from '../../proto/generated/clearband/scos/v1/AgentMessage.ts';
import type { JoinRequest } from '../../proto/generated/clearband/scos/v1/JoinRequest.ts';
import type { JoinResponse__Output } from '../../proto/generated/clearband/scos/v1/JoinResponse.ts';
import type { ManagerMessage__Output } from '../../proto/generated/clearband/scos/v1/ManagerMessage.ts';
import type { PublishMessage } from '../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import type { PublishReceipt__Output } from '../../proto/generated/clearband/scos/v1/PublishReceipt.ts';

export type SessionCall = ClientDuplexStream<AgentMessage, ManagerMessage__Output>;
export type PublishCall = ClientDuplexStream<PublishMessage, PublishReceipt__Output>;

const PROTO_FOLDER = fileURLToPath(new URL('../../proto', import.meta.url));
const FILES = ['clearband/scos/v1/enrollment.proto', 'clearband/scos/v1/sensing.proto'];
// INVARIANT: the options that the types under proto/generated were made with.
const OPTIONS = { longs: String, enums: String, defaults: true, oneofs: true, includeDirs: [PROTO_FOLDER] };

/** The Manager's calls, as read from `proto/`. */
export class Protocol {
  readonly #definitions: PackageDefinition = loadSync(FILES, OPTIONS);

  /** Rejects with a ServiceError. */
  join(client: Client, request: JoinRequest, deadline: Date): Promise<JoinResponse__Output> {
    const { path, requestSerialize, responseDeserialize } = this.#method('clearband.scos.v1.Enrollment', 'Join');
    const { promise, resolve, reject } = Promise.withResolvers<JoinResponse__Output>();
    client.makeUnaryRequest(
      path,
      requestSerialize,
      // INVARIANT: the definition it comes from makes this message.
      (bytes) => responseDeserialize(bytes) as JoinResponse__Output,
      request,
      { deadline },
      (error: ServiceError | null, response) => {
        if (response === undefined) reject(error ?? new Error('the Manager answered nothing'));
        else resolve(response);
      },
    );
    return promise;
  }

  session(client: Client): SessionCall {
    const { path, requestSerialize, responseDeserialize } = this.#method('clearband.scos.v1.Sensing', 'Session');
    const deserialize = (bytes: Buffer) => responseDeserialize(bytes) as ManagerMessage__Output;
    return client.makeBidiStreamRequest<AgentMessage, ManagerMessage__Output>(path, requestSerialize, deserialize);
  }

  publish(client: Client): PublishCall {
    const { path, requestSerialize, responseDeserialize } = this.#method('clearband.scos.v1.Sensing', 'Publish');
    const deserialize = (bytes: Buffer) => responseDeserialize(bytes) as PublishReceipt__Output;
    return client.makeBidiStreamRequest<PublishMessage, PublishReceipt__Output>(path, requestSerialize, deserialize);
  }

  #method(service: string, name: string): MethodDefinition<object, object> {
    const definition = this.#definitions[service];
    const method = definition === undefined || 'format' in definition ? undefined : definition[name];
    if (method === undefined) throw new Error(`proto/ holds no method \`${service}/${name}\``);
    return method;
  }
}
