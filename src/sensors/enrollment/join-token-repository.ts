import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';

/** A join token as it is stored: the hash of its secret, never the secret. */
export interface StoredJoinToken {
  readonly id: string;
  readonly secretHash: Buffer;
  readonly elementId: string;
  readonly sensorName: string | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | undefined;
}

/** Join tokens in the database. */
export class JoinTokenRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async insert(token: Omit<StoredJoinToken, 'usedAt'>): Promise<void> {
    await this.#db
      .insertInto('joinToken')
      .values({ ...token, sensorName: token.sensorName ?? null, usedAt: null, sensorId: null })
      .execute();
  }

  async find(id: string): Promise<StoredJoinToken | undefined> {
    const row = await this.#db.selectFrom('joinToken').selectAll().where('id', '=', id).executeTakeFirst();
    return row && { ...row, sensorName: row.sensorName ?? undefined, usedAt: row.usedAt ?? undefined };
  }

  /** False when it had been used already; of two at once, one waits for the other's commit and then gets false. */
  async markUsed(
    id: string,
    use: { readonly sensorId: string; readonly at: Date },
    transaction: Kysely<Database>,
  ): Promise<boolean> {
    const result = await transaction
      .updateTable('joinToken')
      .set({ usedAt: use.at, sensorId: use.sensorId })
      .where('id', '=', id)
      .where('usedAt', 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }
}
