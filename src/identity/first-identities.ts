import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { lockInTransaction } from '../database/advisory-lock.ts';
import type { Database } from '../database/schema.ts';
import type { Clock } from '../spectrum/clock.ts';
import { uuidv7 } from '../spectrum/identifier.ts';
import { makeCredential } from './credential-format.ts';
import { scopesOf } from './roles.ts';
import { TokenRepository } from './token-repository.ts';

/** The Element of a new installation. */
export const FIRST_ELEMENT = 'clearband';
const FIRST_USERS = [
  { name: 'admin', roles: ['admin'] },
  { name: 'client', roles: ['client'] },
];

/**
 * Makes the first Element, its two Users and the administrator's token, once. `keep` gets the token's text, which
 * can't be seen again, before anything is stored: a crash leaves either a token that works or a start that makes another.
 * @returns whether they were made now.
 */
export async function makeFirstIdentities(
  db: Kysely<Database>,
  clock: Clock,
  keep: (adminToken: string) => Promise<void>,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    await lockInTransaction(transaction, 'first-identities');
    const repository = new TokenRepository(transaction);
    if ((await repository.findElement(FIRST_ELEMENT)) !== undefined) return false;
    const now = clock.now();
    const elementId = uuidv7(now);
    await repository.insertElement({ id: elementId, name: FIRST_ELEMENT, createdAt: now });
    for (const { name, roles } of FIRST_USERS) {
      const userId = uuidv7(now);
      await repository.insertUser({ id: userId, elementId, name, roles, createdAt: now });
      if (name === 'admin') await repository.insert(await adminToken({ userId, roles, now, keep }));
    }
    return true;
  });
}

/** Keeps the administrator's token in `<dataDir>/admin-token`, mode 0600: a crash leaves the old file or the new one. */
export async function keepAdminToken(dataDir: string, token: string): Promise<void> {
  const path = join(dataDir, 'admin-token');
  await writeFile(`${path}.new`, `${token}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

async function adminToken(made: {
  userId: string;
  roles: readonly string[];
  now: Date;
  keep: (text: string) => Promise<void>;
}) {
  const { id, text, secretHash } = makeCredential('token');
  await made.keep(text);
  return {
    id,
    kind: 'token',
    userId: made.userId,
    secretHash,
    scopes: scopesOf(made.roles),
    createdAt: made.now,
    expiresAt: null,
    revokedAt: null,
  };
}
