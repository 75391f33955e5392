import type { Kysely } from 'kysely';
import type { Clock } from '../spectrum/clock.ts';
import type { DatabaseLog } from './open-database.ts';
import { ensurePartitions } from './partitions.ts';
import type { Database } from './schema.ts';

/** Tables of which every day has a partition. */
const PARTITIONED = ['observation', 'recording', 'decision', 'event'] as const;
const DAY_MS = 86_400_000;
const DAYS_AHEAD = 3;
const EVERY_MS = 3_600_000;

/** Makes partitions ahead of need: yesterday (clocks differ) to some days from now, again every hour. */
export class PartitionUpkeep {
  readonly #db: Kysely<Database>;
  readonly #clock: Clock;
  readonly #log: DatabaseLog;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Database>, clock: Clock, log: DatabaseLog) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  /** @throws {UnavailableError} */
  async start(): Promise<void> {
    await this.#make();
    this.#timer = setInterval(() => {
      this.#work = this.#make().catch((error: unknown) => {
        this.#log.error({ err: error }, 'partitions could not be made ahead and will be tried again');
      });
    }, EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
  }

  async #make(): Promise<void> {
    const now = this.#clock.now().getTime();
    const window = { start: new Date(now - DAY_MS), stop: new Date(now + DAYS_AHEAD * DAY_MS) };
    for (const table of PARTITIONED) await ensurePartitions(this.#db, table, window);
  }
}
