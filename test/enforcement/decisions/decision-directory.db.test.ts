import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationPolicy } from '../../../src/enforcement/access.ts';
import { DecisionLog, type NewDecision } from '../../../src/enforcement/decision-log.ts';
import { DecisionDirectory } from '../../../src/enforcement/decisions/decision-directory.ts';
import { DecisionRepository } from '../../../src/enforcement/decisions/decision-repository.ts';
import { KeptSets } from '../../../src/enforcement/decisions/kept-sets.ts';
import { PolicyGate } from '../../../src/enforcement/gate.ts';
import type { AuthenticatedActor } from '../../../src/identity/actor.ts';
import { uuidv7 } from '../../../src/spectrum/identifier.ts';
import { HeldClock } from '../../events/held-clock.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { makePartitions } from '../../tasking/zone.ts';
import { CLIENTS_MAY, HeldPolicies, type PolicyDocument, policyOf } from '../policies.ts';

const READ: OperationPolicy = {
  operation: 'decision_list',
  scope: 'sensor-management',
  scosTask: 'Policy-administration',
};
const SCAN: OperationPolicy = { operation: 'schedule_create', scope: 'sensing-management', scosTask: 'Scanning' };
const NOON = Date.parse('2026-11-20T12:00:00Z');
const SENSOR_ID = uuidv7();
const FM = { startHz: 88e6, stopHz: 108e6 };

const actorOf = (user: string, roles: readonly string[], element = 'foo'): AuthenticatedActor => ({
  user,
  userId: user,
  tokenId: 't',
  element: { id: uuidv7(), name: element },
  groups: [],
  roles,
  scopes: [],
});
const alice = actorOf('alice', ['client']);
const bob = actorOf('bob', ['client']);
const regulator = actorOf('rita', ['regulator']);
const ownerOfBar = actorOf('otto', ['owner'], 'bar');

const permit = (name: string, statement: object) =>
  policyOf(name, 'sensor-management', {
    'Policy-Action': 'Permit',
    'SCOS-Task': 'Policy-administration',
    ...statement,
  });
const SECRET = policyOf('secret', 'sensing-management', {
  'Policy-Action': 'Deny',
  Resource: '*',
  frequency: [['100 MHz', '101 MHz']],
  Confidential: true,
});
const POLICIES: readonly PolicyDocument[] = [
  ...CLIENTS_MAY,
  permit('regulators', { Actor: 'role:regulator', Resource: '*' }),
  permit('owners', { Actor: 'role:owner', Resource: ['bar:Policies::*', 'bar:Decisions::*'] }),
  policyOf('closed-mast', 'sensing-management', { 'Policy-Action': 'Deny', Resource: 'foo:Sensors::mast' }),
];

