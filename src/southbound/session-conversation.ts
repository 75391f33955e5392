import type { AgentMessage__Output } from '../../proto/generated/clearband/scos/v1/AgentMessage.ts';
import type { Associate__Output } from '../../proto/generated/clearband/scos/v1/Associate.ts';
import type { AssociationKind } from '../../proto/generated/clearband/scos/v1/AssociationKind.ts';
import type { Heartbeat__Output } from '../../proto/generated/clearband/scos/v1/Heartbeat.ts';
import type { TaskProgress__Output } from '../../proto/generated/clearband/scos/v1/TaskProgress.ts';
import { ClearbandError, InvalidInputError, NotFoundError } from '../errors.ts';
import type { Associations } from '../sensors/association/association.ts';
import type { Sensor } from '../sensors/sensor.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { AgentSessions, OpenSession } from './agent-sessions.ts';
import type { TaskReports } from './domain.ts';
import type { EdgeLog } from './edge-log.ts';
import { scosCodeOf } from './error-codes.ts';
import type { FenceDelivery } from './fence-delivery.ts';
import { toCapability } from './messages/capability-messages.ts';
import { toAgentStatus } from './messages/status-messages.ts';
import { toProgressReport } from './messages/task-messages.ts';

export interface ConversationParts {
  readonly associations: Associations;
  readonly sessions: AgentSessions;
  readonly fences: Pick<FenceDelivery, 'deliver'>;
  readonly reports: TaskReports;
  readonly clock: Clock;
  readonly log: EdgeLog;
}

/** Counting those beyond it as lost would be wrong, and reading any number of them would not end. */
const MAX_HELD_TASKS = 10_000;
const MAX_VERSION_LENGTH = 64;
const TOO_MANY = {
  code: 206,
  reason: `the agent holds more than ${MAX_HELD_TASKS} tasks: it must publish its outcomes first`,
};
const EXPIRED = { code: 103, reason: 'the association has expired: associate anew' };

/** What one agent and the Manager say to each other, from the first Associate to the end of the stream. */
export class SessionConversation {
  readonly #sensor: Sensor;
  readonly #stream: OpenSession;
  readonly #parts: ConversationParts;
  /** Associated on this stream, so that orders may go out on it. */
  #isOpen = false;

  constructor(sensor: Sensor, stream: OpenSession, parts: ConversationParts) {
    this.#sensor = sensor;
    this.#stream = stream;
    this.#parts = parts;
  }

