import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Access, OperationPolicy } from '../../../../src/enforcement/access.ts';
import { DecisionLog } from '../../../../src/enforcement/decision-log.ts';
import { PolicyGate } from '../../../../src/enforcement/gate.ts';
import { PolicyAdministration } from '../../../../src/enforcement/policy-set/administration/policy-administration.ts';
import { PolicyReading } from '../../../../src/enforcement/policy-set/administration/policy-reading.ts';
import { PolicyRestore } from '../../../../src/enforcement/policy-set/restore/policy-restore.ts';
import type { AuthenticatedActor } from '../../../../src/identity/actor.ts';
import { uuidv7 } from '../../../../src/spectrum/identifier.ts';
import { HeldClock } from '../../../events/held-clock.ts';
import type { TestDatabase } from '../../../support/databases.ts';
import { type PolicyDocument, policyOf } from '../../policies.ts';
import { type RunningSet, startSet } from '../running-set.ts';

const ELEMENT = { id: uuidv7(), name: 'foo' };
const ADMINISTRATION: OperationPolicy = {
  operation: 'policy_install',
  scope: 'sensor-management',
  scosTask: 'Policy-administration',
};
/** Neither forced nor bound to a version. */
export const PLAIN = { isForced: false };

/** Who may administer what: administrators everything, `role:local` what is Foo's. */
export const OFFICE: readonly PolicyDocument[] = [
  policyOf('administrators', 'sensor-management', permit('role:admin', '*')),
  policyOf('locals', 'sensor-management', permit('role:local', ['Foo:Policies::*', 'Foo:Aliases::*'])),
];

function permit(Actor: string, Resource: string | readonly string[]) {
  return { 'Policy-Action': 'Permit', Actor, Resource, 'SCOS-Task': 'Policy-administration' };
}

/** One process of the Manager, as far as policies go, with a policy directory of its own. */
export class PolicyOffice {
  readonly clock = new HeldClock();
  readonly directory: string;
  readonly running: RunningSet;
  readonly administration: PolicyAdministration;
  readonly reading: PolicyReading;
  readonly restore: PolicyRestore;
  readonly #gate: PolicyGate;

  private constructor(database: TestDatabase, directory: string, running: RunningSet) {
    const { db } = database;
    const { policySet, health } = running;
    this.directory = directory;
    this.running = running;
    this.administration = new PolicyAdministration(policySet, this.clock);
    this.reading = new PolicyReading({ policySet, health, db });
    this.restore = new PolicyRestore({ policySet, db, clock: this.clock });
    this.#gate = new PolicyGate(policySet, new DecisionLog(db, pino({ level: 'silent' })), this.clock);
  }

  /** With the policies of OFFICE in its directory, unless another process has put some in force already. */
  static async open(database: TestDatabase): Promise<PolicyOffice> {
    const directory = await mkdtemp(join(tmpdir(), 'clearband-test-'));
    await writeFile(join(directory, 'office.json'), JSON.stringify({ Policies: OFFICE }));
    return new PolicyOffice(database, directory, await startSet(database, directory));
  }

  /** A second process on the same database and directory. */
  static async beside(database: TestDatabase, { directory }: PolicyOffice): Promise<PolicyOffice> {
    return new PolicyOffice(database, directory, await startSet(database, directory));
  }

  get hash(): string | undefined {
    return this.running.policySet.current?.hash;
  }

  get names(): readonly string[] {
    return this.running.policySet.current?.policies.map(({ name }) => name) ?? [];
  }

  /** A passage through the gate, as the edge opens one for each request. */
  access(role: 'admin' | 'local' | 'client' = 'admin'): Access {
    return this.#gate.open(actorOf(role), ADMINISTRATION);
  }

  settle(access: Access): Promise<void> {
    return this.#gate.settle(access);
  }

  install(document: unknown, more: { role?: 'admin' | 'local' | 'client'; isForced?: boolean } = {}) {
    const options = { isForced: more.isForced ?? false };
    return this.administration.install(JSON.stringify(document), options, this.access(more.role));
  }

  /** Writes a file of the directory as a whole. */
  async put(name: string, document: unknown): Promise<void> {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    await writeFile(join(this.directory, `${name}.new`), text);
    await rename(join(this.directory, `${name}.new`), join(this.directory, name));
  }

  async close(): Promise<void> {
    await this.running.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function actorOf(role: string): AuthenticatedActor {
  return { user: role, userId: role, tokenId: 't', element: ELEMENT, groups: [], roles: [role], scopes: [] };
}

/** Forgets every set and all that was told of them. */
export async function forgetSets({ db }: TestDatabase): Promise<void> {
  for (const table of ['policy_set_change', 'policy_set_in_force', 'policy_set', 'event', 'decision']) {
    await sql`delete from ${sql.table(table)}`.execute(db);
  }
}
