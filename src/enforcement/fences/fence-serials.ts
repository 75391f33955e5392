import { type Kysely, sql } from 'kysely';
import type { Database } from '../../database/schema.ts';
import type { Clock } from '../../spectrum/clock.ts';

/** Numbers fences for all processes. */
export class FenceSerials {
  readonly #db: Kysely<Database>;
  readonly #clock: Clock;
  constructor(db: Kysely<Database>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * The first of `count` serials, each larger than all before. They never fall behind the clock: with a database that
   * was restored from a backup, sensors would else refuse every new fence as an older one.
   */
  async take(count: number): Promise<number> {
    const nowMicros = this.#clock.now().getTime() * 1000;
    const { last } = await this.#db
      .insertInto('fenceSerial')
      .values({ last: nowMicros })
      .onConflict((conflict) =>
        conflict.column('onlyRow').doUpdateSet({ last: sql`greatest(fence_serial.last + ${count}, ${nowMicros})` }),
      )
      .returning('last')
      .executeTakeFirstOrThrow();
    return last - count + 1;
  }
}
