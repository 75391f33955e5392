import { type Kysely, sql } from 'kysely';
import { pino } from 'pino';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/schema.ts';
import type { OperationPolicy, ResourceQuery } from '../../src/enforcement/access.ts';
import { DecisionLog, type NewDecision } from '../../src/enforcement/decision-log.ts';
import { PolicyGate } from '../../src/enforcement/gate.ts';
import { PolicyDeniedError } from '../../src/enforcement/policy-denied-error.ts';
import { UnavailableError } from '../../src/errors.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { HeldClock } from '../events/held-clock.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { makePartitions } from '../tasking/zone.ts';
import { CLIENTS_MAY, closedBand, HeldPolicies, minimumSlot, policyOf } from './policies.ts';

const DISCOVER: OperationPolicy = { operation: 'sensors_list', scope: 'sensing-management', scosTask: 'Discovery' };
const SCAN: OperationPolicy = { operation: 'schedule_create', scope: 'sensing-management', scosTask: 'Scanning' };
const alice = {
  user: 'alice',
  userId: 'u',
  tokenId: 't',
  element: { id: uuidv7(), name: 'foo' },
  groups: [],
  roles: ['client'],
  scopes: [],
};
const sensor = (name: string, more: Partial<ResourceQuery> = {}): ResourceQuery => ({
  resource: `foo:Sensors::${name}`,
  namespace: 'foo',
  ...more,
});
const FM = { startHz: 88e6, stopHz: 108e6 };

/** A log whose database is away for as long as a test says. */
class FragileLog extends DecisionLog {
  isAway = false;
  attempts = 0;
  override store(decisions: readonly NewDecision[], transaction?: Kysely<Database>): Promise<void> {
    this.attempts++;
    return this.isAway ? Promise.reject(new UnavailableError('away')) : super.store(decisions, transaction);
  }
}