  /** @throws {InvalidInputError} when the message is malformed or out of order; the stream ends then. */
  async handle(message: AgentMessage__Output): Promise<void> {
    if (message.associate != null) return this.#associate(message.associate);
    if (!this.#isOpen) throw outOfOrder('the first message must be an Associate');
    if (message.heartbeat != null) this.#heartbeat(message.heartbeat);
    else if (message.progress != null) await this.#progress(message.progress);
    else throw outOfOrder('a message must hold an Associate, a Heartbeat or a TaskProgress');
  }

  /** The stream is over; the association lasts until its time to live runs out. */
  leave(): void {
    this.#parts.sessions.release(this.#sensor.id, this.#stream);
    this.#isOpen = false;
  }

  async #associate(message: Associate__Output): Promise<void> {
    const { id } = this.#sensor;
    if (message.kind === 'ASSOCIATION_KIND_DISASSOCIATE') return this.#disassociate();
    const { sessions, reports, fences } = this.#parts;
    // Nothing may be dispatched between what the agent says it holds and the moment that is reconciled.
    if (!this.#isOpen) sessions.supersede(id);
    if (message.heldTaskIds.length > MAX_HELD_TASKS) {
      this.#refuse(TOO_MANY.code, TOO_MANY.reason);
      return;
    }
    if (!(await this.#isGranted(message))) return;
    if (this.#isOpen) {
      // What it publishes anew may have moved its fence.
      if (message.capability !== null) await fences.deliver(id, this.#stream);
      return;
    }
    await reports.reconcile(id, message.heldTaskIds);
    // Before orders can go out: without it the agent would have to refuse them.
    await fences.deliver(id, this.#stream);
    this.#isOpen = true;
    sessions.open(id, this.#stream);
    reports.reachable(id);
  }

  async #isGranted(message: Associate__Output): Promise<boolean> {
    const { associations, clock, log } = this.#parts;
    const { id: sensorId, name: sensor } = this.#sensor;
    const nowMs = clock.now().getTime();
    try {
      const { kind, ...times } = await associations.associate(this.#sensor, toAssociationRequest(message));
      log.info(
        { sensorId, sensor, association: kind, clockOffsetMs: Number(message.nowMs) - nowMs },
        'sensor associated',
      );
      this.#stream.send({ associated: { granted: true, code: 0, kind: toKind(kind), ...times, nowMs } });
      return true;
    } catch (error) {
      if (!(error instanceof ClearbandError) || error.kind !== 'policy-denied') throw error;
      this.#refuse(scosCodeOf(error), error.message);
      return false;
    }
  }

  #refuse(code: number, reason: string): void {
    const { clock, log } = this.#parts;
    const { id: sensorId, name: sensor } = this.#sensor;
    log.warn({ sensorId, sensor, code, reason }, 'association refused');
    this.#stream.send({ associated: { granted: false, code, text: reason, nowMs: clock.now().getTime() } });
    this.#stream.close({ kind: 'superseded' });
  }

  async #disassociate(): Promise<void> {
    const { sessions, associations, clock } = this.#parts;
    // Released first: ending the association would otherwise tell the agent that it is dropped.
    sessions.release(this.#sensor.id, this.#stream);
    await associations.end(this.#sensor.id, { cause: 'agent', code: 0, reason: 'the agent took its leave' });
    const nowMs = clock.now().getTime();
    this.#stream.send({ associated: { granted: true, code: 0, kind: 'ASSOCIATION_KIND_DISASSOCIATE', nowMs } });
    this.#stream.close({ kind: 'superseded' });
  }

  #heartbeat(message: Heartbeat__Output): void {
    const { associations, clock } = this.#parts;
    const { status, location } = message.status === null ? NO_STATUS : toAgentStatus(message.status);
    const remainingTtlSeconds = associations.heartbeat(this.#sensor.id, status, location);
    if (remainingTtlSeconds === undefined) {
      this.#stream.close({ kind: 'disassociated', ...EXPIRED });
      return;
    }
    const nowMs = clock.now().getTime();
    this.#stream.send({ heartbeatAcknowledged: { sequence: message.sequence, remainingTtlSeconds, nowMs } });
  }

  async #progress(message: TaskProgress__Output): Promise<void> {
    const report = toProgressReport(message);
    try {
      await this.#parts.reports.progress(this.#sensor.id, report);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      this.#stream.send({ cancel: { taskId: report.taskId, reason: 'the Manager knows no such task' } });
    }
  }
}

const NO_STATUS = { status: undefined, location: undefined };

function toAssociationRequest(message: Associate__Output) {
  return {
    kind: message.kind === 'ASSOCIATION_KIND_REFRESH' ? 'refresh' : 'new',
    requestedTtlSeconds: message.requestedTtlSeconds,
    agentVersion: message.agentVersion.slice(0, MAX_VERSION_LENGTH),
    capability: message.capability === null ? undefined : toCapability(message.capability),
  } as const;
}

function toKind(kind: 'new' | 'refresh'): AssociationKind {
  return kind === 'new' ? 'ASSOCIATION_KIND_NEW' : 'ASSOCIATION_KIND_REFRESH';
}

function outOfOrder(detail: string): InvalidInputError {
  return new InvalidInputError([{ code: 'out-of-order', detail, pointer: '#' }]);
}
