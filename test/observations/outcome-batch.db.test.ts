import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NotFoundError, StorageFullError, UnavailableError } from '../../src/errors.ts';
import { ObservationDirectory } from '../../src/observations/observation-directory.ts';
import { ObservationRepository } from '../../src/observations/observation-repository.ts';
import { OutcomeBatch } from '../../src/observations/outcome-batch.ts';
import { OutcomeIntake } from '../../src/observations/outcome-intake.ts';
import type { IncomingRecording, Receipt, RecordingData, TaskOutcome } from '../../src/observations/outcome.ts';
import { DirectoryRecordingsStore } from '../../src/observations/recordings-store.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import type { ScheduleRequest } from '../../src/tasking/schedule-entry.ts';
import type { Task } from '../../src/tasking/task.ts';
import { CLIENTS_MAY, policyOf } from '../enforcement/policies.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { makePartitions, Zone } from '../tasking/zone.ts';
import { incoming, type RecordingOf, SMALLEST_M4S } from './recording-fixture.ts';

/** A store that has room or not, as a test says. */
class FragileStore extends DirectoryRecordingsStore {
  failure: Error | undefined;
  override put(staged: Extract<RecordingData, { kind: 'staged' }>): Promise<void> {
    return this.failure === undefined ? super.put(staged) : Promise.reject(this.failure);
  }
}

/** I/Q of a length that goes into the store of large recordings. */
const IQ: Partial<ScheduleRequest> = {
  action: 'iq',
  parameters: { center_hz: 98e6, sample_rate_hz: 10.24e6, duration_ms: 1 },
};
const BOTH_ACTIONS = ['m4s', 'iq'].map((name) => ({ name, description: '' }));

