import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { PolicyDocument } from '../../enforcement/policies.ts';
import type { Sensor } from '../../../src/sensors/sensor.ts';
import { DueTasks } from '../../../src/tasking/running/due-tasks.ts';
import { PolicyReview } from '../../../src/tasking/running/policy-review.ts';
import type { ScheduleEntry } from '../../../src/tasking/schedule-entry.ts';
import { CLIENTS_MAY, closedBand, policyOf } from '../../enforcement/policies.ts';
import { describeEachDatabase, describePostgres } from '../../support/databases.ts';
import { silentLog } from '../../support/silent-log.ts';
import { makePartitions, Zone } from '../zone.ts';

const CLOSED: readonly PolicyDocument[] = [...CLIENTS_MAY, closedBand('astronomy', '90 MHz', '95 MHz')];

function reviewOf(zone: Zone, inForce = () => zone.gate.setHash): PolicyReview {
  const { db, gate, events, dispatcher, clock } = zone;
  const hashInForce = () => Promise.resolve(inForce());
  return new PolicyReview({ db, gate, hashInForce, events, dispatcher, clock, log: silentLog });
}

/** The states of an entry's tasks, with what their results say. */
async function endsOf(zone: Zone, entry: ScheduleEntry): Promise<readonly string[]> {
  return (await zone.tasksOf(entry.id)).map(({ state, result }) => `${state} ${result?.code ?? ''}`.trim());
}

describeEachDatabase('live tasks after a change of the policies', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let due: DueTasks;
  let review: PolicyReview;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof');
    zone.dispatcher.connected.add(roof.id);
    const { db, gate, events, dispatcher, clock } = zone;
    due = new DueTasks({ db, gate, events, dispatcher, clock, log: silentLog });
    review = reviewOf(zone);
  });

  it('end when they are denied now, with the statement in the result, its decision kept and their slots free', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(60) });
    zone.policies.put(...CLOSED);
    await review.reviewAll();
    const { state, result } = await zone.taskOf(entry.id);
    const [denied] = await zone.decisions('policy-review');
    expect(denied).toMatchObject({ outcome: 'Deny', actor: 'foo:alice', setHash: zone.gate.setHash });
    expect(state).toBe('rejected');
    expect(result).toMatchObject({ status: 'rejected', code: 201 });
    expect(result?.detail).toContain(`while planned (explicit-deny, decision ${denied?.id ?? ''})`);
    expect(result?.detail).toContain('global:astronomy#astronomy-1: ');
    expect(await zone.counts()).toMatchObject({ slots: 0 });
    expect((await zone.bodies()).at(-1)).toMatchObject({ kind: 'task.state', state: 'rejected', code: 201 });
    expect(zone.dispatcher.cancelled).toEqual([]);
  });

  it('are cancelled at their agents when those have them', async () => {
    const entry = await zone.add([roof]);
    await due.dispatch();
    const { id } = await zone.taskOf(entry.id);
    await zone.tasks.advance(id, ['dispatched'], 'running', zone.clock.now());
    zone.policies.put(...CLOSED);
    await review.reviewAtAgents();
    const { state, result } = await zone.taskOf(entry.id);
    expect(state).toBe('cancelled');
    expect(result?.detail).toContain('while running');
    expect(zone.dispatcher.cancelled).toEqual([{ sensorId: roof.id, taskId: id, reason: result?.detail }]);
  });

  it('show no confidential statement, only its code and the decision', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(60) });
    const secret = { 'Policy-Action': 'Deny', Resource: '*', Confidential: true };
    zone.policies.put(...CLIENTS_MAY, policyOf('secret', 'sensing-management', secret));
    await review.reviewAll();
    const { result } = await zone.taskOf(entry.id);
    const [denied] = await zone.decisions('policy-review');
    expect(result).toMatchObject({
      code: 201,
      detail: `denied by policy after a change of the policies, while planned (explicit-deny, decision ${denied?.id ?? ''})`,
    });
  });

  it('stay where they are permitted, and are not decided twice', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(60) });
    zone.policies.put(...CLIENTS_MAY, closedBand('elsewhere', '400 MHz', '410 MHz'));
    await review.reviewAll();
    expect(await endsOf(zone, entry)).toEqual(['planned']);
    expect(await zone.tasks.isUndecided(zone.gate.setHash, ['planned'])).toBe(false);
    expect(await zone.decisions('policy-review')).toEqual([]);
  });

  it('end one occurrence at a time: those that are still permitted stay, and so does the entry', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(60), intervalSeconds: 60, stop: zone.clock.in(241) });
    const hour = (seconds: number) => zone.clock.in(seconds).toISOString();
    const closed = { 'Policy-Action': 'Deny', 'SCOS-Task': 'Scanning', time: [{ from: hour(100), to: hour(200) }] };
    zone.policies.put(...CLIENTS_MAY, policyOf('maintenance', 'sensing-management', closed));
    await review.reviewAll();
    expect(await endsOf(zone, entry)).toEqual(['planned', 'rejected 201', 'rejected 201', 'planned']);
  });

  it('are left alone by a process that has not followed the change yet', async () => {
    const entry = await zone.add([roof], { start: zone.clock.in(60) });
    zone.policies.put(...CLOSED);
    const behind = reviewOf(zone, () => 'another set');
    await behind.reviewAll();
    expect(await endsOf(zone, entry)).toEqual(['planned']);
    await review.reviewAll();
    expect(await endsOf(zone, entry)).toEqual(['rejected 201']);
  });

  it('end the youngest first where an Element may have fewer at once than before', async () => {
    const limit = (most: number) => ({
      'Policy-Action': 'Set',
      'SCOS-Task': 'Scanning',
      Attributes: { 'Max-concurrent-tasks': most },
    });
    const at = (seconds: number) => zone.add([roof], { start: zone.clock.in(seconds) });
    zone.policies.put(...CLIENTS_MAY, policyOf('quota', 'sensing-management', limit(3)));
    const entries: ScheduleEntry[] = [];
    for (const seconds of [60, 70, 80]) {
      zone.clock.forward(1);
      entries.push(await at(seconds));
    }
    zone.clock.forward(1);
    await expect(at(90)).rejects.toThrow('concurrent-tasks');
    zone.policies.put(...CLIENTS_MAY, policyOf('quota', 'sensing-management', limit(2)));
    await review.reviewAll();
    const ends = await Promise.all(entries.map((entry) => endsOf(zone, entry)));
    expect(ends).toEqual([['planned'], ['planned'], ['rejected 202']]);
  });
});

describePostgres('live tasks decided again by several processes', (database) => {
  beforeAll(() => makePartitions(database()));

  it('end once each, whoever is first', async () => {
    const zone = new Zone(database());
    await zone.begin();
    const sensors = await Promise.all(['a', 'b', 'c'].map((name) => zone.addSensor(name)));
    const change = { start: zone.clock.in(5), intervalSeconds: 2, stop: zone.clock.in(205) };
    const entry = await zone.add(sensors, change);
    zone.policies.put(...CLOSED);
    await Promise.all(Array.from({ length: 3 }, () => reviewOf(zone).reviewAll()));
    expect(new Set(await endsOf(zone, entry))).toEqual(new Set(['rejected 201']));
    expect(await zone.counts()).toMatchObject({ slots: 0, tasks: 300 });
    expect(await zone.decisions('policy-review')).toHaveLength(300);
    const ended = (await zone.bodies()).filter((body) => body.kind === 'task.state' && body.state === 'rejected');
    expect(ended).toHaveLength(300);
  });
});
