import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedReceiver } from '../../sensor-agent/drivers/simulated/simulated-receiver.ts';
import { Spool } from '../../sensor-agent/spool/spool.ts';
import { TaskJournal } from '../../sensor-agent/tasks/task-journal.ts';
import type { TaskFence } from '../../sensor-agent/fence/fence-guard.ts';
import type { TaskOrder } from '../../sensor-agent/tasks/task-order.ts';
import { type Progress, TaskRunner } from '../../sensor-agent/tasks/task-runner.ts';
import { systemClock } from '../../src/spectrum/clock.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { silentLog } from '../support/silent-log.ts';

let folder: string;
let spool: Spool;
let journal: TaskJournal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearband-runner-'));
  spool = await Spool.open(join(folder, 'spool'), 1e6);
  journal = await TaskJournal.open(join(folder, 'tasks'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A fence that a test closes and opens. */
class HeldFence implements TaskFence {
  readonly #listeners: (() => void)[] = [];
  isValid = true;
  /** What captures are refused for. */
  reason: string | undefined;

  refusal(): string | undefined {
    return this.reason;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  change(reason: string | undefined, isValid = true): void {
    this.reason = reason;
    this.isValid = isValid;
    for (const listener of this.#listeners) listener();
  }
}

function makeRunner(
  fence: TaskFence = new HeldFence(),
  clock = systemClock,
): { readonly runner: TaskRunner; readonly steps: Progress[] } {
  const scene = { name: 'test', noise_figure_db: 5, emitters: [] };
  const setup = {
    receiver: new SimulatedReceiver(scene, clock),
    clock,
    sensor: { id: uuidv7(), name: 'roof' },
    location: undefined,
    random: () => 0,
  };
  const runner = new TaskRunner({ setup, fence, journal, spool, log: silentLog });
  const steps: Progress[] = [];
  runner.onProgress((progress) => steps.push(progress));
  return { runner, steps };
}

function order(overrides: Partial<TaskOrder> = {}): TaskOrder {
  return {
    taskId: uuidv7(),
    sequence: 1,
    action: 'm4s',
    parametersJson: JSON.stringify({ center_hz: 100e6, sample_rate_hz: 1e6, fft_size: 64, fft_count: 10 }),
    startMs: Date.now(),
    slotMs: 10_000,
    permittedBand: { startHz: 99e6, stopHz: 101e6 },
    schedule: { id: uuidv7(), name: 'watch', startMs: Date.now(), priority: 10 },
    ...overrides,
  };
}

/** The kinds of the outcomes in the spool, as soon as there are `count`. */
async function outcomes(count: number): Promise<string[]> {
  await expect.poll(() => spool.usage.recordings).toBe(count);
  const kinds: string[] = [];
  for (const entry of spool.entries()) {
    const file = await spool.open(entry);
    kinds.push(`${file.header.kind} ${file.header.code}`);
    await file.close();
  }
  return kinds;
}

describe('TaskRunner', () => {
  it('never begins before the start', async () => {
    const { runner, steps } = makeRunner();
    const startMs = Date.now() + 60;
    await runner.accept(order({ startMs }));
    expect(await outcomes(1)).toEqual(['completed 0']);
    expect(steps.map(({ state }) => state)).toEqual(['accepted', 'running']);
    expect(steps[1]?.atMs).toBeGreaterThanOrEqual(startMs);
    await expect.poll(() => readdir(join(folder, 'tasks'))).toEqual([]);
  });

  it('runs an order once that comes several times, also all at once', async () => {
    const { runner, steps } = makeRunner();
    const twice = order({ startMs: Date.now() + 50 });
    await Promise.all([runner.accept(twice), runner.accept(twice)]);
    await runner.accept(twice);
    await outcomes(1);
    await runner.accept(twice);
    expect(await outcomes(1)).toEqual(['completed 0']);
    expect(steps.filter(({ state }) => state === 'running')).toHaveLength(1);
  });

  it('names a task as held from the moment its order came', async () => {
    const { runner } = makeRunner();
    const soon = order({ startMs: Date.now() + 60_000 });
    const accepted = runner.accept(soon);
    expect(runner.heldTaskIds()).toEqual([soon.taskId]);
    await accepted;
    expect(runner.heldTaskIds()).toEqual([soon.taskId]);
    await runner.stop();
  });

  it('rejects a task that would outlast its slot because the radio was busy', async () => {
    const { runner } = makeRunner();
    const parameters = { center_hz: 100e6, sample_rate_hz: 1000, duration_ms: 900, gain_db: 0 };
    const late = order({ action: 'iq', parametersJson: JSON.stringify(parameters), slotMs: 1000 });
    // Within its slot still, but not for as long as it takes.
    await runner.accept({ ...late, startMs: Date.now() - 500 });
    expect(await outcomes(1)).toEqual(['rejected 304']);
    await runner.accept({ ...order(), taskId: uuidv7(), startMs: Date.now() - 500 });
    expect(await outcomes(2)).toEqual(['rejected 304', 'completed 0']);
  });

  it('takes in nothing of what is closed by the time at which a slow radio gets there', async () => {
    const slow = order();
    let lateMs = 0;
    const closes = (slow.startMs + slow.slotMs) * 1000;
    const fence: TaskFence = {
      isValid: true,
      refusal: ({ stopMicros }) => (stopMicros > closes ? 'closed by then' : undefined),
      onChange: () => undefined,
    };
    const { runner, steps } = makeRunner(fence, { now: () => new Date(Date.now() + lateMs) });
    runner.onProgress(({ state }) => {
      if (state === 'running') lateMs = slow.slotMs;
    });
    await runner.accept(slow);
    expect(await outcomes(1)).toEqual(['rejected 304']);
    expect(steps.map(({ state }) => state)).toEqual(['accepted', 'running']);
  });

  it('takes up every other task when the end of one can not be written, and forgets none', async () => {
    const [cut, coming] = [order(), order({ startMs: Date.now() + 60_000 })];
    await journal.add(cut);
    journal.begin(cut.taskId, Date.now());
    await journal.add(coming);
    await rm(join(folder, 'spool'), { recursive: true });
    const { runner } = makeRunner();
    await runner.recover();
    expect(runner.heldTaskIds()).toEqual([coming.taskId]);
    expect(spool.entries()).toMatchObject([{ unwritten: { taskId: cut.taskId, kind: 'incomplete' } }]);
    expect((await journal.entries()).map(({ order: kept }) => kept.taskId).sort()).toEqual(
      [cut.taskId, coming.taskId].sort(),
    );
    await spool.remove(cut.taskId);
    await expect.poll(() => readdir(join(folder, 'tasks'))).toEqual([`${coming.taskId}.json`]);
    await runner.stop();
  });

  it('rejects what comes while it stops, and starts nothing that was on its way', async () => {
    const { runner, steps } = makeRunner();
    const onItsWay = order();
    const accepted = runner.accept(onItsWay);
    await runner.stop();
    await accepted;
    await runner.accept(order());
    expect(await outcomes(1)).toEqual(['rejected 304']);
    expect(steps).toEqual([]);
    expect(await readdir(join(folder, 'tasks'))).toEqual([`${onItsWay.taskId}.json`]);
  });

  it('takes nothing more when the spool is full', async () => {
    spool = await Spool.open(join(folder, 'small'), 1);
    const { runner } = makeRunner();
    await runner.accept(order());
    await outcomes(1);
    await runner.accept(order());
    expect(await outcomes(2)).toEqual(['completed 0', 'rejected 405']);
  });

  it('goes on where an earlier process stopped', async () => {
    const [coming, cut, missed, done] = [
      order({ startMs: Date.now() + 100 }),
      order({ startMs: Date.now() - 50 }),
      order({ startMs: Date.now() - 60_000, slotMs: 1000 }),
      order(),
    ];
    for (const each of [coming, cut, missed, done]) await journal.add(each);
    journal.begin(cut.taskId, Date.now());
    journal.begin(done.taskId, Date.now());
    await spool.put({
      header: { taskId: done.taskId, kind: 'completed', code: 0, detail: '', startedMs: 1, finishedMs: 2 },
    });
    await makeRunner().runner.recover();
    expect((await outcomes(4)).sort()).toEqual(['completed 0', 'completed 0', 'incomplete 305', 'rejected 304']);
    await expect.poll(() => readdir(join(folder, 'tasks'))).toEqual([]);
  });

  it('ignores an order whose id could name another file', async () => {
    const { runner } = makeRunner();
    await runner.accept(order({ taskId: '../../identity' }));
    expect(runner.heldTaskIds()).toEqual([]);
    expect(await readdir(join(folder, 'tasks'))).toEqual([]);
  });

  describe('within the fence', () => {
    const long = { center_hz: 100e6, sample_rate_hz: 1000, duration_ms: 20_000, gain_db: 0 };

    it('rejects what lies outside, without a step', async () => {
      const fence = new HeldFence();
      fence.reason = 'the fence does not permit it';
      const { runner, steps } = makeRunner(fence);
      await runner.accept(order());
      expect(await outcomes(1)).toEqual(['rejected 304']);
      expect(steps).toEqual([]);
    });

    it('rejects a task that waits as soon as a new fence excludes it', async () => {
      const fence = new HeldFence();
      const { runner, steps } = makeRunner(fence);
      await runner.accept(order({ startMs: Date.now() + 60_000 }));
      fence.change('closed since');
      expect(await outcomes(1)).toEqual(['rejected 304']);
      expect(steps.map(({ state }) => state)).toEqual(['accepted']);
    });

    it('stops a task that runs when a new fence excludes it, or when the fence expires', async () => {
      for (const isValid of [true, false]) {
        const fence = new HeldFence();
        const { runner, steps } = makeRunner(fence);
        const running = order({ action: 'iq', parametersJson: JSON.stringify(long), slotMs: 60_000 });
        await runner.accept(running);
        await expect.poll(() => steps.map(({ state }) => state)).toEqual(['accepted', 'running']);
        fence.change('no longer', isValid);
        expect(await outcomes(1)).toEqual(['incomplete 305']);
        await spool.remove(running.taskId);
      }
    });

    it('leaves a task that waits to its start while the fence has expired, and runs it under the next one', async () => {
      const fence = new HeldFence();
      const { runner } = makeRunner(fence);
      await runner.accept(order({ startMs: Date.now() + 150 }));
      fence.change('expired', false);
      expect(runner.heldTaskIds()).toHaveLength(1);
      fence.change(undefined);
      expect(await outcomes(1)).toEqual(['completed 0']);
    });

    it('rejects a task whose time comes while there is no valid fence', async () => {
      const fence = new HeldFence();
      const { runner, steps } = makeRunner(fence);
      await runner.accept(order({ startMs: Date.now() + 50 }));
      fence.change('expired', false);
      expect(await outcomes(1)).toEqual(['rejected 304']);
      expect(steps.map(({ state }) => state)).toEqual(['accepted']);
    });
  });
});
