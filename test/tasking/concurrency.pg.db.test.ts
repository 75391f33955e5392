import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Sensor } from '../../src/sensors/sensor.ts';
import { DueTasks } from '../../src/tasking/running/due-tasks.ts';
import { HorizonRoller } from '../../src/tasking/running/horizon-roller.ts';
import { ScheduleConflictError } from '../../src/tasking/schedule-conflict-error.ts';
import type { ScheduleRequest } from '../../src/tasking/schedule-entry.ts';
import { describePostgres } from '../support/databases.ts';
import { silentLog } from '../support/silent-log.ts';
import { FakeDispatcher, makePartitions, Zone } from './zone.ts';

const HORIZON = 600;

describePostgres('several processes on one database', (database) => {
  let zone: Zone;
  let roof: Sensor;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database(), HORIZON);
    await zone.begin();
    roof = await zone.addSensor('roof');
  });

  /** The scheduler of another process, with a session of the same sensor: an agent that is just moving over. */
  function anotherProcess() {
    const { db, gate, events, clock } = zone;
    const dispatcher = new FakeDispatcher();
    dispatcher.connected.add(roof.id);
    const due = new DueTasks({ db, gate, events, dispatcher, clock, log: silentLog });
    return { dispatcher, due };
  }

  it('never send a task twice, and leave none', async () => {
    const sensors = await Promise.all(Array.from({ length: 30 }, (_, index) => zone.addSensor(`mast-${index}`)));
    for (let second = 0; second < 5; second++)
      await zone.add(sensors, { start: zone.clock.in(0.25 + second * 0.2), slotSeconds: 0.2 });
    const processes = Array.from({ length: 4 }, anotherProcess);
    for (const { dispatcher } of processes) for (const { id } of sensors) dispatcher.connected.add(id);
    await Promise.all(processes.map(({ due }) => due.dispatch()));
    await Promise.all(processes.map(({ due }) => due.dispatch()));
    const sent = processes.flatMap(({ dispatcher }) => dispatcher.orders.map(({ taskId }) => taskId));
    expect(sent).toHaveLength(150);
    expect(new Set(sent).size).toBe(150);
  });

  it('accept one of those who want the same slot, and tell the others when it is free', async () => {
    const wanted: Partial<ScheduleRequest> = { start: zone.clock.in(60), slotSeconds: 5 };
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => zone.add([roof], wanted)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = answers.flatMap((answer): unknown[] => (answer.status === 'rejected' ? [answer.reason] : []));
    for (const reason of reasons) {
      if (!(reason instanceof ScheduleConflictError)) throw reason;
      expect(reason.conflicts).toMatchObject([{ sensorName: 'roof', nextFree: zone.clock.in(65) }]);
    }
    expect(await zone.counts()).toMatchObject({ entries: 1, tasks: 1, slots: 1 });
  });

  it('give those who want a slot as soon as possible one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => zone.add([roof])));
    const starts = answers.map(({ start }) => start.getTime()).sort((a, b) => a - b);
    expect(starts).toEqual(Array.from({ length: 40 }, (_, index) => zone.clock.in(0.25 + index).getTime()));
  });

  it('let one Element have a name once', async () => {
    const answers = await Promise.allSettled(
      [1, 2, 3].map((minute) => zone.add([roof], { name: 'same', start: zone.clock.in(minute * 60) })),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await zone.counts()).toMatchObject({ entries: 1, tasks: 1, slots: 1 });
  });

  it('lay each occurrence once when they roll the horizon together', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(5), intervalSeconds: 60 });
    zone.clock.forward(306);
    const { db, events, clock } = zone;
    const rollers = Array.from(
      { length: 3 },
      () => new HorizonRoller({ db, events, clock, log: silentLog, horizonSeconds: HORIZON }),
    );
    await Promise.all(rollers.map((roller) => roller.roll()));
    const tasks = await zone.tasksOf(entry.id);
    expect(tasks.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    expect(tasks.every(({ state }) => state === 'planned')).toBe(true);
  });

  it('do not send what is being cancelled', async () => {
    const entry = await zone.add([roof]);
    const { dispatcher, due } = anotherProcess();
    const locked = Promise.withResolvers<undefined>();
    const told = Promise.withResolvers<undefined>();
    const cancelling = zone.db.transaction().execute(async (transaction) => {
      await sql`select from task where entry_id = ${entry.id} for update`.execute(transaction);
      locked.resolve(undefined);
      await told.promise;
    });
    await locked.promise;
    await due.dispatch();
    expect(dispatcher.orders).toEqual([]);
    told.resolve(undefined);
    await cancelling;
    await due.dispatch();
    expect(dispatcher.orders).toHaveLength(1);
  });
});