describeEachDatabase('the policy gate', (database) => {
  let policies: HeldPolicies;
  let log: FragileLog;
  let gate: PolicyGate;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    await sql`delete from decision`.execute(database().db);
    policies = new HeldPolicies();
    log = new FragileLog(database().db, pino({ level: 'silent' }));
    gate = new PolicyGate(policies, log, new HeldClock());
  });

  const kept = () => database().db.selectFrom('decision').selectAll().orderBy('id').execute();

  describe('asked for one thing', () => {
    it('gives the settings that policy imposes, and keeps the permit with what was asked', async () => {
      policies.put(...CLIENTS_MAY, minimumSlot('2 s'));
      const access = gate.open(alice, SCAN);
      expect(await access.require(sensor('roof', { band: FM, taskName: 'm4s' }))).toEqual({
        'min-sensing-slot-duration': 2,
      });
      expect(await kept()).toEqual([]);
      await gate.settle(access);
      expect(await kept()).toMatchObject([
        {
          operation: 'schedule_create',
          actor: 'foo:alice',
          scope: 'sensing-management',
          scosTask: 'Scanning',
          resource: 'foo:Sensors::roof',
          outcome: 'Permit',
          code: 0,
          statements: ['global:clients-scan#clients-scan-1', 'global:minimum-slot#minimum-slot-1'],
          request: {
            scope: 'sensing-management',
            namespace: 'foo',
            actor: { user: 'alice', groups: [], roles: ['client'] },
            resource: { id: 'foo:Sensors::roof' },
            task: { operation: 'Scanning', name: 'm4s' },
            frequency: { min: 88e6, max: 108e6 },
            time: '2026-11-20T12:00:00.000Z',
          },
          because: null,
          setHash: policies.current?.hash,
        },
      ]);
    });

    it('refuses with statement, values and the nearest that would pass, after the denial is stored', async () => {
      policies.put(...CLIENTS_MAY, closedBand('astronomy', '100 MHz', '101 MHz'));
      const asked = gate.open(alice, SCAN).require(sensor('roof', { band: { startHz: 99.5e6, stopHz: 100.5e6 } }));
      const error: unknown = await asked.catch((reason: unknown) => reason);
      if (!(error instanceof PolicyDeniedError)) throw error;
      const { denial } = error;
      expect(error).toMatchObject({ scosCode: 201, kind: 'policy-denied' });
      expect(denial.because[0]).toMatchObject({ policy: 'global:astronomy', statement: 'astronomy-1' });
      expect(denial.because[0]?.values[0]).toMatchObject({ field: 'frequency' });
      expect(denial.nearest).toMatchObject({ frequency: { max: 100e6 } });
      expect(await kept()).toMatchObject([{ id: denial.decisionId, outcome: 'Deny', because: denial.because }]);
    });

    it('tells nothing of a confidential statement, and keeps all of it', async () => {
      const secret = { 'Policy-Action': 'Deny', Resource: '*', Confidential: true, description: 'hush' };
      policies.put(...CLIENTS_MAY, policyOf('secret', 'sensing-management', secret));
      const asked = gate.open(alice, SCAN).require(sensor('roof', { band: FM }));
      const error: unknown = await asked.catch((reason: unknown) => reason);
      if (!(error instanceof PolicyDeniedError)) throw error;
      expect(error.denial).toMatchObject({ code: 201, because: [] });
      expect(error.denial.nearest).toBeUndefined();
      expect(JSON.stringify([error.denial, error.message])).not.toMatch(/secret|hush/);
      expect(await kept()).toMatchObject([{ because: [{ policy: 'global:secret' }] }]);
    });

    it('tells all of it to an Actor who may administer the policy', async () => {
      const secret = { 'Policy-Action': 'Deny', 'SCOS-Task': 'Scanning', Confidential: true, description: 'hush' };
      const mayAll = {
        'Policy-Action': 'Permit',
        Actor: 'role:client',
        Resource: ['global:Policies::*', 'foo:Policies::*'],
      };
      policies.put(
        ...CLIENTS_MAY,
        policyOf('secret', 'sensing-management', secret),
        policyOf('administrators', 'sensor-management', mayAll),
      );
      const asked = gate.open(alice, SCAN).require(sensor('roof', { band: FM }));
      await expect(asked).rejects.toMatchObject({
        denial: { because: [{ policy: 'global:secret', description: 'hush' }], policySetHash: policies.current?.hash },
      });
      // What the Manager's own steps say is read by others too.
      const { verdict } = gate.judge(alice, SCAN, sensor('roof', { band: FM }));
      expect(verdict).toMatchObject({ permitted: false, denial: { code: 201, because: [] } });
      expect(JSON.stringify(verdict)).not.toContain(policies.current?.hash);
    });

    it('imposes what confidential statements say, and says which of it may be told', () => {
      const secret = { 'Policy-Action': 'Set', Attributes: { 'Max-concurrent-tasks': 3 }, Confidential: true };
      policies.put(...CLIENTS_MAY, minimumSlot('2 s'), policyOf('secret', 'sensing-management', secret));
      expect(gate.judge(alice, SCAN, sensor('roof')).verdict).toEqual({
        permitted: true,
        settings: { 'min-sensing-slot-duration': 2, 'max-concurrent-tasks': 3 },
        told: { 'min-sensing-slot-duration': 2 },
      });
    });

    it('denies everything without a set, and keeps that too', async () => {
      policies.current = undefined;
      const access = gate.open(alice, SCAN);
      await expect(access.require(sensor('roof'))).rejects.toMatchObject({ scosCode: 200 });
      expect(access.permits(sensor('roof'))).toBe(false);
      expect(await kept()).toMatchObject([{ outcome: 'Deny', reason: 'no-policy-set', code: 200, setHash: '' }]);
    });

    it('does not answer when the denial can’t be stored', async () => {
      policies.put(closedBand('closed', '1 MHz', '2 GHz'));
      log.isAway = true;
      await expect(gate.open(alice, SCAN).require(sensor('roof', { band: FM }))).rejects.toThrow(UnavailableError);
    });
  });

  describe('asked about many', () => {
    it('keeps one permit for each resource, however many instants were asked for', async () => {
      const access = gate.open(alice, SCAN);
      for (const minute of [1, 2, 3]) {
        const time = new Date(`2026-11-20T12:0${minute}:00Z`);
        for (const name of ['roof', 'mast']) expect(access.consider(sensor(name, { time })).permitted).toBe(true);
      }
      await gate.settle(access);
      expect((await kept()).map(({ resource }) => resource).sort()).toEqual(['foo:Sensors::mast', 'foo:Sensors::roof']);
    });

    it('refuses only with a denial of this very passage', async () => {
      policies.put(closedBand('closed', '1 MHz', '2 GHz'));
      const verdict = gate.open(alice, SCAN).consider(sensor('roof', { band: FM }));
      if (verdict.permitted) throw new Error('permitted');
      await expect(gate.open(alice, SCAN).refuse(verdict.denial)).rejects.toThrow('only a denial of this passage');
    });

    it('keeps a read of a list as one decision that counts, a moment later', async () => {
      const hidden = { 'Policy-Action': 'Deny', Resource: 'foo:Sensors::hidden' };
      policies.put(...CLIENTS_MAY, policyOf('hidden', 'sensing-management', hidden));
      const access = gate.open(alice, DISCOVER);
      const seen = ['roof', 'hidden', 'mast'].filter((name) => access.permits(sensor(name)));
      expect(seen).toEqual(['roof', 'mast']);
      await gate.settle(access);
      expect(log.attempts).toBe(0);
      await log.flush();
      expect(await kept()).toMatchObject([
        { resource: null, request: null, outcome: 'Permit', reason: 'list: 2 shown, 1 left out' },
      ]);
    });

    it('keeps an empty list too', async () => {
      const access = gate.open(alice, DISCOVER);
      access.beginList();
      await gate.settle(access);
      await log.flush();
      expect(await kept()).toMatchObject([{ reason: 'list: 0 shown, 0 left out' }]);
    });
  });

  it('takes an operation that never asked for a fault of the program, not for a permission', async () => {
    await expect(gate.settle(gate.open(alice, DISCOVER))).rejects.toThrow('without asking the policy gate');
  });

  describe('the log of decisions', () => {
    const note = () => gate.open(alice, DISCOVER);

    it('stores what was noted by itself, within a second', async () => {
      const access = note();
      access.permits(sensor('roof'));
      await gate.settle(access);
      await expect.poll(kept, { timeout: 5000, interval: 20 }).toHaveLength(1);
    });

    it('keeps notes while the database is away and stores each once when it is back', async () => {
      log.isAway = true;
      for (let turn = 0; turn < 3; turn++) {
        const access = note();
        access.permits(sensor('roof'));
        await gate.settle(access);
        await log.flush();
      }
      expect(await kept()).toEqual([]);
      log.isAway = false;
      await log.flush();
      await log.flush();
      expect(await kept()).toHaveLength(3);
    });

    it('tries once more when it is stopped, says what is lost, and leaves nothing that would try again', async () => {
      log.isAway = true;
      const access = note();
      access.permits(sensor('roof'));
      await gate.settle(access);
      const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
      const before = timers();
      await expect(log.stop()).rejects.toThrow('decisions on 1 permitted reads could not be stored');
      expect(timers()).toBeLessThan(before);
      expect(log.attempts).toBe(1);
    });

    it('is part of the transaction it is given', async () => {
      const { record } = gate.judge(alice, SCAN, sensor('roof'));
      const undone = database()
        .db.transaction()
        .execute(async (transaction) => {
          await gate.keep(transaction, [record]);
          throw new Error('undo');
        });
      await expect(undone).rejects.toThrow('undo');
      expect(await kept()).toEqual([]);
    });

    it('stores more decisions than one statement holds', async () => {
      const records = Array.from({ length: 1001 }, () => gate.judge(alice, SCAN, sensor('roof')).record);
      await gate.keep(undefined, records);
      expect(await kept()).toHaveLength(1001);
    });
  });
});
