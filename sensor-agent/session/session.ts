import { type ServiceError, status } from '@grpc/grpc-js';
import type { AgentStatus } from '../../proto/generated/clearband/scos/v1/AgentStatus.ts';
import type { Associate } from '../../proto/generated/clearband/scos/v1/Associate.ts';
import type { Associated__Output } from '../../proto/generated/clearband/scos/v1/Associated.ts';
import type { Capability } from '../../proto/generated/clearband/scos/v1/Capability.ts';
import type { HeartbeatAcknowledged__Output } from '../../proto/generated/clearband/scos/v1/HeartbeatAcknowledged.ts';
import type { ManagerMessage__Output } from '../../proto/generated/clearband/scos/v1/ManagerMessage.ts';
import type { Clock } from '../../src/spectrum/clock.ts';
import type { SignedFence } from '../fence/signed-fence.ts';
import type { Progress } from '../tasks/task-runner.ts';
import { type TaskOrder, toTaskOrder } from '../tasks/task-order.ts';
import { AGENT_VERSION } from '../version.ts';
import type { ClockReading } from './manager-clock.ts';
import type { SessionCall } from './protocol.ts';
import { scosCodeIn } from './scos-code.ts';

/** What the session needs from the rest of the agent. */
export interface SessionParts {
  readonly capability: Capability;
  /** This machine's own. */
  readonly clock: Clock;
  /** How long the Manager may take to answer the association; default 15 s. */
  readonly answerWithinMs?: number;
  /** Tasks accepted, running, or finished and not acknowledged. */
  heldTaskIds(): readonly string[];
  status(): Promise<AgentStatus>;
  onAssociated(grant: AssociationGranted): void;
  /** An answer has shown the Manager's clock; called before anything else is done with that answer. */
  onClockReading(reading: ClockReading): void;
  onOrder(order: TaskOrder): void;
  onCancel(taskId: string, reason: string): void;
  onFence(fence: SignedFence): void;
}

export interface AssociationGranted {
  /** By this machine's clock. */
  readonly expiresAt: Date;
}

/** How a session ended. */
export type SessionEnd =
  | { readonly kind: 'left' }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  | {
      readonly kind: 'dropped';
      readonly code: number;
      readonly reason: string;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'lost'; readonly reason: string };

/** Heartbeats without an answer after which the Manager counts as gone. */
const UNANSWERED_HEARTBEATS = 3;
const ANSWER_MS = 15_000;
const STATES = { accepted: 'TASK_STATE_ACCEPTED', running: 'TASK_STATE_RUNNING' } as const;

/** One session with the Manager on one stream: associates, keeps the association alive, takes orders. */
export class Session {
  readonly #call: SessionCall;
  readonly #parts: SessionParts;
  readonly #ended = Promise.withResolvers<SessionEnd>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isAssociated = false;
  #sequence = 0;
  #answered = 0;
  /** When the last Associate and the last heartbeat went out, by this machine's clock. */
  #associateSentMs = 0;
  #beatSentMs = 0;
  #end: SessionEnd | undefined;

