import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isExclusionViolation } from '../../src/database/database-errors.ts';
import { EventFeed } from '../../src/events/event-feed.ts';
import { EVENT_START } from '../../src/events/event-log.ts';
import { NotFoundError } from '../../src/errors.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { readCalendars } from '../../src/tasking/planning/calendar.ts';
import type { ScheduleEntry } from '../../src/tasking/schedule-entry.ts';
import type { NewTask } from '../../src/tasking/task-repository.ts';
import { Tasks } from '../../src/tasking/tasks.ts';
import { VisibleEvents } from '../../src/tasking/visible-events.ts';
import { CLIENTS_MAY, type PolicyDocument, policyOf } from '../enforcement/policies.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { makePartitions, Zone } from './zone.ts';

const READ = { operation: 'tasks_list', scope: 'sensing-management', scosTask: 'Discovery' } as const;
const MAST_HIDDEN = policyOf('mast-hidden', 'sensing-management', {
  'Policy-Action': 'Deny',
  Resource: 'foo:Sensors::mast',
});

describeEachDatabase('tasks', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let entry: ScheduleEntry;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof');
    entry = await zone.add([roof], { start: zone.clock.in(500), slotSeconds: 2 });
  });

  /** A task of the entry with the slot `[from, to)`, seconds from now. */
  const taskAt = (sequence: number, from: number, to: number): NewTask => ({
    id: uuidv7(zone.clock.now()),
    entryId: entry.id,
    sequence,
    sensorId: roof.id,
    slotId: uuidv7(zone.clock.now()),
    window: { start: zone.clock.in(from), stop: zone.clock.in(to) },
    slotSeconds: to - from,
  });

  const takenOnRoof = async (from: number, to: number) => {
    const mast = { id: uuidv7(), name: 'mast' };
    const reach = { start: zone.clock.in(from), stop: zone.clock.in(to) };
    const [calendar, another] = await readCalendars(zone.db, [roof, mast], reach);
    expect(another).toEqual({ sensor: mast, taken: [] });
    return calendar?.taken;
  };

  describe('hold their radio', () => {
    it('alone: slots touch, and never overlap', async () => {
      await zone.tasks.insert([taskAt(2, 10, 20), taskAt(3, 20, 30)]);
      const overlapping = zone.tasks.insert([taskAt(4, 29.999, 31)]);
      await expect(overlapping).rejects.toSatisfy((error) => isExclusionViolation(error, 'slot_no_overlap'));
      await expect(zone.tasks.insert([taskAt(5, 40, 50), taskAt(6, 45, 46)])).rejects.toThrow('slot_no_overlap');
    });

    it('in a calendar that is read by the part that is asked for', async () => {
      await zone.tasks.insert([taskAt(2, 20, 30), taskAt(3, 10, 20), taskAt(4, 40, 50)]);
      const taken = await takenOnRoof(19.999, 40);
      expect(taken).toEqual([
        { start: zone.clock.in(10), stop: zone.clock.in(20) },
        { start: zone.clock.in(20), stop: zone.clock.in(30) },
      ]);
      expect(await takenOnRoof(50, 99)).toEqual([]);
    });

    it('so that two can swap within one transaction', async () => {
      const [one, other] = [taskAt(2, 10, 20), taskAt(3, 30, 40)];
      await zone.tasks.insert([one, other]);
      await zone.db.transaction().execute(async (transaction) => {
        await sql`set constraints slot_no_overlap deferred`.execute(transaction);
        const shift = (id: string, seconds: number) =>
          sql`update slot set span = tstzrange(lower(span) + ${seconds} * interval '1 second',
            upper(span) + ${seconds} * interval '1 second') where id = ${id}`.execute(transaction);
        await shift(one.slotId, 20);
        await shift(other.slotId, -20);
      });
      expect(await takenOnRoof(0, 99)).toHaveLength(2);
    });
  });

  it('are stored by the thousand', async () => {
    await zone.tasks.insert(Array.from({ length: 1001 }, (_, index) => taskAt(index + 2, 1000 + index, 1001 + index)));
    expect(await zone.counts()).toMatchObject({ tasks: 1002, slots: 1002 });
  });

  it('are listed in order, by entry, sensor and state', async () => {
    const added = [taskAt(2, 10, 20), taskAt(3, 20, 30)];
    await zone.tasks.insert(added);
    await zone.tasks.advance(added[0]?.id ?? '', ['planned'], 'dispatched', zone.clock.now());
    const of = async (filter: Parameters<typeof zone.tasks.page>[0]) =>
      (await zone.tasks.page(filter, { limit: 10 })).items.map(({ sequence }) => sequence).sort();
    expect(await of({ entryId: entry.id })).toEqual([1, 2, 3]);
    expect(await of({ sensorId: roof.id, state: 'planned' })).toEqual([1, 3]);
    expect(await of({ state: 'dispatched' })).toEqual([2]);
    expect(await of({ entryId: uuidv7() })).toEqual([]);
    const first = await zone.tasks.page({}, { limit: 2 });
    const rest = await zone.tasks.page({}, { limit: 2, afterId: first.nextAfterId ?? '' });
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(3);
  });

  it('move on only from where they are', async () => {
    const { id } = await zone.taskOf(entry.id);
    expect(await zone.tasks.advance(id, ['dispatched'], 'accepted', zone.clock.now())).toBe(false);
    expect(await zone.tasks.advance(id, ['planned', 'dispatched'], 'accepted', zone.clock.now())).toBe(true);
    expect((await zone.tasks.find(id))?.state).toBe('accepted');
  });

  describe('are shown', () => {
    let tasks: Tasks;
    let both: ScheduleEntry;
    beforeEach(async () => {
      tasks = new Tasks(zone.db, zone.sensors);
      const mast = await zone.addSensor('mast');
      both = await zone.add([roof, mast], { start: zone.clock.in(60), name: 'both' });
      zone.policies.put(...CLIENTS_MAY, MAST_HIDDEN);
    });

    it('on sensors that policy shows, and on no other', async () => {
      const { items } = await tasks.find({ entryId: both.id }, { limit: 10 }, zone.access(READ));
      expect(items.map(({ sensorName }) => sensorName)).toEqual(['roof']);
      const all = await zone.tasksOf(both.id);
      const [hidden, shown] = ['mast', 'roof'].map(
        (name) => all.find(({ sensorName }) => sensorName === name)?.id ?? '',
      );
      expect(await tasks.get(shown ?? '', zone.access(READ))).toMatchObject({ sensorName: 'roof', entryName: 'both' });
      await expect(tasks.get(hidden ?? '', zone.access(READ))).rejects.toMatchObject({ scosCode: 201 });
      await expect(tasks.get(uuidv7(), zone.access(READ))).rejects.toThrow(NotFoundError);
    });

    it('in events of data only to those who may receive the data', async () => {
      const noData = CLIENTS_MAY.filter((document) => !JSON.stringify(document).includes('Transmission'));
      const visible = new VisibleEvents({
        gate: zone.gate,
        feed: new EventFeed(zone.events),
        sensors: zone.sensors,
        db: zone.db,
      });
      const subject = { sensorId: roof.id, entryId: entry.id };
      const at = zone.clock.now();
      await zone.events.append(zone.db, [
        { at, subject, body: { kind: 'observation.accepted', observation_id: uuidv7(), action: 'm4s' } },
        { at, subject: { sensorId: roof.id }, body: { kind: 'sensor.expired' } },
      ]);
      const seenUnder = async (...documents: readonly PolicyDocument[]) => {
        zone.policies.put(...documents);
        const ending = new AbortController();
        const kinds: string[] = [];
        for await (const event of visible.follow(EVENT_START, zone.access(READ), ending.signal)) {
          kinds.push(event.body.kind);
          if (event.body.kind === 'sensor.expired') ending.abort();
        }
        return kinds;
      };
      expect(await seenUnder(...CLIENTS_MAY)).toContain('observation.accepted');
      expect(await seenUnder(...noData)).not.toContain('observation.accepted');
    });

    it('in events as in lists: what is hidden there is hidden here', async () => {
      const feed = new EventFeed(zone.events);
      const visible = new VisibleEvents({ gate: zone.gate, feed, sensors: zone.sensors, db: zone.db });
      const ending = new AbortController();
      const seen: unknown[] = [];
      await zone.events.append(zone.db, [
        { at: zone.clock.now(), subject: { sensorId: roof.id }, body: { kind: 'sensor.expired' } },
      ]);
      for await (const event of visible.follow(EVENT_START, zone.access(READ), ending.signal)) {
        const { sensorId } = event.subject;
        seen.push(`${event.body.kind} ${sensorId === roof.id ? 'roof' : (sensorId ?? '-')}`);
        if (event.body.kind === 'sensor.expired') ending.abort();
      }
      // The entry on both sensors was created, too; it is about the mast as well.
      expect(seen).toEqual(['schedule.created -', 'task.state roof', 'task.state roof', 'sensor.expired roof']);
    });
  });
});
