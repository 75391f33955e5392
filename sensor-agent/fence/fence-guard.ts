import type { Clock } from '../../src/spectrum/clock.ts';
import type { Capture } from '../../src/spectrum/fence/capture.ts';
import { fenceRefusal } from '../../src/spectrum/fence/fence-evaluation.ts';
import type { AgentLog } from '../agent-log.ts';
import type { FenceStore, Moment } from './fence-store.ts';
import { FenceError, type FenceOwner, type OwnFence, openFence, type SignedFence } from './signed-fence.ts';
import type { Uptime } from './uptime.ts';

/** What tasks are held against. */
export interface TaskFence {
  /** False without a fence, and when it has expired. */
  readonly isValid: boolean;
  /** Why the capture must not be made, as far as those may know who read the task's outcome; `undefined` when it may. */
  refusal(capture: Capture): string | undefined;
  /** Calls `listener` when another fence holds, and when the one there was expires. */
  onChange(listener: () => void): void;
}

export interface FenceGuardParts {
  readonly owner: FenceOwner;
  readonly store: FenceStore;
  readonly uptime: Uptime;
  /** The Manager's time, as far as it is known. */
  readonly clock: Clock;
  readonly log: AgentLog;
}

interface Held {
  readonly own: OwnFence;
  /** How much of its time had passed at `sinceMs` of the machine's uptime. */
  readonly elapsedMs: number;
  readonly sinceMs: number;
}

/** How often it is noted how old the fence is. */
const NOTE_EVERY_MS = 60_000;

/**
 * The fence that holds here: the last one of the Manager's, until its time has run out by a clock that nobody can set.
 * Without one nothing is permitted.
 */
export class FenceGuard implements TaskFence {
  readonly #parts: FenceGuardParts;
  readonly #listeners: (() => void)[] = [];
  #held: Held | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #notes: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(parts: FenceGuardParts) {
    this.#parts = parts;
  }

  /** Takes up the fence that was kept, if it can still be trusted. */
  static async open(parts: FenceGuardParts): Promise<FenceGuard> {
    const guard = new FenceGuard(parts);
    await guard.#restore();
    guard.#notes = setInterval(() => {
      guard.#noteAge();
    }, NOTE_EVERY_MS);
    guard.#notes.unref();
    return guard;
  }

  get isValid(): boolean {
    return this.#remainingMs() > 0;
  }

  /** Of the fence that holds; undefined without one. */
  get serial(): number | undefined {
    return this.#held?.own.serial;
  }

  refusal(capture: Capture): string | undefined {
    if (this.#held === undefined) return 'the sensor holds no fence of its Manager’s';
    const remainingMs = this.#remainingMs();
    if (remainingMs <= 0) return `the sensor's fence expired ${Math.ceil(-remainingMs / 1000)} s ago`;
    const detail = fenceRefusal(this.#held.own.fence, capture);
    if (detail === undefined) return undefined;
    // Its edges may be those of a confidential statement: they stay with the sensor's operator.
    this.#parts.log.warn({ detail }, 'the fence does not allow a capture');
    return 'it lies outside the fence that the sensor keeps: its log names the bands';
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Takes a fence that came: it holds when this returns. One that is not ours, or older than ours, is left. */
  take(signed: SignedFence): void {
    const { owner, clock, log } = this.#parts;
    let own: OwnFence;
    try {
      own = openFence(signed, owner);
    } catch (error) {
      if (!(error instanceof FenceError)) throw error;
      log.error({ reason: error.message }, 'a fence was refused');
      return;
    }
    const current = this.#held?.own.serial;
    if (current !== undefined && own.serial <= current) {
      // The same one again makes the present one no younger.
      if (own.serial < current)
        log.error({ serial: own.serial, current }, 'a fence was refused: it is older than ours');
      return;
    }
    const ageMs = Math.max(0, clock.now().getTime() - own.issuedMs);
    this.#hold({ own, elapsedMs: ageMs, sinceMs: this.#parts.uptime.nowMs() });
    log.info({ serial: own.serial, policySet: own.policySetHash, validSeconds: own.validSeconds }, 'fence in force');
    // Its own age, not that of another one that comes before this is written.
    const kept = { signed: own.signed, ...this.#age() };
    this.#write(() => this.#parts.store.keep(kept));
  }

  /** Resolves when what holds is kept as well. */
  async close(): Promise<void> {
    clearTimeout(this.#expiry);
    clearInterval(this.#notes);
    this.#noteAge();
    await this.#writing;
  }

  async #restore(): Promise<void> {
    const { store, owner, uptime, log } = this.#parts;
    const kept = await store.find();
    if (kept === undefined) return;
    try {
      const own = openFence(kept.signed, owner);
      this.#hold({ own, elapsedMs: kept.elapsedMs + this.#since(kept.at), sinceMs: uptime.nowMs() });
    } catch (error) {
      if (!(error instanceof FenceError)) throw error;
      log.error({ reason: error.message }, 'the fence that was kept is not to be trusted');
    }
  }

  /** After a start of the machine only the clock can tell; one that went back tells that it can't be trusted. */
  #since({ bootId, uptimeMs, wallMs }: Moment): number {
    const { uptime, clock } = this.#parts;
    const sinceMs = uptime.nowMs() - uptimeMs;
    if (bootId !== undefined && bootId === uptime.bootId && sinceMs >= 0) return sinceMs;
    const passedMs = clock.now().getTime() - wallMs;
    return passedMs >= 0 ? passedMs : Infinity;
  }

  #hold(held: Held): void {
    this.#held = held;
    this.#awaitExpiry();
    this.#tell();
  }

  /** Timers take 24 days, and stand still while the machine sleeps: looked at again at least every minute. */
  #awaitExpiry(): void {
    clearTimeout(this.#expiry);
    const remainingMs = this.#remainingMs();
    if (remainingMs <= 0) return;
    this.#expiry = setTimeout(
      () => {
        if (this.isValid) this.#awaitExpiry();
        else this.#tell();
      },
      Math.min(remainingMs + 1, NOTE_EVERY_MS),
    );
    this.#expiry.unref();
  }

  #remainingMs(): number {
    if (this.#held === undefined) return 0;
    return this.#held.own.validSeconds * 1000 - this.#elapsedMs(this.#held);
  }

  #elapsedMs({ elapsedMs, sinceMs }: Held): number {
    return elapsedMs + (this.#parts.uptime.nowMs() - sinceMs);
  }

  #age() {
    const { uptime, clock } = this.#parts;
    const at = { bootId: uptime.bootId, uptimeMs: uptime.nowMs(), wallMs: clock.now().getTime() };
    return { elapsedMs: this.#held === undefined ? 0 : this.#elapsedMs(this.#held), at };
  }

  #noteAge(): void {
    const age = this.#age();
    // An infinite age can't be written, and needs no note: the file is as it was.
    if (this.#held !== undefined && Number.isFinite(age.elapsedMs)) this.#write(() => this.#parts.store.keepAge(age));
  }

  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'the fence could not be kept: it holds until the agent stops');
    });
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
