import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { OutcomeBatch } from '../../src/observations/outcome-batch.ts';
import { DirectoryRecordingsStore } from '../../src/observations/recordings-store.ts';
import type { Sensor } from '../../src/sensors/sensor.ts';
import { TaskRepository } from '../../src/tasking/task-repository.ts';
import type { Task, TaskResult } from '../../src/tasking/task.ts';
import { describePostgres } from '../support/databases.ts';
import { makePartitions, Zone } from '../tasking/zone.ts';
import { incoming } from './recording-fixture.ts';

describePostgres('an outcome that comes while its task is being ended', (database) => {
  let zone: Zone;
  let roof: Sensor;
  let root: string;
  let batch: OutcomeBatch;
  let task: Task;

  beforeAll(() => makePartitions(database()));
  beforeEach(async () => {
    zone = new Zone(database());
    await zone.begin();
    roof = await zone.addSensor('roof');
    task = await zone.taskOf((await zone.add([roof])).id);
    root = await mkdtemp(join(tmpdir(), 'clearband-test-'));
    const { db, gate, events, clock } = zone;
    batch = new OutcomeBatch({ db, gate, events, store: new DirectoryRecordingsStore(root), clock });
  });
  afterEach(() => rm(root, { recursive: true }));

  /** Runs `work` while another transaction is ending the task; that one commits once `work` waits for it. */
  async function duringTheEnd<T>(work: () => Promise<T>): Promise<T> {
    const ends: TaskResult = {
      status: 'cancelled',
      code: 0,
      detail: 'cancelled by somebody',
      startedAt: undefined,
      finishedAt: undefined,
      durationSeconds: undefined,
      acquisitionId: undefined,
      recordedAt: zone.clock.now(),
    };
    const ended = Promise.withResolvers<undefined>();
    const told = Promise.withResolvers<undefined>();
    const ending = zone.db.transaction().execute(async (transaction) => {
      const tasks = new TaskRepository(transaction);
      await tasks.finish([...(await tasks.takeMany([task.id])).values()].map((one) => ({ task: one, result: ends })));
      ended.resolve(undefined);
      await told.promise;
    });
    await ended.promise;
    const waiting = work();
    await expect.poll(countOfWaiting, { timeout: 10_000, interval: 10 }).toBe(1);
    told.resolve(undefined);
    await ending;
    return waiting;
  }

  const countOfWaiting = async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(zone.db);
    return rows[0]?.n;
  };

  const completed = () =>
    ({
      kind: 'completed',
      taskId: task.id,
      timing: { startedAt: task.startsAt, finishedAt: task.startsAt },
      recording: incoming({ at: task.startsAt }),
    }) as const;

  it('finds it ended: a recording is refused, and nothing of it is stored', async () => {
    const receipts = await duringTheEnd(() => batch.store([{ sensorId: roof.id, outcome: completed() }]));
    expect(receipts).toEqual([
      { kind: 'refused', taskId: task.id, code: 306, detail: 'the task has ended as cancelled' },
    ]);
    expect(await zone.tasks.find(task.id)).toMatchObject({ state: 'cancelled', result: { status: 'cancelled' } });
  });

  it('finds it ended: a report is taken and changes nothing', async () => {
    const { taskId, timing } = completed();
    const report = { kind: 'failed', taskId, timing, code: 500, detail: '' } as const;
    const receipts = await duringTheEnd(() => batch.store([{ sensorId: roof.id, outcome: report }]));
    expect(receipts).toEqual([{ kind: 'stored', taskId, duplicate: true }]);
    expect(await zone.tasks.find(task.id)).toMatchObject({ state: 'cancelled', result: { code: 0 } });
  });

  it('finds it ended: a refusal made on the way changes nothing', async () => {
    const refusal = { kind: 'refused', taskId: task.id, code: 403, detail: 'cut short' } as const;
    await duringTheEnd(() => batch.recordRefusal(roof.id, refusal));
    expect(await zone.tasks.find(task.id)).toMatchObject({ state: 'cancelled', result: { code: 0 } });
  });
});
