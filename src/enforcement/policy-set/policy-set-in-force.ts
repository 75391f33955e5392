import type { Logger } from 'pino';
import { UnavailableError } from '../../errors.ts';
import type { PolicyFault, PolicySet } from '../../policy/policy-set.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { Turns, loadPolicies } from './policy-loader.ts';
import { POLICY_SET_CHANNEL, PolicySetRepository } from './policy-set-repository.ts';
import { type SetFailure, isSameFailure, toFailure } from './set-failure.ts';
import type { StoredSet } from './set-file.ts';
import { type NextSet, type StoreParts, storeNext } from './stored-policy-set.ts';

/** The set in force, ready to decide with, and what is stored of it. */
export interface SetInForce {
  readonly stored: StoredSet;
  readonly set: PolicySet;
  readonly warnings: readonly PolicyFault[];
}

/** A set that was loaded and is proposed to follow the one in force. */
export type Proposal = NextSet & { readonly warnings: readonly PolicyFault[] };

/**
 * The policy set that every decision is made under: one row in the database, which every process serves within a
 * second. Without any good set there is none, and everything is denied.
 */
export class PolicySetInForce {
  readonly #parts: PolicySetParts;
  readonly #repository: PolicySetRepository;
  readonly #listeners: (() => Promise<void>)[] = [];
  /** One step at a time: changes, imports and reloads never overlap, and never is more than one set being loaded. */
  readonly #turns = new Turns();
  #inForce: SetInForce | undefined;
  /** What is stored and can't be read by this program. */
  #unreadable: StoredSet | undefined;
  #failure: SetFailure | undefined;
  #following: Promise<void> | undefined;
  #poll: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(parts: PolicySetParts) {
    this.#parts = parts;
    this.#repository = new PolicySetRepository(parts.db);
  }

  get current(): PolicySet | undefined {
    return this.#inForce?.set;
  }

  get inForce(): SetInForce | undefined {
    return this.#inForce;
  }

  /** Why this process can't follow the set that is stored; undefined when it does. */
  get failure(): SetFailure | undefined {
    return this.#failure;
  }

  /** Calls `listener` after every change of what the set means. */
  onChange(listener: () => Promise<void>): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    await this.follow();
    this.#unlisten = await this.#parts.listen(POLICY_SET_CHANNEL, () => void this.follow());
    this.#poll = setInterval(() => void this.follow(), FOLLOW_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#poll);
    await this.#unlisten?.();
    await this.#turns.done();
  }

  /** Takes what another process may have put in force. Never rejects: `failure` says what went wrong. */
  follow(): Promise<void> {
    // However many ask, there is one look that has not begun yet.
    this.#following ??= this.#turns.run(async () => {
      this.#following = undefined;
      try {
        await this.#reload();
        this.#failure = undefined;
      } catch (error) {
        const failure = toFailure('the policy set could not be read', error);
        // Tried again every moment: one line says it.
        if (!isSameFailure(failure, this.#failure))
          this.#parts.log.error({ err: error }, 'the policy set could not be read');
        this.#failure = failure;
      }
    });
    return this.#following;
  }

  /**
   * Makes the change that `propose` works out from what is stored, whole or not at all; undefined: there is nothing to
   * change. Where another process was first, it is worked out again from what that one left. What `propose` throws is
   * thrown. @throws {UnavailableError} when others are always first
   */
  change(propose: (now: StoredSet | undefined) => Promise<Proposal | undefined>): Promise<SetInForce | undefined> {
    return this.#turns.run(async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        await this.#reload().catch((error: unknown) => {
          // A set that this program can't read may still be changed into one that it can.
          if (this.#unreadable === undefined) throw error;
        });
        const before = this.#unreadable ?? this.#inForce?.stored;
        const proposal = await propose(before);
        if (proposal === undefined) return undefined;
        const stored = await storeNext(this.#parts, before, { next: proposal, at: this.#parts.clock.now() });
        if (stored !== undefined) return this.#take({ stored, set: proposal.set, warnings: proposal.warnings });
      }
      throw new UnavailableError('the policy set is being changed by others; try again');
    });
  }

  async #reload(): Promise<void> {
    const revision = await this.#repository.revision();
    if (revision === undefined || revision === this.#inForce?.stored.revision) return;
    const stored = this.#unreadable?.revision === revision ? this.#unreadable : await this.#repository.inForce();
    if (stored === undefined) return;
    const loaded = this.#unreadable === stored ? undefined : await loadPolicies(stored.files);
    if (loaded?.ok !== true) {
      if (this.#unreadable !== stored)
        this.#parts.log.error({ policySet: stored.hash, faults: loaded?.faults }, UNREADABLE);
      this.#unreadable = stored;
      throw new Error(UNREADABLE);
    }
    this.#take({ stored, set: loaded.set, warnings: loaded.warnings });
  }

  #take(taken: SetInForce): SetInForce {
    const isNew = taken.set.hash !== this.#inForce?.set.hash;
    this.#inForce = taken;
    this.#unreadable = undefined;
    this.#failure = undefined;
    if (!isNew) return taken;
    this.#parts.log.info({ policySet: taken.set.hash, setBy: taken.stored.setBy }, 'policy set in force');
    for (const listener of this.#listeners) {
      listener().catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'a step after a change of the policy set failed');
      });
    }
    return taken;
  }
}

export interface PolicySetParts extends StoreParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Hears of changes sooner than by looking; nothing depends on it. */
  readonly listen: (channel: string, onNotify: () => void) => Promise<() => Promise<void>>;
}

const UNREADABLE = "the stored policy set can't be read by this program";
/** How long a change of another process may go unnoticed when its notification is lost. */
const FOLLOW_MS = 750;
/** Of a change, before it gives way to others. */
const ATTEMPTS = 20;
