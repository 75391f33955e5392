import { join as joinPath } from 'node:path';
import type { Receipt__Output } from '../../proto/generated/clearband/scos/v1/Receipt.ts';
import type { PublishMessage } from '../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import { join } from '../../sensor-agent/join/join.ts';
import { parseAddress } from '../../sensor-agent/session/address.ts';
import { openChannel } from '../../sensor-agent/session/channel.ts';
import { Protocol, type PublishCall } from '../../sensor-agent/session/protocol.ts';
import type { ManagerProcess } from '../system/manager-process.ts';

/** Outcomes on their way without a receipt, as an agent allows itself. */
const WINDOW = 64;

/** A joined sensor with one publish stream open over mutual TLS, fed from memory instead of a spool. */
export class PublishingSensor {
  readonly id: string;
  readonly name: string;
  readonly #call: PublishCall;
  readonly #close: () => void;
  #onReceipts: (receipts: readonly Receipt__Output[]) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;

  private constructor(sensor: { id: string; name: string }, call: PublishCall, close: () => void) {
    this.id = sensor.id;
    this.name = sensor.name;
    this.#call = call;
    this.#close = close;
    call.on('data', ({ receipts }: { readonly receipts: readonly Receipt__Output[] }) => {
      this.#onReceipts(receipts);
    });
    call.on('error', (error: Error) => {
      this.#fail(error);
    });
  }

  /** Joins a new sensor by the same path as any other and opens its stream. */
  static async open(manager: ManagerProcess, workDir: string, name: string): Promise<PublishingSensor> {
    const { token } = await manager.admin.post<{ token: string }>('/api/v1/join-tokens', { sensor_name: name });
    const address = parseAddress(manager.grpcAddress);
    const identity = await join({
      address,
      token,
      name,
      stateDir: joinPath(workDir, name),
      configuration: { receiver: { driver: 'simulated', scene: 'none' }, spoolBytes: 1 },
    });
    const channel = openChannel(address, identity.caPem, identity);
    const call = new Protocol().publish(channel);
    return new PublishingSensor({ id: identity.sensorId, name }, call, () => {
      channel.close();
    });
  }

  /** Sends all of `messages`; resolves with the last receipt. @throws {Error} when one is not stored */
  publish(messages: readonly PublishMessage[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    let sent = 0;
    let settled = 0;
    const send = () => {
      for (const message of messages.slice(sent, settled + WINDOW)) this.#call.write(message);
      sent = Math.max(sent, Math.min(messages.length, settled + WINDOW));
    };
    this.#fail = reject;
    this.#onReceipts = (receipts) => {
      const refused = receipts.find((receipt) => receipt.code !== 0);
      if (refused !== undefined) reject(new Error(`a recording was not stored: ${refused.code} ${refused.text}`));
      settled += receipts.length;
      if (settled === messages.length) resolve(undefined);
      else send();
    };
    send();
    return promise;
  }

  close(): void {
    this.#fail = () => undefined;
    this.#call.cancel();
    this.#close();
  }
}
