import type { Client } from '@grpc/grpc-js';
import type { Clock } from '../../src/spectrum/clock.ts';
import type { AgentLog } from '../agent-log.ts';
import { publish } from '../spool/publisher.ts';
import type { Spool } from '../spool/spool.ts';
import type { AssociationStatus } from '../state/status-file.ts';
import type { Progress } from '../tasks/task-runner.ts';
import { Backoff, type BackoffOptions, pause } from './backoff.ts';
import type { Protocol } from './protocol.ts';
import { Session, type AssociationGranted, type SessionEnd, type SessionParts } from './session.ts';

export interface SessionKeeperParts {
  /** A new connection to the Manager. */
  readonly connect: () => Client;
  readonly protocol: Protocol;
  readonly session: Omit<SessionParts, 'onAssociated'>;
  /** Of what is measured and reported. */
  readonly clock: Clock;
  readonly spool: Spool;
  readonly backoff: BackoffOptions;
  readonly onStatus: (status: AssociationStatus) => void;
  /** A session has begun: tasks that are under way can be reported. */
  readonly onBegun: (report: (progress: Progress) => void) => void;
  readonly log: AgentLog;
}

const LEAVE_MS = 2000;
/** The Manager refuses an association that names more tasks: outcomes go out first then. */
const MAX_HELD_TASKS = 10_000;

/** Keeps a session with the Manager open, and the spool flowing to it, until `signal` aborts. */
export class SessionKeeper {
  readonly #parts: SessionKeeperParts;
  readonly #backoff: Backoff;
  #session: Session | undefined;
  /** Until when the Manager counts us as associated; undefined: it does not. */
  #associatedUntil: Date | undefined;

  constructor(parts: SessionKeeperParts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.backoff);
  }

  /** Passes a step of a task on, if there is a session. */
  report(progress: Progress): void {
    this.#session?.report(progress);
  }

  /** Resolves after the Manager was told that the agent leaves, or could not be. */
  async run(signal: AbortSignal): Promise<void> {
    const { session, log, onStatus } = this.#parts;
    while (!signal.aborted) {
      if (session.heldTaskIds().length > MAX_HELD_TASKS) await this.#publishFirst(signal);
      onStatus({ state: 'connecting', since: session.clock.now().toISOString() });
      const end = await this.#holdSession(signal);
      if (end.kind !== 'left') log.warn({ ...end }, 'session ended');
      await pause(this.#afterEnd(end), signal);
    }
    onStatus({ state: 'stopped', since: session.clock.now().toISOString() });
  }

  /** Sends outcomes without a session until no more are held than an association may name. */
  async #publishFirst(signal: AbortSignal): Promise<void> {
    const { connect, protocol, spool, session, log } = this.#parts;
    log.warn({ held: session.heldTaskIds().length }, 'too many outcomes wait: they are sent before associating');
    const client = connect();
    const enough = new AbortController();
    const ignore = spool.onChange(() => {
      if (session.heldTaskIds().length <= MAX_HELD_TASKS) enough.abort();
    });
    await publish(() => protocol.publish(client), this.#parts, AbortSignal.any([signal, enough.signal]));
    ignore();
    client.close();
  }

  async #holdSession(signal: AbortSignal): Promise<SessionEnd> {
    const { connect, protocol, session: parts } = this.#parts;
    const client = connect();
    const publishing = new AbortController();
    let published = Promise.resolve();
    const onFirst = () => {
      published = publish(() => protocol.publish(client), this.#parts, publishing.signal);
      this.#parts.onBegun((progress) => {
        session.report(progress);
      });
    };
    const session = new Session(protocol.session(client), { ...parts, onAssociated: this.#grantListener(onFirst) });
    this.#session = session;
    const leave = () => {
      session.leave();
      // The Manager may never answer.
      setTimeout(() => {
        session.abandon('the agent stops');
      }, LEAVE_MS).unref();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await session.run(this.#isAssociated() ? 'refresh' : 'new');
    } finally {
      signal.removeEventListener('abort', leave);
      this.#session = undefined;
      publishing.abort();
      await published;
      client.close();
    }
  }

  /** Hears every renewal; calls `onFirst` at the first of a session. */
  #grantListener(onFirst: () => void): (grant: AssociationGranted) => void {
    const { log, onStatus, session } = this.#parts;
    const since = session.clock.now().toISOString();
    let isFirst = true;
    return ({ expiresAt }) => {
      this.#associatedUntil = expiresAt;
      onStatus({ state: 'associated', since, expiresAt: expiresAt.toISOString() });
      if (!isFirst) return;
      isFirst = false;
      this.#backoff.reset();
      log.info({ expiresAt }, 'associated');
      onFirst();
    };
  }

  #isAssociated(): boolean {
    return this.#associatedUntil !== undefined && this.#associatedUntil > this.#parts.session.clock.now();
  }

  /** What an end means for the next attempt; the milliseconds to wait before it. */
  #afterEnd(end: SessionEnd): number {
    const { session, onStatus, backoff } = this.#parts;
    const since = session.clock.now().toISOString();
    if (end.kind !== 'lost') this.#associatedUntil = undefined;
    if (end.kind === 'refused') {
      onStatus({ state: 'refused', since, code: end.code, reason: end.reason });
      // Policy or the operator must change something first; asking often would not help.
      return backoff.longestMs;
    }
    if (end.kind === 'lost') onStatus({ state: 'connecting', since, reason: end.reason });
    const wait = this.#backoff.next();
    return end.kind === 'dropped' ? Math.max(wait, (end.retryAfterSeconds ?? 0) * 1000) : wait;
  }
}