  constructor(call: SessionCall, parts: SessionParts) {
    this.#call = call;
    this.#parts = parts;
    call.on('data', (message: ManagerMessage__Output) => {
      this.#handle(message);
    });
    call.on('error', (error: ServiceError) => {
      const isRefused = error.code === status.UNAUTHENTICATED || error.code === status.PERMISSION_DENIED;
      const reason = error.details;
      this.#finish(
        isRefused ? { kind: 'refused', code: scosCodeIn(error.metadata) ?? 0, reason } : { kind: 'lost', reason },
      );
    });
    call.on('status', () => {
      this.#finish({ kind: 'lost', reason: 'the Manager ended the session' });
    });
  }

  /** Asks to associate: anew, or again within the time to live of what stands. Resolves when the session is over. */
  run(kind: 'new' | 'refresh'): Promise<SessionEnd> {
    this.#associate(kind, { capability: this.#parts.capability, heldTaskIds: [...this.#parts.heldTaskIds()] });
    const giveUp = () => {
      if (!this.#isAssociated) this.abandon('the Manager does not answer the association');
    };
    this.#timers.push(setTimeout(giveUp, this.#parts.answerWithinMs ?? ANSWER_MS));
    return this.#ended.promise;
  }

  /** Reports how far a task has come, if the Manager can be reached. */
  report({ taskId, state, atMs }: Progress): void {
    if (this.#isAssociated) this.#call.write({ progress: { taskId, state: STATES[state], atMs } });
  }

  /** Takes leave of the Manager, also when its answer to the association is still to come; the session ends with its answer. */
  leave(): void {
    if (this.#end === undefined) this.#call.write({ associate: { kind: 'ASSOCIATION_KIND_DISASSOCIATE' } });
  }

  /** Ends the session without asking. */
  abandon(reason: string): void {
    this.#finish({ kind: 'lost', reason });
  }

  #handle(message: ManagerMessage__Output): void {
    switch (message.message) {
      case 'associated':
        if (message.associated != null) this.#associated(message.associated);
        break;
      case 'heartbeatAcknowledged':
        if (message.heartbeatAcknowledged != null) this.#acknowledged(message.heartbeatAcknowledged);
        break;
      case 'task':
        if (message.task != null) this.#parts.onOrder(toTaskOrder(message.task));
        break;
      case 'cancel':
        this.#parts.onCancel(message.cancel?.taskId ?? '', message.cancel?.reason ?? '');
        break;
      case 'fence':
        if (message.fence != null) this.#parts.onFence(message.fence);
        break;
      case 'disassociation': {
        const { code = 0, reason = '', retryAfterSeconds } = message.disassociation ?? {};
        this.#finish({ kind: 'dropped', code, reason, retryAfterSeconds });
        break;
      }
      case 'statusQuery':
        this.#beat();
        break;
      case undefined:
        // A newer Manager says something that this agent does not know yet.
        break;
    }
  }

  #associated(answer: Associated__Output): void {
    if (answer.kind === 'ASSOCIATION_KIND_DISASSOCIATE') {
      this.#finish({ kind: 'left' });
      return;
    }
    if (!answer.granted) {
      this.#finish({ kind: 'refused', code: answer.code, reason: answer.text });
      return;
    }
    const isFirst = !this.#isAssociated;
    this.#isAssociated = true;
    this.#told(answer, this.#associateSentMs);
    if (isFirst) this.#keepAlive(answer);
  }

  #acknowledged(answer: HeartbeatAcknowledged__Output): void {
    this.#answered = Number(answer.sequence);
    // Of an older heartbeat it is not known any more when it went out.
    this.#told(answer, this.#answered === this.#sequence ? this.#beatSentMs : undefined);
  }

  #keepAlive({ heartbeatIntervalSeconds, remainingTtlSeconds }: Associated__Output): void {
    const heartbeatMs = Math.max(1, heartbeatIntervalSeconds) * 1000;
    const beat = () => {
      if (this.#sequence - this.#answered >= UNANSWERED_HEARTBEATS)
        this.abandon('the Manager does not answer heartbeats');
      else this.#beat();
    };
    const refresh = () => {
      this.#associate('refresh', {});
    };
    // A refresh negotiates the time to live anew, and policy is asked again.
    this.#timers.push(
      setInterval(beat, heartbeatMs),
      setInterval(refresh, Math.max(1, remainingTtlSeconds / 2) * 1000),
    );
    this.#beat();
  }

  #associate(kind: 'new' | 'refresh', more: Pick<Associate, 'capability' | 'heldTaskIds'>): void {
    this.#associateSentMs = this.#nowMs();
    this.#call.write({
      associate: {
        kind: kind === 'new' ? 'ASSOCIATION_KIND_NEW' : 'ASSOCIATION_KIND_REFRESH',
        agentVersion: AGENT_VERSION,
        nowMs: this.#associateSentMs,
        ...more,
      },
    });
  }

  #beat(): void {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.#parts.status().then(
      (status) => {
        if (this.#end !== undefined) return;
        this.#beatSentMs = this.#nowMs();
        this.#call.write({ heartbeat: { sequence, nowMs: this.#beatSentMs, status } });
      },
      (error: unknown) => {
        this.abandon(`the agent's state can not be read: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
  }

  #told(answer: { readonly remainingTtlSeconds: number; readonly nowMs: string }, sentMs: number | undefined): void {
    const receivedMs = this.#nowMs();
    if (sentMs !== undefined) this.#parts.onClockReading({ managerMs: Number(answer.nowMs), sentMs, receivedMs });
    this.#parts.onAssociated({ expiresAt: new Date(receivedMs + answer.remainingTtlSeconds * 1000) });
  }

  #nowMs(): number {
    return this.#parts.clock.now().getTime();
  }

  #finish(end: SessionEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#isAssociated = false;
    for (const timer of this.#timers) clearInterval(timer);
    this.#call.cancel();
    this.#ended.resolve(end);
  }
}
