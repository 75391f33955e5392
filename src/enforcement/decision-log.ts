import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../database/schema.ts';
import { UnavailableError } from '../errors.ts';
import type { DenialGround } from '../policy/decision-json.ts';
import type { OperationPolicy, Settings } from './access.ts';

/** A decision as it is kept: who asked what of which resource, what policy said and under which set. */
export interface NewDecision {
  readonly at: Date;
  readonly id: string;
  readonly operation: string;
  /** `<Element>:<user>`. */
  readonly actor: string;
  readonly scope: OperationPolicy['scope'];
  readonly scosTask: string;
  /** Absent for a read of many resources. */
  readonly resource: string | undefined;
  readonly outcome: 'Permit' | 'Deny';
  readonly reason: string;
  readonly code: number;
  /** The statements that matched: `<namespace>:<policy>#<StatementId>`. */
  readonly statements: readonly string[];
  /** What a permit imposed; absent for a denial and for a read of many resources. */
  readonly settings: Settings | undefined;
  /** The whole policy request; absent for a permitted read of many resources. */
  readonly request: unknown;
  readonly because: readonly DenialGround[] | undefined;
  readonly setHash: string;
}

/** Keeps decisions: those that deny or change state before the answer, permitted reads in batches. */
export class DecisionLog {
  readonly #db: Kysely<Database>;
  readonly #log: Logger;
  #noted: NewDecision[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(db: Kysely<Database>, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** Stored when this resolves, or with the transaction given. */
  async store(decisions: readonly NewDecision[], transaction: Kysely<Database> = this.#db): Promise<void> {
    for (let from = 0; from < decisions.length; from += INSERT_ROWS) {
      await transaction
        .insertInto('decision')
        .values(decisions.slice(from, from + INSERT_ROWS).map(toRow))
        .execute();
    }
  }

  /** A permitted read: stored within `FLUSH_MS`; a crash loses no more than that. */
  note(decision: NewDecision): void {
    this.#noted.push(decision);
    this.#flushIn(FLUSH_MS);
  }

  /** Stores what was noted. While the database is away the newest notes are kept up to a bound and tried again. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#noted;
    this.#noted = [];
    if (batch.length > 0) this.#flushing = this.#flushing.then(() => this.#write(batch));
    await this.#flushing;
  }

  /** Stores what was noted, trying once; nothing is tried later. @throws {UnavailableError} when some is lost */
  async stop(): Promise<void> {
    this.#isStopped = true;
    // What is being written may fail and come back; it belongs to the last attempt.
    await this.#flushing;
    await this.flush();
    const lost = this.#noted.length;
    if (lost > 0) throw new UnavailableError(`decisions on ${lost} permitted reads could not be stored`);
  }

  async #write(batch: readonly NewDecision[]): Promise<void> {
    try {
      await this.store(batch);
    } catch (error) {
      const kept = [...batch, ...this.#noted].slice(-KEPT_NOTES);
      this.#log.error(
        { err: error, dropped: batch.length + this.#noted.length - kept.length },
        'decisions on reads could not be stored yet',
      );
      this.#noted = kept;
      this.#flushIn(RETRY_MS);
    }
  }

  #flushIn(ms: number): void {
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => {
      void this.flush();
    }, ms);
  }
}

const FLUSH_MS = 250;
const RETRY_MS = 1000;
const INSERT_ROWS = 1000;
const KEPT_NOTES = 100_000;

function toRow(decision: NewDecision) {
  return {
    ...decision,
    resource: decision.resource ?? null,
    statements: [...decision.statements],
    settings: decision.settings === undefined ? null : JSON.stringify(decision.settings),
    request: decision.request === undefined ? null : JSON.stringify(decision.request),
    because: decision.because === undefined ? null : JSON.stringify(decision.because),
  };
}
