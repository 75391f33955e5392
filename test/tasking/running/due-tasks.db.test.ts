import { type Logger, pino } from 'pino';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { DecisionLog } from '../../../src/enforcement/decision-log.ts';
import { PolicyGate } from '../../../src/enforcement/gate.ts';
import { UnavailableError } from '../../../src/errors.ts';
import type { Sensor } from '../../../src/sensors/sensor.ts';
import { DueTasks } from '../../../src/tasking/running/due-tasks.ts';
import { CLIENTS_MAY, closedBand, minimumSlot, policyOf } from '../../enforcement/policies.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { silentLog } from '../../support/silent-log.ts';
import { makePartitions, Zone } from '../zone.ts';

/** Keeps no decision about the mast, or none at all when it fails for want of a database. */
class FailingLog extends DecisionLog {
  readonly #failure: Error;
  constructor(db: Zone['db'], log: Logger, failure = new Error('this one can’t be written')) {
    super(db, log);
    this.#failure = failure;
  }
  override store(...[decisions, transaction]: Parameters<DecisionLog['store']>): Promise<void> {
    const fails = this.#failure instanceof UnavailableError || decisions.some((one) => one.resource?.endsWith('mast'));
    return fails ? Promise.reject(this.#failure) : super.store(decisions, transaction);
  }
}

describeEachDatabase('due tasks', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let due: DueTasks;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof');
    zone.dispatcher.connected.add(roof.id);
    const { db, gate, events, dispatcher, clock } = zone;
    due = new DueTasks({ db, gate, events, dispatcher, clock, log: silentLog });
  });

  const states = async (entryId: string) => (await zone.tasksOf(entryId)).map(({ state }) => state);

  it('are sent two seconds before they start, with all that the agent needs', async () => {
    const entry = await zone.add([roof], { name: 'fm', start: zone.clock.in(10), priority: 3 });
    expect(await due.dispatch()).toEqual(zone.clock.in(10));
    zone.clock.forward(8);
    await due.dispatch();
    expect(zone.dispatcher.orders).toEqual([]);
    zone.clock.forward(0.001);
    expect(await due.dispatch()).toBeUndefined();
    const task = await zone.taskOf(entry.id);
    expect(zone.dispatcher.orders).toEqual([
      {
        taskId: task.id,
        sensorId: roof.id,
        sequence: 1,
        action: 'm4s',
        parameters: entry.parameters,
        startsAt: entry.start,
        slotSeconds: 1,
        permittedBand: entry.band,
        policyValues: expect.objectContaining({ priority: 3, 'concurrent-tasks': 1, 'slot-duration': 1 }) as object,
        schedule: {
          id: entry.id,
          name: 'fm',
          startAt: entry.start,
          stopAt: undefined,
          intervalSeconds: undefined,
          priority: 3,
        },
      },
    ]);
    expect(task.state).toBe('dispatched');
    expect((await zone.bodies()).at(-1)).toMatchObject({ kind: 'task.state', state: 'dispatched', sequence: 1 });
  });

  it('are decided again, on the record, as their owner’s', async () => {
    await zone.add([roof]);
    await due.dispatch();
    expect(await zone.decisions('dispatch')).toMatchObject([
      { operation: 'dispatch', actor: 'foo:alice', resource: 'foo:Sensors::roof', outcome: 'Permit', code: 0 },
    ]);
  });

  it('are never sent twice', async () => {
    await zone.add([roof]);
    for (let turn = 0; turn < 3; turn++) await due.dispatch();
    await Promise.all([due.dispatch(), due.dispatch()]);
    expect(zone.dispatcher.orders).toHaveLength(1);
  });

  it('end as rejected when policy changed meanwhile, with its code and statement, and free their slots', async () => {
    const entry = await zone.add([roof]);
    zone.policies.put(...CLIENTS_MAY, closedBand('astronomy', '90 MHz', '95 MHz'));
    await due.dispatch();
    expect(zone.dispatcher.orders).toEqual([]);
    const { state, result } = await zone.taskOf(entry.id);
    expect([state, result?.status, result?.code]).toEqual(['rejected', 'rejected', 201]);
    expect(result?.detail).toMatch(
      /^denied by policy before dispatch \(explicit-deny, decision [0-9a-f-]{36}\): global:astronomy#astronomy-1: ./,
    );
    expect(await zone.counts()).toMatchObject({ slots: 0, decisions: 2 });
    expect((await zone.decisions('dispatch'))[0]).toMatchObject({
      outcome: 'Deny',
      setHash: zone.policies.current?.hash,
    });
    expect((await zone.bodies()).at(-1)).toMatchObject({ state: 'rejected', code: 201 });
  });

  it('do not show a confidential statement in their result', async () => {
    const entry = await zone.add([roof]);
    const secret = policyOf('secret', 'sensing-management', {
      'Policy-Action': 'Deny',
      Resource: '*',
      Confidential: true,
    });
    zone.policies.put(...CLIENTS_MAY, secret);
    await due.dispatch();
    const { result } = await zone.taskOf(entry.id);
    const [denied] = await zone.decisions('dispatch');
    expect(result).toMatchObject({
      code: 201,
      detail: `denied by policy before dispatch (explicit-deny, decision ${denied?.id ?? ''})`,
    });
  });

  it('end as rejected when their slot has become shorter than policy’s minimum', async () => {
    const entry = await zone.add([roof], { slotSeconds: 1 });
    zone.policies.put(...CLIENTS_MAY, minimumSlot('2 s'));
    await due.dispatch();
    expect((await zone.taskOf(entry.id)).result).toMatchObject({ status: 'rejected', code: 202 });
  });

  it('end as rejected when no policy set is in force', async () => {
    const entry = await zone.add([roof]);
    zone.policies.current = undefined;
    await due.dispatch();
    expect((await zone.taskOf(entry.id)).result).toMatchObject({ status: 'rejected', code: 200 });
  });

  it('wait while their sensor is away, and are missed half a second after their time', async () => {
    zone.dispatcher.connected.clear();
    const entry = await zone.add([roof], { start: zone.clock.in(1) });
    await due.dispatch();
    zone.clock.forward(1.5);
    await due.dispatch();
    expect(await states(entry.id)).toEqual(['planned']);
    zone.clock.forward(0.001);
    await due.dispatch();
    const { result } = await zone.taskOf(entry.id);
    expect(result).toMatchObject({ status: 'missed', code: 500, startedAt: undefined, acquisitionId: undefined });
    expect(result?.detail).toContain('could not be reached in time');
    expect(await zone.counts()).toMatchObject({ slots: 0 });
  });

  it('are never sent late, not even to a sensor that is there', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(1) });
    zone.clock.forward(1.6);
    await due.dispatch();
    expect([zone.dispatcher.orders.length, await states(entry.id)]).toEqual([0, ['missed']]);
  });

  it('are missed for what was the reason: a sensor may be associated and not be reached', async () => {
    zone.dispatcher.connected.clear();
    const away = await zone.addSensor('away', { isAssociated: false });
    const start = zone.clock.in(1);
    const [reached, gone] = [await zone.add([roof], { start }), await zone.add([away], { start })];
    zone.clock.forward(1.6);
    await due.dispatch();
    expect((await zone.taskOf(reached.id)).result?.detail).toContain('associated, but it could not be reached');
    expect((await zone.taskOf(gone.id)).result?.detail).toContain('not there at its time (joined)');
  });

  it('of which one can’t be handled: it alone ends as failed, and the others are sent', async () => {
    const mast = await zone.addSensor('mast');
    zone.dispatcher.connected.add(mast.id);
    const [sound, broken] = [await zone.add([roof]), await zone.add([mast])];
    const { db, events, dispatcher, clock, policies } = zone;
    const gate = new PolicyGate(policies, new FailingLog(db, pino({ level: 'silent' })), clock);
    await new DueTasks({ db, gate, events, dispatcher, clock, log: silentLog }).dispatch();
    expect(dispatcher.orders.map(({ sensorId }) => sensorId)).toEqual([roof.id]);
    expect([await states(sound.id), await states(broken.id)]).toEqual([['dispatched'], ['failed']]);
    expect(await zone.counts()).toMatchObject({ slots: 1 });
  });

  it('wait as they are while the database is away', async () => {
    const entry = await zone.add([roof]);
    const { db, events, dispatcher, clock, policies } = zone;
    const log = new FailingLog(db, pino({ level: 'silent' }), new UnavailableError('away'));
    const gate = new PolicyGate(policies, log, clock);
    const dispatching = new DueTasks({ db, gate, events, dispatcher, clock, log: silentLog }).dispatch();
    await expect(dispatching).rejects.toThrow(UnavailableError);
    expect([dispatcher.orders, await states(entry.id)]).toEqual([[], ['planned']]);
  });

  it('are sent once their sensor is back in time', async () => {
    zone.dispatcher.connected.clear();
    const entry = await zone.add([roof], { start: zone.clock.in(1) });
    await due.dispatch();
    zone.dispatcher.connected.add(roof.id);
    await due.dispatch();
    expect(await states(entry.id)).toEqual(['dispatched']);
  });

  it('of a sensor whose session closes just then stay planned', async () => {
    const entry = await zone.add([roof]);
    zone.dispatcher.closing = true;
    await due.dispatch();
    expect(await states(entry.id)).toEqual(['planned']);
    zone.dispatcher.closing = false;
    await due.dispatch();
    expect(await states(entry.id)).toEqual(['dispatched']);
  });

  it('of one sensor are not held up by those of another', async () => {
    const mast = await zone.addSensor('mast');
    zone.dispatcher.connected.add(mast.id);
    const entry = await zone.add([roof, mast]);
    zone.policies.put(
      ...CLIENTS_MAY,
      policyOf('now', 'sensing-management', { 'Policy-Action': 'Deny', Resource: 'foo:Sensors::roof' }),
    );
    await due.dispatch();
    const tasks = await zone.tasksOf(entry.id);
    expect(Object.fromEntries(tasks.map(({ sensorName, state }) => [sensorName, state]))).toEqual({
      roof: 'rejected',
      mast: 'dispatched',
    });
  });

  it('are all handled in one go, however many there are', async () => {
    const entry = await zone.add([roof], {
      start: zone.clock.now(),
      intervalSeconds: 0.25,
      slotSeconds: 0.25,
      stop: zone.clock.in(60),
    });
    zone.clock.forward(59.9);
    await due.dispatch();
    const counts = Map.groupBy(await states(entry.id), (state) => state);
    expect([counts.get('missed')?.length, counts.get('dispatched')?.length]).toEqual([238, 2]);
  });

  it('tell when the next one of a connected sensor starts', async () => {
    const mast = await zone.addSensor('mast');
    await zone.add([mast], { start: zone.clock.in(20) });
    await zone.add([roof], { start: zone.clock.in(30) });
    expect(await due.dispatch()).toEqual(zone.clock.in(30));
    zone.dispatcher.connected.clear();
    expect(await due.dispatch()).toBeUndefined();
  });
});
