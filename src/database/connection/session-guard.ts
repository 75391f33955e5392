import { AsyncLocalStorage } from 'node:async_hooks';
import type { ConnectionProvider, DatabaseConnection } from 'kysely';

/**
 * Refuses the use of the outer `db` by code that already holds a connection: inside `db.transaction()` it would wait
 * for ever on the embedded database, which has one session, and would silently escape the transaction on a server.
 */
export class SessionGuard {
  readonly #holding = new AsyncLocalStorage<{ held: boolean }>();

  /** @throws Error when the caller runs inside a transaction or a reserved connection. */
  assertFree(): void {
    if (this.#holding.getStore()?.held !== true) return;
    throw new Error('the database was used inside a transaction: use the transaction that the callback was given');
  }

  /** The provider, guarded: whoever gets a connection must not ask for a second one before it is given back. */
  around(provider: ConnectionProvider): ConnectionProvider {
    const provideConnection = async <T>(consume: (connection: DatabaseConnection) => Promise<T>): Promise<T> => {
      this.assertFree();
      return provider.provideConnection((connection) => this.#hold(() => consume(connection)));
    };
    return { provideConnection };
  }

  async #hold<T>(work: () => Promise<T>): Promise<T> {
    // Work that is started inside and outlives the connection carries this object along, so it is marked, not dropped.
    const holding = { held: true };
    try {
      return await this.#holding.run(holding, work);
    } finally {
      holding.held = false;
    }
  }
}
