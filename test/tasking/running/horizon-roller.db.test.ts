import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sensor } from '../../../src/sensors/sensor.ts';
import { DueTasks } from '../../../src/tasking/running/due-tasks.ts';
import { HorizonRoller } from '../../../src/tasking/running/horizon-roller.ts';
import { TaskReports } from '../../../src/tasking/running/task-reports.ts';
import { NotFoundError } from '../../../src/errors.ts';
import { uuidv7 } from '../../../src/spectrum/identifier.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { silentLog } from '../../support/silent-log.ts';
import { makePartitions, Zone } from '../zone.ts';

const HORIZON = 600;

describeEachDatabase('while entries run', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let roller: HorizonRoller;
  let due: DueTasks;
  let reports: TaskReports;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database(), HORIZON);
    await zone.begin();
    roof = await zone.addSensor('roof');
    zone.dispatcher.connected.add(roof.id);
    const { db, gate, events, dispatcher, clock } = zone;
    roller = new HorizonRoller({ db, events, clock, log: silentLog, horizonSeconds: HORIZON });
    due = new DueTasks({ db, gate, events, dispatcher, clock, log: silentLog });
    reports = new TaskReports({ db, events, clock, onPlanned: () => (zone.planned += 1) });
  });

  const states = async (entryId: string) => (await zone.tasksOf(entryId)).map(({ state }) => state);
  const isActive = async (entryId: string) => (await zone.schedule.get(entryId, zone.access())).isActive;
  const sent = (task: { readonly id: string }) =>
    zone.tasks.advance(task.id, ['planned'], 'dispatched', zone.clock.now());

  describe('the horizon', () => {
    it('rolls over a repeating entry to its stop: every occurrence once, on its grid, numbered without a gap', async () => {
      const begun = zone.clock.now();
      const entry = await zone.add([roof], {
        start: zone.clock.in(5),
        intervalSeconds: 90.5,
        stop: zone.clock.in(3000),
      });
      for (let minute = 0; minute < 55; minute++) {
        zone.clock.forward(60);
        await roller.roll();
      }
      const tasks = await zone.tasksOf(entry.id);
      const expected = Array.from({ length: 34 }, (_, index) => begun.getTime() + 5000 + index * 90_500);
      expect(tasks.map(({ startsAt }) => startsAt.getTime())).toEqual(
        expected.filter((at) => at < begun.getTime() + 3e6),
      );
      expect(tasks.map(({ sequence }) => sequence)).toEqual(tasks.map((_, index) => index + 1));
    });

    it('stays where it is while enough is laid', async () => {
      await zone.add([roof], { start: zone.clock.in(5), intervalSeconds: 60 });
      const before = await zone.counts();
      zone.clock.forward(290);
      await roller.roll();
      expect(await zone.counts()).toEqual(before);
    });

    it('reaches ten minutes ahead again once half of that has passed, and tells of what it laid', async () => {
      const entry = await zone.add([roof], { start: zone.clock.in(5), intervalSeconds: 60 });
      const told = (await zone.bodies()).length;
      zone.clock.forward(306);
      await roller.roll();
      expect((await zone.tasksOf(entry.id)).at(-1)?.startsAt).toEqual(zone.clock.in(599));
      expect((await zone.schedule.get(entry.id, zone.access())).plannedUntil).toEqual(zone.clock.in(HORIZON));
      expect((await zone.bodies()).slice(told)).toMatchObject(Array(6).fill({ kind: 'task.state', state: 'planned' }));
    });

    it('goes on where a long rest left it: what was missed is on record as missed', async () => {
      const entry = await zone.add([roof], { start: zone.clock.in(5), intervalSeconds: 60 });
      zone.clock.forward(3000);
      await roller.roll();
      await due.dispatch();
      const found = await states(entry.id);
      expect(found).toHaveLength(60);
      expect(found.slice(0, 50)).toEqual(Array(50).fill('missed'));
      expect(new Set(found.slice(50))).toEqual(new Set(['planned']));
    });

    it('ends an occurrence as rejected whose slot somebody else took, and lays the others', async () => {
      const entry = await zone.add([roof], {
        name: 'rolling',
        start: zone.clock.in(5),
        intervalSeconds: 60,
        slotSeconds: 2,
      });
      await zone.add([roof], { name: 'between', start: zone.clock.in(606), slotSeconds: 1 });
      zone.clock.forward(306);
      await roller.roll();
      const tasks = await zone.tasksOf(entry.id);
      const taken = tasks.find(({ state }) => state === 'rejected');
      expect(taken).toMatchObject({
        startsAt: zone.clock.in(299),
        sequence: 11,
        result: { code: 302, status: 'rejected' },
      });
      expect(tasks.filter(({ state }) => state === 'planned')).toHaveLength(15);
      expect((await zone.bodies()).filter((body) => 'state' in body && body.state === 'rejected')).toHaveLength(1);
    });

    it('is rolled over the others when one entry fails, which is put off; the rest of the round goes on', async () => {
      const mast = await zone.addSensor('mast');
      await zone.add([roof], { name: 'done', start: zone.clock.in(1), slotSeconds: 0.5 });
      const broken = await zone.add([roof], { name: 'broken', start: zone.clock.in(5), intervalSeconds: 60 });
      const sound = await zone.add([mast], { name: 'sound', start: zone.clock.in(5.5), intervalSeconds: 60 });
      // Numbers that are given already: laying it violates a constraint of the table.
      const update = zone.db.updateTable('scheduleEntry').where('id', '=', broken.id);
      await update.set({ nextSequence: 1 }).execute();
      zone.clock.forward(306);
      await due.dispatch();
      await roller.roll();
      expect(await states(broken.id)).toHaveLength(10);
      expect((await states(sound.id)).length).toBeGreaterThan(10);
      expect((await zone.bodies()).filter(({ kind }) => kind === 'schedule.finished')).toHaveLength(1);
      await update.set({ nextSequence: 11 }).execute();
      await roller.roll();
      expect(await states(broken.id)).toHaveLength(10);
      zone.clock.forward(30);
      await roller.roll();
      expect((await states(broken.id)).length).toBeGreaterThan(10);
    });

    it('is not kept from entries that run out later by a hundred that need nothing yet', async () => {
      const week = 7 * 86_400;
      const half = new Zone(database(), 50_000);
      await half.begin();
      roof = await half.addSensor('roof');
      const { db, events, clock } = half;
      const seldom = await half.add([roof], { name: 'seldom', start: clock.in(1800), intervalSeconds: 86_400 });
      const row = await db.selectFrom('scheduleEntry').selectAll().executeTakeFirstOrThrow();
      const { owner, parameters, selection, settings } = row;
      const json = Object.entries({ owner, parameters, selection, settings }).map(([key, value]) => [
        key,
        JSON.stringify(value),
      ]);
      // A thousand occurrences ahead are plenty for these, though they end before the half of the horizon.
      const copies = Array.from({ length: 110 }, (_, index) => ({
        ...row,
        ...(Object.fromEntries(json) as Record<'owner' | 'parameters' | 'selection' | 'settings', string>),
        toldSettings: null,
        ...{ id: uuidv7(), name: `often-${index}`, intervalSeconds: 60, plannedUntil: clock.in(45_000) },
      }));
      await db.insertInto('scheduleEntry').values(copies).execute();
      await new HorizonRoller({ db, events, clock, log: silentLog, horizonSeconds: week }).roll();
      expect((await half.schedule.get(seldom.id, half.access())).plannedUntil).toEqual(clock.in(week));
    });

    it('never lays an entry that was cancelled', async () => {
      const entry = await zone.add([roof], { start: zone.clock.in(5), intervalSeconds: 60 });
      await zone.schedule.cancel(entry.id, zone.access());
      zone.clock.forward(500);
      await roller.roll();
      expect(await states(entry.id)).toHaveLength(10);
    });
  });

  describe('an entry', () => {
    it('is finished with an event once its last task has ended, and not before', async () => {
      const entry = await zone.add([roof], { name: 'once', start: zone.clock.in(5) });
      await roller.roll();
      expect(await isActive(entry.id)).toBe(true);
      zone.clock.forward(6);
      await due.dispatch();
      await roller.roll();
      await roller.roll();
      expect(await isActive(entry.id)).toBe(false);
      const finished = (await zone.bodies()).filter(({ kind }) => kind === 'schedule.finished');
      expect(finished).toEqual([{ kind: 'schedule.finished', name: 'once' }]);
    });

    it('that goes on is not finished between two tasks', async () => {
      const entry = await zone.add([roof], { start: zone.clock.in(5), intervalSeconds: 400 });
      zone.clock.forward(401);
      await due.dispatch();
      await roller.roll();
      expect(await isActive(entry.id)).toBe(true);
    });
  });

  describe('a task', () => {
    it('whose outcome never comes ends as incomplete after a day', async () => {
      const entry = await zone.add([roof]);
      await sent(await zone.taskOf(entry.id));
      zone.clock.forward(86_400);
      await roller.roll();
      expect(await states(entry.id)).toEqual(['dispatched']);
      zone.clock.forward(1);
      await roller.roll();
      expect((await zone.taskOf(entry.id)).result).toMatchObject({ status: 'incomplete', code: 305 });
    });

    it('moves on as its sensor reports, each state with an event, and never back', async () => {
      const entry = await zone.add([roof]);
      const task = await zone.taskOf(entry.id);
      await sent(task);
      for (const state of ['accepted', 'running', 'accepted', 'running'] as const) {
        await reports.progress(roof.id, { taskId: task.id, state, at: zone.clock.now() });
      }
      expect(await states(entry.id)).toEqual(['running']);
      const told = (await zone.bodies()).slice(2).map((body) => 'state' in body && body.state);
      expect(told).toEqual(['accepted', 'running']);
    });

    it('is dated by the Manager’s clock, however wrong its sensor’s is', async () => {
      const { id: taskId } = await zone.taskOf((await zone.add([roof])).id);
      await reports.progress(roof.id, { taskId, state: 'accepted', at: zone.clock.in(2 * 86_400) });
      await reports.progress(roof.id, { taskId, state: 'running', at: zone.clock.in(-2 * 86_400) });
      const { acceptedAt, runningAt } = await zone.db.selectFrom('task').selectAll().executeTakeFirstOrThrow();
      expect([acceptedAt, runningAt]).toEqual([zone.clock.now(), zone.clock.now()]);
      const events = await zone.db.selectFrom('event').select('at').distinct().execute();
      expect(events).toEqual([{ at: zone.clock.now() }]);
    });

    it('is nobody’s but its sensor’s to report on', async () => {
      const mast = await zone.addSensor('mast');
      const task = await zone.taskOf((await zone.add([roof])).id);
      const report = { taskId: task.id, state: 'running', at: zone.clock.now() } as const;
      await expect(reports.progress(mast.id, report)).rejects.toThrow(NotFoundError);
      await expect(reports.progress(roof.id, { ...report, taskId: uuidv7() })).rejects.toThrow(NotFoundError);
      expect((await zone.taskOf(task.entryId)).state).toBe('planned');
    });

    it('that has ended stays as it is, and is not known to its sensor any more', async () => {
      const entry = await zone.add([roof]);
      const { id: taskId } = await zone.taskOf(entry.id);
      await zone.schedule.cancel(entry.id, zone.access());
      const before = await zone.counts();
      const late = reports.progress(roof.id, { taskId, state: 'running', at: zone.clock.now() });
      await expect(late).rejects.toThrow(NotFoundError);
      expect(await zone.counts()).toEqual(before);
      expect(await states(entry.id)).toEqual(['cancelled']);
    });
  });

  describe('a sensor that comes back', () => {
    it('keeps what it holds, gets again what is still to come, and has lost the rest', async () => {
      const entry = await zone.add([roof], {
        start: zone.clock.in(1),
        intervalSeconds: 1,
        slotSeconds: 0.5,
        stop: zone.clock.in(6),
      });
      const tasks = await zone.tasksOf(entry.id);
      const [held, gone, begun, ahead] = tasks;
      if (!held || !gone || !begun || !ahead) throw new Error('the entry of this test has too few tasks');
      for (const task of [held, gone, begun, ahead]) await sent(task);
      await reports.progress(roof.id, { taskId: begun.id, state: 'running', at: zone.clock.now() });
      zone.clock.forward(3.5);
      await reports.reconcile(roof.id, [held.id]);
      const after = await zone.tasksOf(entry.id);
      expect(after.map(({ state, result }) => [state, result?.code])).toEqual([
        ['dispatched', undefined],
        ['missed', 500],
        ['incomplete', 305],
        ['planned', undefined],
        ['planned', undefined],
      ]);
      await due.dispatch();
      expect(zone.dispatcher.orders.map(({ taskId }) => taskId)).toContain(ahead.id);
    });

    it('changes nothing for another sensor', async () => {
      const mast = await zone.addSensor('mast');
      const entry = await zone.add([mast]);
      await sent(await zone.taskOf(entry.id));
      zone.clock.forward(60);
      await reports.reconcile(roof.id, []);
      expect(await states(entry.id)).toEqual(['dispatched']);
    });

    it('wakes whoever sends tasks', () => {
      const before = zone.planned;
      reports.reachable();
      expect(zone.planned).toBe(before + 1);
    });
  });
});