describeEachDatabase('outcomes of tasks', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let root: string;
  let store: FragileStore;
  let batch: OutcomeBatch;
  let intake: OutcomeIntake;
  let observations: ObservationRepository;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof', { capability: { actions: BOTH_ACTIONS } });
    root = await mkdtemp(join(tmpdir(), 'clearband-test-'));
    store = new FragileStore(root);
    await store.start();
    const { db, gate, events, clock } = zone;
    batch = new OutcomeBatch({ db, gate, events, store, clock });
    intake = new OutcomeIntake(batch, pino({ level: 'silent' }));
    observations = new ObservationRepository(db);
  });
  afterEach(() => rm(root, { recursive: true }));

  async function newTask(change: Partial<ScheduleRequest> = {}): Promise<Task> {
    const { id } = await zone.add([roof], change);
    return zone.taskOf(id);
  }

  const again = ({ entryId }: Task) => zone.taskOf(entryId);
  const ran = ({ startsAt }: Task) => ({ startedAt: startsAt, finishedAt: new Date(startsAt.getTime() + 500) });

  function completed(task: Task, given: RecordingOf = {}, recording?: IncomingRecording): TaskOutcome {
    const made = recording ?? incoming({ at: task.startsAt, ...given });
    return { kind: 'completed', taskId: task.id, timing: ran(task), recording: made };
  }

  /** The outcome of an `iq` task whose samples were written to the store as they came. */
  async function staged(task: Task, fill = 7): Promise<TaskOutcome> {
    const data = new Uint8Array(8 * 10_240).fill(fill);
    const staging = await store.stage();
    await staging.write(data);
    const recording = incoming({ at: task.startsAt, datatype: 'cf32_le', data });
    return completed(task, {}, { ...recording, data: await staging.finish() });
  }

  const filesIn = async (folder = '') => {
    const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    return found.filter((entry) => entry.isFile()).length;
  };
  const kindsAfter = async (events: number) => (await zone.bodies()).slice(events).map(({ kind }) => kind);
  const rows = async () => {
    const { rows: counted } = await sql<
      Record<string, number>
    >`select (select count(*) from observation) as observations,
      (select count(*) from recording) as recordings`.execute(zone.db);
    return counted[0];
  };
  const inStore = () => zone.db.selectFrom('recordingFile').select(['dataBytes', 'referenceCount']).execute();

  describe('a small recording', () => {
    it('is stored with its observation, its result, its events and its decision, and frees the slot', async () => {
      const task = await newTask();
      expect(await intake.accept(roof.id, completed(task))).toEqual({
        kind: 'stored',
        taskId: task.id,
        duplicate: false,
      });
      const { state, result } = await again(task);
      expect(state).toBe('completed');
      expect(result).toMatchObject({
        status: 'completed',
        code: 0,
        durationSeconds: 0.5,
        recordedAt: zone.clock.now(),
      });
      const observation = await observations.find(result?.acquisitionId ?? '');
      expect(observation).toMatchObject({
        sensorName: 'roof',
        element: { name: 'foo' },
        taskId: task.id,
        entryId: task.entryId,
        sequence: 1,
        action: 'm4s',
        location: { latitude: 39.995, longitude: -105.2617 },
        band: { startHz: 92.88e6, stopHz: 103.12e6 },
        window: { start: task.startsAt, stop: new Date(task.startsAt.getTime() + 500) },
        datatype: 'rf32_le',
        dataBytes: 320,
        metadata: { captures: [{ 'core:frequency': 98e6 }] },
      });
      expect(await kindsAfter(2)).toEqual(['observation.accepted', 'task.state']);
      expect(await zone.decisions('intake')).toMatchObject([
        { operation: 'intake', outcome: 'Permit', actor: 'foo:alice' },
      ]);
      expect(await zone.counts()).toMatchObject({ slots: 0 });
      expect(await filesIn()).toBe(0);
    });

    it('reads back byte for byte, as far as policy lets one have it', async () => {
      const task = await newTask();
      await intake.accept(roof.id, completed(task));
      const id = (await again(task)).result?.acquisitionId ?? '';
      const directory = new ObservationDirectory(observations, store);
      const reading = { operation: 'archive', scope: 'sensing-data-management', scosTask: 'Transmission' } as const;
      const { data } = await directory.openRecording(id, zone.access(reading));
      expect(new Uint8Array(await buffer(data))).toEqual(SMALLEST_M4S);
      await expect(directory.openRecording(id, zone.access(reading, 'guest'))).rejects.toMatchObject({ scosCode: 204 });
      await expect(directory.openRecording(uuidv7(), zone.access(reading))).rejects.toThrow(NotFoundError);
    });

    it('that comes again is answered alike and stored once, also within one batch', async () => {
      const [one, other] = [await newTask(), await newTask()];
      const receipts = await batch.store(
        [one, one, other].map((task) => ({ sensorId: roof.id, outcome: completed(task) })),
      );
      const duplicates = receipts.map((receipt) => receipt.kind === 'stored' && receipt.duplicate);
      expect(duplicates).toEqual([false, true, false]);
      const before = await zone.counts();
      expect(await intake.accept(roof.id, completed(one))).toEqual({ kind: 'stored', taskId: one.id, duplicate: true });
      expect(await zone.counts()).toEqual(before);
      expect(await rows()).toEqual({ observations: 2, recordings: 2 });
    });

    it('of another content, for a task that has one already, is refused', async () => {
      const task = await newTask();
      await intake.accept(roof.id, completed(task));
      const other = completed(task, { data: new Uint8Array(320).fill(9) });
      expect(await intake.accept(roof.id, other)).toMatchObject({ kind: 'refused', code: 306 });
      expect(await rows()).toEqual({ observations: 1, recordings: 1 });
    });

    it('of a day without a partition makes one', async () => {
      const task = await newTask({ start: zone.clock.in(40 * 86_400) });
      expect(await intake.accept(roof.id, completed(task))).toMatchObject({ kind: 'stored' });
      expect(await observations.find((await again(task)).result?.acquisitionId ?? '')).toMatchObject({
        taskId: task.id,
      });
    });
  });

  describe('a recording that does not fit', () => {
    it.each<[string, RecordingOf, number]>([
      ['another band', { centerHz: 900e6 }, 304],
      ['another time', { at: new Date('2026-11-19T12:00:00Z') }, 304],
      ['another format', { datatype: 'ri8' }, 304],
    ])('(%s) is refused with its code, and its task ends as failed with an event', async (_name, given, code) => {
      const task = await newTask();
      const receipt = await intake.accept(roof.id, completed(task, given));
      expect(receipt).toMatchObject({ kind: 'refused', code });
      const { state, result } = await again(task);
      expect([state, result?.code, result?.acquisitionId]).toEqual(['failed', code, undefined]);
      expect(result?.detail).toMatch(/^the recording was refused: /);
      expect(await kindsAfter(2)).toEqual(['recording.refused', 'task.state']);
      expect(await rows()).toEqual({ observations: 0, recordings: 0 });
      expect(await intake.accept(roof.id, completed(task, given))).toMatchObject({ kind: 'refused', code: 306 });
      expect(await kindsAfter(4)).toEqual([]);
    });

    it('to what policy permits to be stored is refused with the decision on record', async () => {
      const task = await newTask();
      const closed = { 'Policy-Action': 'Deny', 'SCOS-Task': 'Storage', Resource: 'foo:Sensors::roof' };
      zone.policies.put(...CLIENTS_MAY, policyOf('no-data', 'sensing-data-management', closed));
      expect(await intake.accept(roof.id, completed(task))).toMatchObject({ kind: 'refused', code: 201 });
      expect(await again(task)).toMatchObject({ state: 'failed', result: { code: 201 } });
      expect(await zone.decisions('intake')).toMatchObject([
        { operation: 'intake', outcome: 'Deny', resource: 'foo:Sensors::roof' },
      ]);
    });

    it('was refused as it arrived: its task ends as failed, once, and only if it is this sensor’s', async () => {
      const task = await newTask();
      const mast = await zone.addSensor('mast');
      const refusal = { kind: 'refused', taskId: task.id, code: 403, detail: 'cut short' } as const;
      await intake.recordRefusal(mast.id, refusal);
      expect((await again(task)).state).toBe('planned');
      await intake.recordRefusal(roof.id, refusal);
      await intake.recordRefusal(roof.id, refusal);
      expect((await again(task)).result).toMatchObject({ status: 'failed', code: 403 });
      expect(await kindsAfter(2)).toEqual(['recording.refused', 'task.state']);
    });
  });

  describe('a task', () => {
    it.each(['incomplete', 'rejected', 'failed', 'cancelled'] as const)(
      'ends as %s with what its sensor says',
      async (kind) => {
        const task = await newTask();
        const outcome: TaskOutcome = { kind, taskId: task.id, timing: ran(task), code: 305, detail: 'no\u0000 luck' };
        expect(await intake.accept(roof.id, outcome)).toEqual({ kind: 'stored', taskId: task.id, duplicate: false });
        expect((await again(task)).result).toMatchObject({
          status: kind,
          code: 305,
          detail: 'no  luck',
          durationSeconds: 0.5,
        });
        expect(await intake.accept(roof.id, outcome)).toMatchObject({ duplicate: true });
        expect(await kindsAfter(2)).toEqual(['task.state']);
      },
    );

    it('ends whatever its sensor says at whatever length', async () => {
      const task = await newTask();
      const detail = `${'x'.repeat(1999)}\u{1f4e1}`;
      const outcome: TaskOutcome = { kind: 'failed', taskId: task.id, timing: ran(task), code: 500, detail };
      expect(await intake.accept(roof.id, outcome)).toMatchObject({ kind: 'stored' });
      expect((await again(task)).result?.detail).toHaveLength(2000);
    });

    it('is not ended by another sensor that speaks of it in the same batch', async () => {
      const task = await newTask();
      const mast = await zone.addSensor('mast');
      const [forged, real, other] = await Promise.all([
        intake.accept(mast.id, completed(task)),
        intake.accept(roof.id, completed(task)),
        intake.accept(roof.id, completed(task, { data: new Uint8Array(320).fill(9) })),
      ]);
      expect(forged).toMatchObject({ kind: 'refused', code: 306 });
      expect(real).toEqual({ kind: 'stored', taskId: task.id, duplicate: false });
      // Other data for a task that has its data: never told to forget what is not stored.
      expect(other).toMatchObject({ kind: 'refused', code: 306 });
      expect((await again(task)).state).toBe('completed');
    });

    it('of another sensor, or that there is not, is unknown', async () => {
      const mast = await zone.addSensor('mast');
      const task = await newTask();
      const unknown = { kind: 'refused', code: 306, detail: 'no such task was given to this sensor' };
      expect(await intake.accept(mast.id, completed(task))).toMatchObject(unknown);
      expect(await intake.accept(roof.id, completed({ ...task, id: uuidv7() }))).toMatchObject(unknown);
      expect((await again(task)).state).toBe('planned');
    });

    it('that was cancelled stays so: a recording comes too late, a report is taken', async () => {
      const task = await newTask();
      await zone.schedule.cancel(task.entryId, zone.access());
      const told = (await zone.bodies()).length;
      expect(await intake.accept(roof.id, completed(task))).toMatchObject({
        kind: 'refused',
        code: 306,
        detail: 'the task has ended as cancelled',
      });
      const report = { kind: 'cancelled', taskId: task.id, timing: ran(task), code: 0, detail: '' } as const;
      expect(await intake.accept(roof.id, report)).toMatchObject({ kind: 'stored', duplicate: true });
      expect((await again(task)).result).toMatchObject({
        status: 'cancelled',
        detail: 'cancelled by `alice` while planned',
      });
      expect(await kindsAfter(told)).toEqual([]);
    });
  });

  describe('a large recording', () => {
    it('lives in the store, counted for each observation of it', async () => {
      const [first, second] = [await newTask(IQ), await newTask(IQ)];
      for (const task of [first, second])
        expect(await intake.accept(roof.id, await staged(task))).toMatchObject({ kind: 'stored' });
      expect(await inStore()).toEqual([{ dataBytes: 81_920, referenceCount: 2 }]);
      expect([await filesIn(), await filesIn('staging'), await rows()]).toEqual([
        1,
        0,
        { observations: 2, recordings: 0 },
      ]);
      const id = (await again(first)).result?.acquisitionId ?? '';
      const reading = { operation: 'archive', scope: 'sensing-data-management', scosTask: 'Transmission' } as const;
      const { data } = await new ObservationDirectory(observations, store).openRecording(id, zone.access(reading));
      expect((await buffer(data)).every((byte) => byte === 7)).toBe(true);
    });

    it('that is not wanted is dropped: a duplicate, a refused one', async () => {
      const task = await newTask(IQ);
      await intake.accept(roof.id, await staged(task));
      await intake.accept(roof.id, await staged(task));
      const foreign = await newTask(IQ);
      const mast = await zone.addSensor('mast');
      await intake.accept(mast.id, await staged(foreign, 8));
      expect([await filesIn(), await filesIn('staging')]).toEqual([1, 0]);
      expect(await inStore()).toMatchObject([{ referenceCount: 1 }]);
    });

    it('for which there is no room is asked for again later, and leaves nothing behind', async () => {
      const task = await newTask(IQ);
      store.failure = new StorageFullError('there is no room left for recordings');
      expect(await intake.accept(roof.id, await staged(task))).toEqual({
        kind: 'later',
        taskId: task.id,
        detail: 'there is no room left for recordings',
      });
      expect([(await again(task)).state, await filesIn(), await rows()]).toEqual([
        'planned',
        0,
        { observations: 0, recordings: 0 },
      ]);
      store.failure = undefined;
      expect(await intake.accept(roof.id, await staged(task))).toMatchObject({ kind: 'stored', duplicate: false });
      expect(await filesIn()).toBe(1);
    });
  });

  describe('outcomes that arrive together', () => {
    it('share a commit, and each gets its own receipt', async () => {
      const tasks = await Promise.all([
        newTask(),
        newTask({ start: zone.clock.in(60) }),
        newTask({ start: zone.clock.in(90) }),
      ]);
      const [first, second, third] = tasks;
      const receipts = await Promise.all([
        intake.accept(roof.id, completed(first)),
        intake.accept(roof.id, completed(second, { centerHz: 1e9 })),
        intake.accept(roof.id, completed(third)),
      ]);
      expect(receipts.map(({ kind }) => kind)).toEqual(['stored', 'refused', 'stored']);
      const { rows: commits } = await sql`select distinct xid from event where kind = 'task.state'
        and body ->> 'state' <> 'planned'`.execute(zone.db);
      expect(commits).toHaveLength(1);
    });

    it('are not held up by one that can’t be stored', async () => {
      const [good, poisoned, fine] = [await newTask(), await newTask(IQ), await newTask()];
      store.failure = new Error('a fault of the program');
      const receipts = await Promise.all([
        intake.accept(roof.id, completed(good)),
        intake.accept(roof.id, await staged(poisoned)),
        intake.accept(roof.id, completed(fine)),
      ]);
      expect(receipts.map(({ kind }) => kind)).toEqual(['stored', 'later', 'stored']);
      expect(await filesIn('staging')).toBe(0);
      expect((await again(poisoned)).state).toBe('planned');
    });

    it('are all asked for again later while the database is away, and nothing of them is stored', async () => {
      const task = await newTask();
      const { db, gate, clock } = zone;
      const events = Object.assign(Object.create(zone.events) as typeof zone.events, {
        append: () => Promise.reject(new UnavailableError('away')),
      });
      const cut = new OutcomeIntake(new OutcomeBatch({ db, gate, events, store, clock }), pino({ level: 'silent' }));
      const receipts: Receipt[] = await Promise.all([1, 2].map(() => cut.accept(roof.id, completed(task))));
      expect(receipts).toMatchObject(Array(2).fill({ kind: 'later', detail: 'the Manager cannot store it now' }));
      expect([(await again(task)).state, await rows()]).toEqual(['planned', { observations: 0, recordings: 0 }]);
      expect(await intake.accept(roof.id, completed(task))).toMatchObject({ kind: 'stored', duplicate: false });
    });

    it('are stored before the intake is drained', async () => {
      const task = await newTask();
      const receipt = intake.accept(roof.id, completed(task));
      await intake.drain();
      expect((await again(task)).state).toBe('completed');
      expect(await receipt).toMatchObject({ kind: 'stored' });
    });
  });
});
