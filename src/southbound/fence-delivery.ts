import type { IssuedFence } from '../enforcement/fences/fence-issuer.ts';
import type { Clock } from '../spectrum/clock.ts';
import type { ManagerMessage } from '../../proto/generated/clearband/scos/v1/ManagerMessage.ts';
import type { AgentSessions, OpenSession } from './agent-sessions.ts';
import type { EdgeLog } from './edge-log.ts';

/** Where fences come from; `SensorFences` is it. */
export interface FenceSource {
  readonly setHash: string;
  readonly validSeconds: number;
  issue(sensorIds: readonly string[]): Promise<readonly IssuedFence[]>;
}

export interface FenceDeliveryParts {
  readonly source: FenceSource;
  readonly sessions: AgentSessions;
  readonly clock: Clock;
  readonly log: EdgeLog;
}

interface Delivered {
  readonly policySetHash: string;
  readonly issuedAt: Date;
}

/** How a message reaches a sensor; false when it does not. */
type Sending = (sensorId: string, message: ManagerMessage) => boolean;

const NARROW =
  'fences are narrower than the policies, of this sensor first: the policies combine more users, groups and roles than ' +
  'can be worked out; name fewer of them in conditions, or in fewer combinations';
const LOOK_EVERY_MS = 1000;
/** So many are read, derived and signed before the next ones. */
const BATCH = 100;
/** A fence is renewed this many times in its life: the Manager may be away for most of it. */
const RENEWALS = 3;

/**
 * Sees to it that every agent whose session is open here has a fence from the set in force that does not expire soon.
 * What failed is due again at the next look, so nothing depends on any one delivery.
 */
export class FenceDelivery {
  readonly #parts: FenceDeliveryParts;
  /** By sensor, what went out on its present session. */
  readonly #delivered = new Map<string, Delivered>();
  /** The set of which was told last that its fences are too narrow. */
  #toldOf = '';
  /** The set in force at the last look of its own. */
  #seenHash: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;

  constructor(parts: FenceDeliveryParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#lookByItself(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** True when the sensor has a fence of the set in force: under an older one it might refuse what is permitted now. */
  isCurrent(sensorId: string): boolean {
    return this.#delivered.get(sensorId)?.policySetHash === this.#parts.source.setHash;
  }

  /** A session is about to open: its agent gets a fence before anything else. Never rejects. */
  async deliver(sensorId: string, session: Pick<OpenSession, 'send'>): Promise<void> {
    this.#delivered.delete(sensorId);
    await this.#send([sensorId], (_, fence) => session.send(fence));
  }

  /** Sends to all that are due; resolves when they went out. Never rejects. */
  refresh(): Promise<void> {
    // A look that has begun may have missed what happened since.
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** After a change whoever follows it decides the running tasks first, and then refreshes: it is given one look's time. */
  async #lookByItself(): Promise<void> {
    const { setHash } = this.#parts.source;
    const isNew = this.#seenHash !== setHash;
    this.#seenHash = setHash;
    if (!isNew) await this.refresh();
  }

  async #look(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const { sessions } = this.#parts;
      const due = this.#due();
      for (let from = 0; from < due.length; from += BATCH)
        await this.#send(due.slice(from, from + BATCH), (sensorId, fence) => sessions.send(sensorId, fence));
    }
  }

  #due(): string[] {
    const { sessions, source, clock } = this.#parts;
    const connected = sessions.connectedSensors();
    const known = new Set(connected);
    for (const sensorId of this.#delivered.keys()) if (!known.has(sensorId)) this.#delivered.delete(sensorId);
    const { setHash, validSeconds } = source;
    const nowMs = clock.now().getTime();
    const oldestMs = nowMs - (validSeconds * 1000) / RENEWALS;
    return connected.filter((sensorId) => {
      const last = this.#delivered.get(sensorId);
      if (last?.policySetHash !== setHash) return true;
      // One of the future: the clock was set back, while the agent counts on.
      const issuedMs = last.issuedAt.getTime();
      return issuedMs <= oldestMs || issuedMs > nowMs;
    });
  }

  /** Once for each set: it is the same for every sensor. */
  #tellOfNarrow({ sensorId, policySetHash }: IssuedFence): void {
    if (this.#toldOf === policySetHash) return;
    this.#toldOf = policySetHash;
    this.#parts.log.warn({ sensorId, policySet: policySetHash }, NARROW);
  }

  async #send(sensorIds: readonly string[], send: Sending): Promise<void> {
    const { source, log } = this.#parts;
    try {
      for (const fence of await source.issue(sensorIds)) {
        const { sensorId, content, signature } = fence;
        if (!fence.isComplete) this.#tellOfNarrow(fence);
        if (send(sensorId, { fence: { content, signature } })) this.#delivered.set(sensorId, fence);
      }
    } catch (error) {
      log.error({ err: error, sensors: sensorIds.length }, 'fences could not be sent and will be tried again');
    }
  }
}
