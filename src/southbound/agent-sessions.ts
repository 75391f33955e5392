import type { ManagerMessage } from '../../proto/generated/clearband/scos/v1/ManagerMessage.ts';
import type { TaskDispatcher } from '../tasking/task-dispatcher.ts';
import type { TaskOrder } from '../tasking/task.ts';
import { fromTaskOrder } from './messages/task-messages.ts';

/** The Manager's end of one open session. */
export interface OpenSession {
  /** False when the agent is gone or does not read any more. */
  send(message: ManagerMessage): boolean;
  /** Ends the stream, after saying why when there is a reason to tell. */
  close(reason: SessionEnd): void;
}

/** Why the Manager ends a session: the sensor is dropped, or only this stream is. */
export type SessionEnd =
  { readonly kind: 'disassociated'; readonly code: number; readonly reason: string } | { readonly kind: 'superseded' };

/** The sessions that are open here, one for each sensor at most. */
export class AgentSessions implements TaskDispatcher {
  readonly #open = new Map<string, OpenSession>();
  #mayOrder: (sensorId: string) => boolean = () => true;

  get count(): number {
    return this.#open.size;
  }

  connectedSensors(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** From now on orders for the sensor go to `session`. */
  open(sensorId: string, session: OpenSession): void {
    this.supersede(sensorId);
    this.#open.set(sensorId, session);
  }

  /** Forgets `session`, unless another one has taken its place. */
  release(sensorId: string, session: OpenSession): void {
    if (this.#open.get(sensorId) === session) this.#open.delete(sensorId);
  }

  /** The sensor has come back: whatever stream it had before is dead or about to be. */
  supersede(sensorId: string): void {
    this.#close(sensorId, { kind: 'superseded' });
  }

  /** Drops the sensor: its association has ended. */
  drop(sensorId: string, code: number, reason: string): void {
    this.#close(sensorId, { kind: 'disassociated', code, reason });
  }

  /** From now on orders go only to sensors for which `mayOrder`; those for the others wait. */
  orderOnlyWhere(mayOrder: (sensorId: string) => boolean): void {
    this.#mayOrder = mayOrder;
  }

  dispatch(order: TaskOrder): boolean {
    if (!this.#mayOrder(order.sensorId)) return false;
    return this.send(order.sensorId, { task: fromTaskOrder(order) });
  }

  cancel(sensorId: string, taskId: string, reason: string): boolean {
    return this.send(sensorId, { cancel: { taskId, reason } });
  }

  /** False when no session of the sensor is open here, or its agent does not read. */
  send(sensorId: string, message: ManagerMessage): boolean {
    return this.#open.get(sensorId)?.send(message) ?? false;
  }

  #close(sensorId: string, reason: SessionEnd): void {
    const session = this.#open.get(sensorId);
    this.#open.delete(sensorId);
    session?.close(reason);
  }
}
