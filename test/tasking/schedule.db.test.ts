import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PolicyDeniedError } from '../../src/enforcement/policy-denied-error.ts';
import { ConflictError, InvalidInputError, NotFoundError, SensorUnavailableError } from '../../src/errors.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import { ScheduleConflictError } from '../../src/tasking/schedule-conflict-error.ts';
import type { ScheduleEntry, ScheduleRequest } from '../../src/tasking/schedule-entry.ts';
import { CLIENTS_MAY, closedBand, minimumSlot, policyOf } from '../enforcement/policies.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { INSERT, makePartitions, Zone } from './zone.ts';

const NOTHING = { entries: 0, tasks: 0, slots: 0, events: 0, decisions: 0 };

/** What a promise was refused with; an error of the test when it was not. */
async function refusalOf<E extends Error>(kind: new (...args: never[]) => E, work: Promise<unknown>): Promise<E> {
  const error: unknown = await work.then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw error;
}

describeEachDatabase('the schedule', (database) => {
  let zone: Zone;
  let roof: Sensor;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof');
  });

  describe('accepts a request', () => {
    it('for one scan as soon as possible: entry, task, slot and events are there together', async () => {
      const entry = await zone.add([roof], { name: 'once' });
      expect(entry).toMatchObject({
        name: 'once',
        owner: { user: 'alice', element: { name: 'foo' }, roles: ['client'] },
        start: zone.clock.in(0.25),
        sensorIds: [roof.id],
        band: { startHz: 92.88e6, stopHz: 103.12e6 },
        slotSeconds: 1,
        isActive: true,
        plannedUntil: undefined,
      });
      expect(await zone.taskOf(entry.id)).toMatchObject({
        state: 'planned',
        sequence: 1,
        startsAt: zone.clock.in(0.25),
        slotSeconds: 1,
        result: undefined,
      });
      expect((await zone.bodies()).map(({ kind }) => kind)).toEqual(['schedule.created', 'task.state']);
      expect(await zone.counts()).toMatchObject({ entries: 1, tasks: 1, slots: 1, events: 2 });
      expect(zone.planned).toBe(1);
    });

    it('with its decision, in one transaction: a crash leaves both or neither', async () => {
      const access = zone.access();
      await zone.schedule.add(zone.request([roof]), access);
      const kept = await zone.decisions();
      expect(kept).toMatchObject([{ outcome: 'Permit', resource: 'foo:Sensors::roof', operation: INSERT.operation }]);
      await zone.gate.settle(access);
      expect(await zone.decisions()).toEqual(kept);
      const [{ xmin: ofEntry } = { xmin: '' }] = (
        await sql<{ xmin: string }>`select xmin::text from schedule_entry`.execute(zone.db)
      ).rows;
      const { rows } = await sql<{ xmin: string }>`select xmin::text from decision`.execute(zone.db);
      expect(rows).toEqual([{ xmin: ofEntry }]);
    });

    it('whose start has just passed, and runs it', async () => {
      const entry = await zone.add([roof], { start: zone.clock.in(-0.4) });
      expect(entry.start).toEqual(zone.clock.in(0.25));
      const soon = zone.clock.in(1.3);
      zone.clock.forward(1.2);
      expect((await zone.add([roof], { start: soon })).start).toEqual(soon);
    });

    it('and gives the same entry back when it is read', async () => {
      const added = await zone.add([roof], {
        start: zone.clock.in(60),
        intervalSeconds: 12.5,
        relativeStopSeconds: 99,
      });
      const read = await zone.schedule.get(added.id, zone.access());
      expect(added).toMatchObject(read);
      expect(read.stop).toEqual(zone.clock.in(159));
    });

    it('for a scan on every sensor named', async () => {
      const mast = await zone.addSensor('mast');
      const entry = await zone.add([roof, mast]);
      const tasks = await zone.tasksOf(entry.id);
      expect(new Set(tasks.map(({ sensorName }) => sensorName))).toEqual(new Set(['roof', 'mast']));
      expect(new Set(tasks.map(({ startsAt }) => startsAt.getTime())).size).toBe(1);
    });

    it('that repeats: its occurrences up to the horizon, on a grid that may have begun long ago', async () => {
      const start = zone.clock.in(-7);
      const entry = await zone.add([roof], { start, intervalSeconds: 60 });
      const starts = (await zone.tasksOf(entry.id)).map(({ startsAt }) => startsAt);
      expect(starts).toEqual(Array.from({ length: 10 }, (_, index) => zone.clock.in(53 + index * 60)));
      expect(entry.plannedUntil).toEqual(zone.clock.in(600));
    });

    it('with the settings that policy imposes', async () => {
      zone.policies.put(...CLIENTS_MAY, minimumSlot('3 s'));
      const entry = await zone.add([roof], { slotSeconds: undefined });
      expect(entry).toMatchObject({ slotSeconds: 3, settings: { 'min-sensing-slot-duration': 3 } });
      expect(await zone.taskOf(entry.id)).toMatchObject({ slotSeconds: 3 });
    });

    it('with what confidential policies impose, which is not told', async () => {
      const Attributes = { 'Min-sensing-slot-duration': '3 s', 'Max-concurrent-tasks': 7 };
      const secret = { 'Policy-Action': 'Set', 'SCOS-Task': 'Scanning', Attributes, Confidential: true };
      zone.policies.put(...CLIENTS_MAY, minimumSlot('2 s'), policyOf('secret', 'sensing-management', secret));
      const entry = await zone.add([roof], { slotSeconds: undefined });
      expect(entry).toMatchObject({ slotSeconds: 3, settings: { 'min-sensing-slot-duration': 3 } });
      expect(entry.toldSettings).toEqual({ 'min-sensing-slot-duration': 2 });
      const kept = await zone.db.selectFrom('scheduleEntry').select(['settings', 'toldSettings']).execute();
      expect(kept).toEqual([{ settings: entry.settings, toldSettings: entry.toldSettings }]);
    });

    it('in the first free slot, when as soon as possible is later', async () => {
      await zone.add([roof], { slotSeconds: 5 });
      await zone.add([roof], { slotSeconds: 2, start: zone.clock.in(6) });
      const third = await zone.add([roof], { slotSeconds: 1 });
      expect(third.start).toEqual(zone.clock.in(8));
      const short = await zone.add([roof], { slotSeconds: 0.75 });
      expect(short.start).toEqual(zone.clock.in(5.25));
    });

    it('in the first slot that is free on every sensor at once', async () => {
      const mast = await zone.addSensor('mast');
      await zone.add([roof], { slotSeconds: 2 });
      await zone.add([mast], { slotSeconds: 2, start: zone.clock.in(2.25) });
      const both = await zone.add([roof, mast]);
      expect(both.start).toEqual(zone.clock.in(4.25));
    });
  });

  describe('picks sensors of an area', () => {
    const area = (radiusM: number, count: number): Partial<ScheduleRequest> => ({
      selection: {
        kind: 'place',
        place: { kind: 'circle', center: { latitude: 39.995, longitude: -105.2617 }, radiusM },
        count,
      },
    });
    const at = (longitude: number) => ({ capability: { location: { latitude: 39.995, longitude } } });

    it('as many as wanted, of those that are there and can', async () => {
      const near = await zone.addSensor('near', at(-105.262));
      await zone.addSensor('away', { ...at(-105.2619), isAssociated: false });
      await zone.addSensor('deaf', { capability: { ...at(-105.2618).capability, actions: [] } });
      await zone.addSensor('far', at(-104));
      const entry = await zone.add([], area(1000, 2));
      expect(new Set(entry.sensorIds)).toEqual(new Set([roof.id, near.id]));
    });

    it('and names why not, when there are too few', async () => {
      await zone.addSensor('away', { ...at(-105.2619), isAssociated: false });
      await zone.addSensor('deaf', { capability: { ...at(-105.2618).capability, actions: [] } });
      const refusal = await refusalOf(SensorUnavailableError, zone.add([], area(1000, 2)));
      expect(refusal.scosCode).toBe(301);
      expect(refusal.rejected).toEqual(
        expect.arrayContaining([
          { sensor: 'away', reason: 'it is not there now (joined)' },
          { sensor: 'deaf', reason: 'it has no action `m4s`' },
        ]),
      );
      const none = zone.add([], { selection: { ...placeFarAway, count: 1 } });
      expect((await refusalOf(SensorUnavailableError, none)).scosCode).toBe(300);
      expect(await zone.counts()).toEqual(NOTHING);
    });

    it('passes over those that policy closes, and is policy’s refusal when they would be needed', async () => {
      await zone.addSensor('near', at(-105.262));
      const closed = policyOf('roof-closed', 'sensing-management', {
        'Policy-Action': 'Deny',
        Resource: 'foo:Sensors::roof',
      });
      zone.policies.put(...CLIENTS_MAY, closed);
      const entry = await zone.add([], area(1000, 1));
      expect(entry.sensorIds).not.toContain(roof.id);
      const refusal = await refusalOf(PolicyDeniedError, zone.add([], area(1000, 2)));
      expect(refusal.denial.because[0]).toMatchObject({ policy: 'global:roof-closed', statement: 'roof-closed-1' });
    });

    it('passing over those that are taken: as soon as possible, or exactly then', async () => {
      const near = await zone.addSensor('near', at(-105.262));
      await zone.add([roof], { slotSeconds: 60 });
      const soon = await zone.add([], area(1000, 1));
      expect([soon.sensorIds, soon.start]).toEqual([[near.id], zone.clock.in(0.25)]);
      const exact = await zone.add([], { ...area(1000, 1), start: zone.clock.in(30) });
      expect([exact.sensorIds, exact.start]).toEqual([[near.id], zone.clock.in(30)]);
      const both = await zone.add([], area(1000, 2));
      expect([new Set(both.sensorIds), both.start]).toEqual([new Set([roof.id, near.id]), zone.clock.in(60.25)]);
    });

    it('that are free for every occurrence, not only for the first', async () => {
      const near = await zone.addSensor('near', at(-105.262));
      await zone.add([roof], { start: zone.clock.in(90), slotSeconds: 2 });
      for (const start of [zone.clock.in(30), undefined]) {
        const repeating = { start, intervalSeconds: 30, relativeStopSeconds: 150 };
        const entry = await zone.add([], { ...area(1000, 1), ...repeating, slotSeconds: 31 - 2 });
        expect(entry.sensorIds).toEqual([near.id]);
        await zone.schedule.cancel(entry.id, zone.access());
      }
    });

    it('or says of those that are taken when they are free', async () => {
      const near = await zone.addSensor('near', at(-105.262));
      await zone.addSensor('third', at(-105.2621));
      const start = zone.clock.in(60);
      await zone.add([roof], { start, slotSeconds: 20 });
      await zone.add([near], { start, slotSeconds: 5 });
      const refusal = await refusalOf(ScheduleConflictError, zone.add([], { ...area(1000, 2), start }));
      expect(refusal.conflicts).toMatchObject([{ sensorName: 'near', start, nextFree: zone.clock.in(65) }]);
    });

    it('with what policy denied of the others on record', async () => {
      await zone.addSensor('near', at(-105.262));
      const statement = { 'Policy-Action': 'Deny', Resource: 'foo:Sensors::roof' };
      zone.policies.put(...CLIENTS_MAY, policyOf('roof-closed', 'sensing-management', statement));
      const access = zone.access();
      await zone.schedule.add(zone.request([], area(1000, 1)), access);
      const kept = async () => (await zone.decisions()).map(({ resource, outcome }) => `${outcome} ${resource ?? ''}`);
      const expected = ['Deny foo:Sensors::roof', 'Permit foo:Sensors::near'];
      expect((await kept()).toSorted()).toEqual(expected);
      await zone.gate.settle(access);
      expect((await kept()).toSorted()).toEqual(expected);
    });

    const placeFarAway = {
      kind: 'place',
      place: { kind: 'circle', center: { latitude: 0, longitude: 0 }, radiusM: 1000 },
    } as const;
  });

  describe('refuses', () => {
    it('what policy denies: the decision is stored, and nothing else', async () => {
      zone.policies.put(...CLIENTS_MAY, closedBand('astronomy', '90 MHz', '95 MHz'));
      const refusal = await refusalOf(PolicyDeniedError, zone.add([roof]));
      expect(refusal.denial).toMatchObject({
        reason: 'explicit-deny',
        code: 201,
        because: [{ policy: 'global:astronomy', statement: 'astronomy-1' }],
      });
      const [decision, another] = await zone.decisions();
      expect(another).toBeUndefined();
      expect(decision).toMatchObject({
        id: refusal.denial.decisionId,
        operation: INSERT.operation,
        actor: 'foo:alice',
        resource: 'foo:Sensors::roof',
        outcome: 'Deny',
        code: 201,
        setHash: zone.policies.current?.hash,
      });
      expect(decision?.request).toMatchObject({ frequency: { min: 92.88e6, max: 103.12e6 }, duration: 1 });
      expect(await zone.counts()).toEqual({ ...NOTHING, decisions: 1 });
      expect(zone.planned).toBe(0);
    });

    it('a repeating entry of which only a later occurrence is denied', async () => {
      const late = policyOf('evening', 'sensing-management', {
        'Policy-Action': 'Deny',
        'SCOS-Task': 'Scanning',
        time: [{ from: '2026-11-20T12:05:00Z', to: '2026-11-20T13:00:00Z' }],
      });
      zone.policies.put(...CLIENTS_MAY, late);
      const request = { start: zone.clock.in(10), intervalSeconds: 60 };
      expect((await refusalOf(PolicyDeniedError, zone.add([roof], request))).denial.code).toBe(201);
      expect(await zone.counts()).toEqual({ ...NOTHING, decisions: 1 });
      await zone.add([roof], { ...request, stop: zone.clock.in(290) });
    });

    it('everything, as long as no policy set is in force', async () => {
      zone.policies.current = undefined;
      const refusal = await refusalOf(PolicyDeniedError, zone.add([roof]));
      expect(refusal.denial).toMatchObject({ reason: 'no-policy-set', code: 200 });
      expect(await zone.counts()).toEqual({ ...NOTHING, decisions: 1 });
    });

    it('an Actor in whose role nothing is permitted, before saying what the sensor can do', async () => {
      const deaf = await zone.addSensor('deaf', { capability: { actions: [] } });
      const asked = zone.schedule.add(zone.request([deaf]), zone.access(INSERT, 'guest'));
      expect((await refusalOf(PolicyDeniedError, asked)).denial.reason).toBe('no-accept-actor');
    });

    it('what policy asks of resolution, priority or slot, also when it is cancelled or read', async () => {
      const entry = await zone.add([roof], { start: zone.clock.in(60), priority: -5 });
      const urgent = { 'Policy-Action': 'Deny', Resource: '*', Condition: { lessthan: { priority: 0 } } };
      zone.policies.put(...CLIENTS_MAY, policyOf('urgent', 'sensing-management', urgent));
      await refusalOf(PolicyDeniedError, zone.schedule.get(entry.id, zone.access()));
      await refusalOf(PolicyDeniedError, zone.schedule.cancel(entry.id, zone.access()));
      expect((await zone.schedule.find({}, { limit: 9 }, zone.access())).items).toEqual([]);
    });

    it('a name that the Element has already', async () => {
      await zone.add([roof], { name: 'taken' });
      const before = await zone.counts();
      const again = zone.add([roof], { name: 'taken', start: zone.clock.in(60) });
      expect((await refusalOf(ConflictError, again)).message).toContain('`taken`');
      expect(await zone.counts()).toEqual(before);
    });

    it('a slot that is taken, saying by sensor when the same would be free', async () => {
      await zone.add([roof], { start: zone.clock.in(60), slotSeconds: 10 });
      await zone.add([roof], { start: zone.clock.in(70.5), slotSeconds: 4.5 });
      const before = await zone.counts();
      const refusal = await refusalOf(ScheduleConflictError, zone.add([roof], { start: zone.clock.in(65) }));
      expect(refusal.conflicts).toMatchObject([
        { sensorName: 'roof', start: zone.clock.in(65), stop: zone.clock.in(66), nextFree: zone.clock.in(75) },
      ]);
      expect(refusal.message).toContain('free from 2026-11-20T12:01:15.000Z');
      expect(await zone.counts()).toEqual(before);
    });

    it('a slot that is taken until a moment from now, and says so too', async () => {
      await zone.add([roof], { start: zone.clock.now(), slotSeconds: 1 });
      zone.clock.forward(0.9);
      const refusal = await refusalOf(ScheduleConflictError, zone.add([roof], { start: zone.clock.now() }));
      expect(refusal.conflicts).toMatchObject([{ nextFree: zone.clock.in(0.1) }]);
    });

    it('a slot that runs into one beyond the horizon, and says so too', async () => {
      const week = 7 * 86_400;
      await zone.add([roof], { start: zone.clock.in(week + 30.7), slotSeconds: 5 });
      const last = { start: zone.clock.in(30), slotSeconds: 1, intervalSeconds: week };
      const long = new Zone(database(), week + 0.5);
      const { length } = (
        await refusalOf(ScheduleConflictError, long.schedule.add(zone.request([roof], last), zone.access()))
      ).conflicts;
      expect(length).toBe(1);
    });

    it('a sensor that there is not, with the place of its id', async () => {
      const unknown = { ...roof, id: uuidv7() };
      const refusal = await refusalOf(InvalidInputError, zone.add([roof, unknown]));
      expect(refusal.faults).toMatchObject([{ code: 'unknown-sensor', pointer: '#/sensors/1' }]);
      expect(await zone.counts()).toEqual(NOTHING);
    });

    it('a sensor that can not, with what it lacks', async () => {
      const deaf = await zone.addSensor('deaf', { capability: { tunableBands: [{ startHz: 1e9, stopHz: 2e9 }] } });
      const refusal = await refusalOf(SensorUnavailableError, zone.add([roof, deaf]));
      expect(refusal).toMatchObject({ scosCode: 301, rejected: [{ sensor: 'deaf' }] });
      expect(refusal.message).toContain('cannot tune');
    });

    it('a sensor that is away, for as soon as possible but not for later', async () => {
      const away = await zone.addSensor('away', { isAssociated: false });
      expect((await refusalOf(SensorUnavailableError, zone.add([away]))).scosCode).toBe(300);
      await zone.add([away], { start: zone.clock.in(60) });
    });

    it('an interval shorter than the slot that policy imposes', async () => {
      zone.policies.put(...CLIENTS_MAY, minimumSlot('30 s'));
      const often = zone.add([roof], { start: zone.clock.in(60), intervalSeconds: 10, slotSeconds: undefined });
      expect((await refusalOf(InvalidInputError, often)).faults).toMatchObject([{ pointer: '#/interval' }]);
    });

    it('a repeating entry with no occurrence left', async () => {
      const over = { start: zone.clock.in(-100), intervalSeconds: 60, stop: zone.clock.in(10) };
      expect((await refusalOf(InvalidInputError, zone.add([roof], over))).faults).toMatchObject([
        { code: 'no-occurrence', pointer: '#/stop' },
      ]);
    });
  });

  describe('checks a request', () => {
    it('with the answer that adding it gives, and changes nothing', async () => {
      await zone.add([roof], { start: zone.clock.in(0.25), slotSeconds: 4 });
      const before = await zone.counts();
      const request = zone.request([roof], { name: 'checked', intervalSeconds: 20, relativeStopSeconds: 100 });
      const checked = await zone.schedule.check(request, zone.access());
      expect(await zone.counts()).toEqual(before);
      const added = await zone.schedule.add(request, zone.access());
      expect({ ...checked, id: '' }).toEqual({ ...added, id: '' });
      expect(zone.planned).toBe(2);
    });

    it.each<[string, Partial<ScheduleRequest>, new (...args: never[]) => Error]>([
      ['a name that is taken', { name: 'taken', start: new Date('2026-11-20T12:02:00Z') }, ConflictError],
      ['a slot that is taken', { start: new Date('2026-11-20T12:01:00Z') }, ScheduleConflictError],
      ['what makes no sense', { slotSeconds: 0.01 }, InvalidInputError],
      ['what policy denies', { parameters: { center_hz: 1e9, sample_rate_hz: 1e6 } }, PolicyDeniedError],
    ])('and refuses %s as adding it does', async (_name, change, kind) => {
      zone.policies.put(...CLIENTS_MAY, closedBand('closed', '999 MHz', '1.1 GHz'));
      await zone.add([roof], { name: 'taken', start: zone.clock.in(60) });
      const request = zone.request([roof], change);
      const checked = await refusalOf(kind, zone.schedule.check(request, zone.access()));
      const added = await refusalOf(kind, zone.schedule.add(request, zone.access()));
      expect(checked.message).toBe(added.message);
      expect(await zone.counts()).toMatchObject({ entries: 1, tasks: 1, slots: 1 });
    });
  });

  describe('cancels an entry', () => {
    let entry: ScheduleEntry;
    beforeEach(async () => {
      entry = await zone.add([roof], { name: 'long', start: zone.clock.in(10), intervalSeconds: 200 });
    });

    it('with its live tasks, frees their slots, and tells the agents', async () => {
      const [first, second] = await zone.tasksOf(entry.id);
      await zone.tasks.advance(first?.id ?? '', ['planned'], 'dispatched', zone.clock.now());
      const cancelled = await zone.schedule.cancel(entry.id, zone.access());
      expect(cancelled).toMatchObject({ isActive: false, plannedUntil: undefined, modifiedAt: zone.clock.now() });
      expect((await zone.tasksOf(entry.id)).map(({ state, result }) => [state, result?.detail])).toEqual([
        ['cancelled', 'cancelled by `alice` while dispatched'],
        ['cancelled', 'cancelled by `alice` while planned'],
        ['cancelled', 'cancelled by `alice` while planned'],
      ]);
      expect(await zone.counts()).toMatchObject({ slots: 0 });
      expect(zone.dispatcher.cancelled).toContainEqual({
        sensorId: roof.id,
        taskId: second?.id,
        reason: 'cancelled by `alice`',
      });
      const told = (await zone.bodies()).slice(4);
      expect(told[0]).toEqual({ kind: 'schedule.cancelled', name: 'long' });
      expect(told.slice(1)).toMatchObject(Array(3).fill({ kind: 'task.state', state: 'cancelled' }));
    });

    it('with the decision about it in the same transaction', async () => {
      const access = zone.access();
      await zone.schedule.cancel(entry.id, access);
      const kept = await zone.decisions();
      expect(kept.at(-1)).toMatchObject({ outcome: 'Permit', resource: 'foo:Sensors::roof' });
      await zone.gate.settle(access);
      expect(await zone.decisions()).toEqual(kept);
    });

    it('once: asked again it answers the same and changes nothing', async () => {
      const first = await zone.schedule.cancel(entry.id, zone.access());
      const before = await zone.counts();
      zone.clock.forward(5);
      expect(await zone.schedule.cancel(entry.id, zone.access())).toEqual(first);
      expect(await zone.counts()).toEqual(before);
    });

    it('not when policy denies it', async () => {
      await refusalOf(PolicyDeniedError, zone.schedule.cancel(entry.id, zone.access(INSERT, 'guest')));
      expect((await zone.tasksOf(entry.id)).map(({ state }) => state)).toEqual(['planned', 'planned', 'planned']);
    });

    it('not when there is none', async () => {
      await refusalOf(NotFoundError, zone.schedule.cancel(uuidv7(), zone.access()));
    });
  });

  describe('lists entries', () => {
    it('that policy shows this Actor, page by page, filtered', async () => {
      const mast = await zone.addSensor('mast');
      const closed = policyOf('secret', 'sensing-management', {
        'Policy-Action': 'Deny',
        Resource: 'foo:Sensors::mast',
      });
      for (const [index, name] of ['a', 'hidden-1', 'b', 'hidden-2', 'c'].entries()) {
        await zone.add(name.startsWith('hidden') ? [roof, mast] : [roof], {
          name,
          start: zone.clock.in(60 * (index + 1)),
        });
        zone.clock.forward(0.001);
      }
      zone.policies.put(...CLIENTS_MAY, closed);
      const first = await zone.schedule.find({}, { limit: 2 }, zone.access());
      const { nextAfterId = '' } = first;
      const second = await zone.schedule.find({}, { limit: 2, afterId: nextAfterId }, zone.access());
      expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
      expect(second.nextAfterId).toBeUndefined();
      const [one] = first.items;
      await zone.schedule.cancel(one?.id ?? '', zone.access());
      const active = await zone.schedule.find({ isActive: true }, { limit: 9 }, zone.access());
      expect(active.items.map(({ name }) => name)).toEqual(['b', 'c']);
      const named = await zone.schedule.find({ name: 'c' }, { limit: 9 }, zone.access());
      expect(named.items).toHaveLength(1);
    });
  });
});