describeEachDatabase('the kept decisions', (database) => {
  let policies: HeldPolicies;
  let clock: HeldClock;
  let log: DecisionLog;
  let gate: PolicyGate;
  let directory: DecisionDirectory;

  beforeAll(async () => {
    await makePartitions(database());
    for (const name of ['foo', 'bar']) {
      await database()
        .db.insertInto('element')
        .values({ id: uuidv7(), name, createdAt: new Date(NOON) })
        .execute();
    }
  });

  beforeEach(async () => {
    const { db } = database();
    for (const table of ['decision', 'policy_set']) await sql`delete from ${sql.table(table)}`.execute(db);
    clock = new HeldClock();
    policies = new HeldPolicies(POLICIES);
    log = new DecisionLog(db, pino({ level: 'silent' }));
    gate = new PolicyGate(policies, log, clock);
    directory = new DecisionDirectory({
      db,
      gate,
      sets: new KeptSets(db, policies),
      sensorResource: (id) => Promise.resolve(id === SENSOR_ID ? 'foo:Sensors::mast' : undefined),
    });
  });

  /** Asks the gate at a later moment than before, and keeps what it says. */
  async function scan(actor: AuthenticatedActor, resource: string, band = FM): Promise<NewDecision> {
    clock.forward(1);
    const { record } = gate.judge(actor, SCAN, { resource, namespace: resource.split(':')[0] ?? '', band });
    await log.store([record]);
    return record;
  }

  /** Another set comes into force; the one before is kept with its files. */
  async function change(...documents: readonly PolicyDocument[]): Promise<void> {
    await keepSetInForce();
    policies.put(...documents);
  }

  async function keepSetInForce(): Promise<void> {
    const files = policies.documents.map((document, index) => ({
      path: `${index}.json`,
      text: JSON.stringify(document),
    }));
    const hash = policies.current?.hash ?? '';
    const row = { hash, files: JSON.stringify(files), createdAt: new Date(NOON) };
    await database().db.insertInto('policySet').values(row).execute();
  }

  const list = async (actor: AuthenticatedActor, query = {}, limit = 100) =>
    (await directory.find(query, { limit }, gate.open(actor, READ))).items;
  const show = (actor: AuthenticatedActor, id: string) => directory.get(id, gate.open(actor, READ));

  describe('are found', () => {
    it('newest first, page by page, each once', async () => {
      const made = [];
      for (let index = 0; index < 7; index++) made.push(await scan(alice, `foo:Sensors::s${index}`));
      clock.forward(1);
      const atOnce = () => gate.judge(alice, SCAN, { resource: 'foo:Sensors::x', namespace: 'foo' }).record;
      await log.store([atOnce(), atOnce(), atOnce()]);
      const seen: string[] = [];
      for (let afterId: string | undefined; ;) {
        const page = await directory.find({}, { limit: 2, ...(afterId && { afterId }) }, gate.open(regulator, READ));
        seen.push(...page.items.map(({ id }) => id));
        afterId = page.nextAfterId;
        if (afterId === undefined) break;
      }
      expect(seen).toHaveLength(10);
      expect(new Set(seen).size).toBe(10);
      expect(seen.slice(3)).toEqual(made.map(({ id }) => id).reverse());
    });

    it.each([
      { by: 'actor', query: { actor: 'foo:bob' }, found: ['bob on roof'] },
      { by: 'resource', query: { resource: 'foo:Sensors::mast' }, found: ['alice on mast'] },
      { by: 'sensor', query: { sensorId: SENSOR_ID }, found: ['alice on mast'] },
      { by: 'a sensor that is not there', query: { sensorId: uuidv7() }, found: [] },
      { by: 'outcome', query: { outcome: 'Deny' as const }, found: ['alice on mast'] },
      { by: 'reason', query: { reason: 'explicit-deny' }, found: ['alice on mast'] },
      { by: 'statement', query: { statement: 'global:closed-mast#closed-mast-1' }, found: ['alice on mast'] },
      { by: 'operation', query: { operation: 'dispatch' }, found: [] },
      { by: 'time', query: { from: new Date(NOON + 2000), to: new Date(NOON + 3000) }, found: ['alice on mast'] },
      { by: 'several of these', query: { actor: 'foo:alice', outcome: 'Permit' as const }, found: ['alice on roof'] },
    ])('by $by', async ({ query, found }) => {
      await scan(alice, 'foo:Sensors::roof');
      await scan(alice, 'foo:Sensors::mast');
      await scan(bob, 'foo:Sensors::roof');
      const items = await list(regulator, query);
      expect(items.map(({ actor, resource }) => `${actor.slice(4)} on ${resource?.slice(13) ?? ''}`)).toEqual(found);
    });

    it('with a statement of many by the index of statements', async () => {
      await sql`set enable_seqscan = off`.execute(database().db);
      const plan = await sql<{
        'QUERY PLAN': string;
      }>`explain select * from decision where statements @> '{a}'`.execute(database().db);
      await sql`set enable_seqscan = on`.execute(database().db);
      expect(JSON.stringify(plan.rows)).toMatch(/Bitmap Index Scan/);
    });
  });

  describe('are seen', () => {
    it('by who administers policies where they were made, and by who asked', async () => {
      const own = await scan(alice, 'foo:Sensors::roof');
      const other = await scan(bob, 'bar:Sensors::roof');
      const ids = async (actor: AuthenticatedActor) => (await list(actor)).map(({ id }) => id);
      expect(await ids(regulator)).toEqual([other.id, own.id]);
      expect(await ids(ownerOfBar)).toEqual([other.id]);
      expect(await ids(alice)).toEqual([own.id]);
      expect(await show(alice, own.id)).toMatchObject({
        id: own.id,
        request: { frequency: { min: 88e6, max: 108e6 } },
      });
      await expect(show(alice, other.id)).rejects.toThrow(`no decision \`${other.id}\``);
      await expect(show(alice, uuidv7(new Date(NOON)))).rejects.toThrow('no decision');
    });

    it('whole: what was asked, what was imposed, why, under which set', async () => {
      const { id } = await scan(alice, 'foo:Sensors::mast');
      const { because, request, ...rest } = await show(regulator, id);
      expect(because).toMatchObject([{ policy: 'global:closed-mast', statement: 'closed-mast-1' }]);
      expect(request).toMatchObject({ time: '2026-11-20T12:00:01.000Z', frequency: { min: 88e6, max: 108e6 } });
      expect(rest).toEqual({
        id,
        at: new Date(NOON + 1000),
        operation: 'schedule_create',
        actor: 'foo:alice',
        scope: 'sensing-management',
        scosTask: 'Scanning',
        resource: 'foo:Sensors::mast',
        outcome: 'Deny',
        reason: 'explicit-deny',
        code: 201,
        statements: ['global:clients-scan#clients-scan-1', 'global:closed-mast#closed-mast-1'],
        settings: undefined,
        setHash: policies.current?.hash,
      });
    });

    it('without the hash of the set by who may not administer it', async () => {
      const { id } = await scan(alice, 'foo:Sensors::mast');
      expect(await show(alice, id)).toMatchObject({ setHash: undefined, because: [{ policy: 'global:closed-mast' }] });
    });

    it('with their code alone by who may not see the statement, under the set of then', async () => {
      policies.put(...POLICIES, SECRET);
      const { id } = await scan(alice, 'foo:Sensors::roof');
      await change(...POLICIES);
      expect(await show(alice, id)).toMatchObject({ code: 201, statements: [], because: [], setHash: undefined });
      expect(await show(regulator, id)).toMatchObject({ because: [{ policy: 'global:secret' }] });
    });

    it('with nothing but the code where the set of then can’t be read any more', async () => {
      const { id } = await scan(alice, 'foo:Sensors::mast');
      policies.put(...CLIENTS_MAY, ...POLICIES.slice(2, 3));
      expect(await show(regulator, id)).toMatchObject({ code: 201, statements: [], because: [], setHash: undefined });
    });

    it('but can not be searched for what is not seen of them', async () => {
      policies.put(...POLICIES, SECRET);
      const { id } = await scan(alice, 'foo:Sensors::roof');
      const statement = 'global:secret#secret-1';
      expect(await list(alice, { statement })).toEqual([]);
      expect((await list(regulator, { statement })).map((decision) => decision.id)).toEqual([id]);
      const open = await scan(alice, 'foo:Sensors::mast', { startHz: 88e6, stopHz: 90e6 });
      const seen = await list(alice, { statement: 'global:closed-mast#closed-mast-1', reason: 'explicit-deny' }, 1);
      expect(seen.map((decision) => decision.id)).toEqual([open.id]);
    });

    it('of reads of many things: without how many were left out', async () => {
      const access = gate.open(alice, { ...SCAN, scosTask: 'Discovery' });
      for (const name of ['roof', 'mast']) access.permits({ resource: `foo:Sensors::${name}`, namespace: 'foo' });
      await gate.settle(access);
      await log.flush();
      expect((await list(alice))[0]).toMatchObject({ reason: 'list: 1 shown', request: undefined });
      expect((await list(regulator))[0]).toMatchObject({ reason: 'list: 1 shown, 1 left out' });
      expect(await list(alice, { reason: 'list: 1 shown, 1 left out' })).toEqual([]);
      expect(await list(alice, { reason: 'list: 1 shown' })).toHaveLength(1);
    });

    it('without a set in force by who asked alone', async () => {
      const { id } = await scan(alice, 'foo:Sensors::roof');
      policies.current = undefined;
      expect((await list(alice)).map((decision) => decision.id)).toEqual([id]);
      expect(await list(regulator)).toEqual([]);
    });
  });

  it('are read from the database for an Actor who sees few as those few', async () => {
    for (let index = 0; index < 20; index++) await scan(bob, 'foo:Sensors::roof');
    const own = await scan(alice, 'foo:Sensors::roof');
    const reach = { owners: [], ownActor: 'foo:alice' };
    const page = await new DecisionRepository(database().db).page({}, { limit: 10 }, reach);
    expect(page.items.map(({ id }) => id)).toEqual([own.id]);
  });
});
