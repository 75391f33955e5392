import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type Page, type PageRequest, toPage } from '../spectrum/page.ts';

/** A token as it is stored: never its secret, only the hash of it. */
export interface StoredToken {
  readonly id: string;
  readonly kind: string;
  readonly userId: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A token with the User it stands for. */
export interface TokenWithUser extends StoredToken {
  readonly userName: string;
  readonly roles: readonly string[];
  readonly elementId: string;
  readonly elementName: string;
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly elementId: string;
  readonly elementName: string;
}

/** Elements, Users and their tokens. */
export class TokenRepository {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async find(id: string): Promise<TokenWithUser | undefined> {
    return this.#withUser().where('token.id', '=', id).executeTakeFirst();
  }

  async page(elementId: string, page: PageRequest): Promise<Page<TokenWithUser>> {
    let query = this.#withUser().where('elementUser.elementId', '=', elementId);
    if (page.afterId !== undefined) query = query.where('token.id', '>', page.afterId);
    return toPage(
      await query
        .orderBy('token.id')
        .limit(page.limit + 1)
        .execute(),
      page.limit,
    );
  }

  async insert(token: StoredToken): Promise<void> {
    await this.#db
      .insertInto('token')
      .values({ ...token, scopes: [...token.scopes] })
      .execute();
  }

  async revoke(id: string, at: Date): Promise<void> {
    await this.#db
      .updateTable('token')
      .set({ revokedAt: at })
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .execute();
  }

  async findUser(elementId: string, name: string): Promise<UserRecord | undefined> {
    return this.#db
      .selectFrom('elementUser')
      .innerJoin('element', 'element.id', 'elementUser.elementId')
      .select([
        'elementUser.id',
        'elementUser.name',
        'elementUser.roles',
        'elementUser.elementId',
        'element.name as elementName',
      ])
      .where('elementUser.elementId', '=', elementId)
      .where('elementUser.name', '=', name)
      .executeTakeFirst();
  }

  async findElement(name: string): Promise<{ readonly id: string; readonly name: string } | undefined> {
    return this.#db.selectFrom('element').select(['id', 'name']).where('name', '=', name).executeTakeFirst();
  }

  async insertElement(element: {
    readonly id: string;
    readonly name: string;
    readonly createdAt: Date;
  }): Promise<void> {
    await this.#db
      .insertInto('element')
      .values(element)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async insertUser(user: {
    readonly id: string;
    readonly elementId: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly createdAt: Date;
  }): Promise<void> {
    await this.#db
      .insertInto('elementUser')
      .values({ ...user, roles: [...user.roles] })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  #withUser() {
    return this.#db
      .selectFrom('token')
      .innerJoin('elementUser', 'elementUser.id', 'token.userId')
      .innerJoin('element', 'element.id', 'elementUser.elementId')
      .select([
        'token.id',
        'token.kind',
        'token.userId',
        'token.secretHash',
        'token.scopes',
        'token.createdAt',
        'token.expiresAt',
        'token.revokedAt',
        'elementUser.name as userName',
        'elementUser.roles',
        'elementUser.elementId',
        'element.name as elementName',
      ]);
  }
}
