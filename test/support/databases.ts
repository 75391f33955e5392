import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { type DatabaseLog, openDatabase, type OpenDatabase } from '../../src/database/open-database.ts';
import { thisMachine } from './debian-packages.ts';
import { copyEmbeddedTemplate } from './embedded-template.ts';
import { createDatabase, dropDatabase } from './postgres-cluster.ts';
import { migratedTemplate } from './postgres-template.ts';
import { silentLog } from './silent-log.ts';

/** The project's migrations. */
export const MIGRATIONS = join(import.meta.dirname, '../../migrations');

/** A database of a test's own, migrated and empty, in a place of its own; nothing has it open yet. */
export interface DatabasePlace {
  readonly kind: OpenDatabase['kind'];
  /** Absent for the embedded one, as in the configuration. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Removes it; whoever has it open must have closed it (or is thrown out, on a server). */
  remove(): Promise<void>;
}

/** An open database of a test's own. */
export interface TestDatabase extends OpenDatabase {
  readonly place: DatabasePlace;
}

/** Describes behaviour that both databases share: runs `define` for each, on a fresh migrated database per describe. */
export function describeEachDatabase(name: string, define: (database: () => TestDatabase) => void): void {
  describeEmbeddedDatabase(name, define);
  describePostgres(name, define);
}

/** Describes behaviour on a real server alone: locks, races, timeouts. For `.pg.db.test.ts` files. */
export function describePostgres(name: string, define: (database: () => TestDatabase) => void): void {
  describeOnServer(`${name} [postgres]`, () => {
    define(openForTests(makePostgres));
  });
}

/** Describes behaviour of the embedded database alone. */
export function describeEmbeddedDatabase(name: string, define: (database: () => TestDatabase) => void): void {
  describe(`${name} [embedded]`, () => {
    define(openForTests(makeEmbedded));
  });
}

/** Describes each kind of place, for tests that open it themselves, start programs on it, or kill them. */
export function describeEachPlace(name: string, define: (makePlace: () => Promise<DatabasePlace>) => void): void {
  describe(`${name} [embedded]`, () => {
    define(makeEmbedded);
  });
  describeOnServer(`${name} [postgres]`, () => {
    define(makePostgres);
  });
}

/** A describe that needs the server: without one it is skipped with the reason in its name, or fails under CI. */
export function describeOnServer(name: string, define: () => void): void {
  const postgres = inject('postgres');
  if (!('unavailable' in postgres)) {
    describe(name, define);
  } else if (thisMachine(process.env).isCi) {
    it(name, () => {
      throw new Error(postgres.unavailable);
    });
  } else {
    describe.skip(`${name}: skipped, ${postgres.unavailable}`, define);
  }
}

/** A fresh database on the run's server. */
export async function makePostgres(): Promise<DatabasePlace> {
  const postgres = inject('postgres');
  if ('unavailable' in postgres) throw new Error(postgres.unavailable);
  const { adminUrl } = postgres;
  const template = await migratedTemplate(adminUrl, MIGRATIONS);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = await createDatabase(adminUrl, name, template);
  const dataDir = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  const remove = async () => {
    await dropDatabase(adminUrl, name);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { kind: 'postgres', databaseUrl, dataDir, remove };
}

/** A fresh data directory with an embedded database. */
export async function makeEmbedded(): Promise<DatabasePlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clearband-test-'));
  await copyEmbeddedTemplate(dataDir, MIGRATIONS);
  const remove = () => rm(dataDir, { recursive: true, force: true });
  return { kind: 'embedded', databaseUrl: undefined, dataDir, remove };
}

/** Opens the database of a place; close it before `remove`. */
export async function openPlace(place: DatabasePlace, log: DatabaseLog = silentLog): Promise<TestDatabase> {
  const { databaseUrl, dataDir } = place;
  return { ...(await openDatabase({ databaseUrl, dataDir, log })), place };
}

function openForTests(make: () => Promise<DatabasePlace>): () => TestDatabase {
  let open: TestDatabase | undefined;
  beforeAll(async () => {
    open = await openPlace(await make());
  });
  afterAll(async () => {
    await open?.close();
    await open?.place.remove();
  });
  return () => {
    if (open === undefined) throw new Error('the database is open only while tests run');
    return open;
  };
}
