import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';

/** A policy file as it was imported. */
export interface PolicyFile {
  readonly path: string;
  readonly text: string;
}

/** Every set that ever was in force, and the one that is. */
export class PolicySetRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async hashInForce(): Promise<string | undefined> {
    return (await this.#db.selectFrom('policySetInForce').select('hash').executeTakeFirst())?.hash;
  }

  async inForce(): Promise<{ readonly hash: string; readonly files: readonly PolicyFile[] } | undefined> {
    return this.#db
      .selectFrom('policySetInForce')
      .innerJoin('policySet', 'policySet.hash', 'policySetInForce.hash')
      .select(['policySet.hash', 'policySet.files'])
      .executeTakeFirst();
  }

  /** Puts a set in force; the sets before stay, so that any kept decision can be reproduced. */
  async install(
    set: { readonly hash: string; readonly files: readonly PolicyFile[] },
    by: { readonly setBy: string; readonly at: Date },
  ): Promise<void> {
    await this.#db
      .insertInto('policySet')
      .values({ hash: set.hash, files: JSON.stringify(set.files), createdAt: by.at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await this.#db
      .insertInto('policySetInForce')
      .values({ hash: set.hash, since: by.at, setBy: by.setBy })
      .onConflict((conflict) =>
        conflict.column('onlyRow').doUpdateSet({ hash: set.hash, since: by.at, setBy: by.setBy }),
      )
      .execute();
  }
}
