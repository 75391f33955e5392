import { execFileSync } from 'node:child_process';
import { linkSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../sensor-agent/spool/spool.ts';
import { TaskJournal } from '../../sensor-agent/tasks/task-journal.ts';
import type { TaskOrder as AgentOrder } from '../../sensor-agent/tasks/task-order.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import { type TestEdge, openEdge } from '../southbound/edge.ts';
import { type AgentHome, M4S, type RunningAgent, joinTo, m4sOrder, makeHome, startAgent } from './agents.ts';

let edge: TestEdge;
let home: AgentHome;
let agent: RunningAgent | undefined;
let sensorId: string;

beforeEach(async () => {
  edge = await openEdge();
  home = await makeHome();
  sensorId = (await joinTo(edge, home)).sensorId;
});
afterEach(async () => {
  await agent?.stop();
  agent = undefined;
  await edge.stop();
  await home.remove();
});

describe('an agent on a machine in trouble', () => {
  it.each([
    ['an hour behind', -3_600_000],
    ['a day ahead', 86_400_000],
  ])('measures on time and says when, with a clock %s', async (_name, offsetMs) => {
    const { domain, sessions } = edge;
    agent = startAgent(home, { clock: { now: () => new Date(Date.now() + offsetMs) } });
    await domain.until(() => sessions.count === 1);
    await expect.poll(() => agent?.log.join()).toContain("this machine's clock is wrong");
    const startsAt = new Date(Date.now() + 100);
    sessions.dispatch(m4sOrder(sensorId, { startsAt }));
    await domain.until(() => domain.outcomes.length === 1);
    const outcome = domain.outcomes[0]?.outcome;
    expect(outcome?.kind).toBe('completed');
    if (outcome?.kind !== 'completed') return;
    const meta = JSON.parse(Buffer.from(outcome.recording.metaJson).toString()) as {
      captures: { 'core:datetime': string }[];
    };
    const times = [outcome.timing.startedAt, outcome.timing.finishedAt, meta.captures[0]?.['core:datetime']];
    for (const at of [...times, ...domain.reports.map((report) => report.at)]) {
      expect(Math.abs(new Date(at ?? 0).getTime() - startsAt.getTime())).toBeLessThan(5000);
    }
  });

  it('says that it can not keep an order, and why, when the disk is full', async () => {
    const { domain, sessions } = edge;
    agent = startAgent(home);
    await domain.until(() => sessions.count === 1);
    // Stands for a full disk: nothing can be written to either folder, also by root.
    for (const folder of ['tasks', 'spool']) await rm(join(home.stateDir, folder), { recursive: true });
    const task = m4sOrder(sensorId);
    sessions.dispatch(task);
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.outcomes[0]?.outcome).toMatchObject({ kind: 'rejected', code: 405, taskId: task.taskId });
  });

  it('starts on a full disk, reports what was cut off and gets rid of what waits', async (context) => {
    const { domain, sessions } = edge;
    const disk = await smallDisk(context, '256k');
    try {
      const onDisk = { ...home, stateDir: join(disk, 'state') };
      sensorId = (await joinTo(edge, onDisk)).sensorId;
      const journal = await TaskJournal.open(join(onDisk.stateDir, 'tasks'));
      const spool = await Spool.open(join(onDisk.stateDir, 'spool'), 1e6);
      const [cut, done] = [uuidv7(), uuidv7()];
      await spool.put({
        header: { taskId: done, kind: 'failed', code: 305, detail: '', startedMs: 1, finishedMs: Date.now() },
      });
      await journal.add(agentOrder(cut));
      journal.begin(cut, Date.now());
      await expect(writeFile(join(disk, 'filler'), Buffer.alloc(1e6))).rejects.toThrow('ENOSPC');
      const late = m4sOrder(sensorId);
      agent = startAgent(onDisk);
      await domain.until(() => sessions.count === 1);
      sessions.dispatch(late);
      await domain.until(() => domain.outcomes.length === 3);
      await agent.stop();
      const kinds = new Map(domain.outcomes.map(({ outcome }) => [outcome.taskId, outcome.kind]));
      expect([kinds.get(done), kinds.get(cut), kinds.get(late.taskId)]).toEqual(['failed', 'incomplete', 'rejected']);
      expect(await readdir(join(onDisk.stateDir, 'tasks'))).toEqual([]);
    } finally {
      await agent?.stop();
      agent = undefined;
      execFileSync('umount', [disk]);
      await rm(disk, { recursive: true });
    }
  });

  it('publishes first when it holds more than an association may name', async () => {
    const spool = await Spool.open(join(home.stateDir, 'spool'), 1e9);
    const header = { kind: 'failed', code: 305, detail: '', startedMs: 1, finishedMs: Date.now() } as const;
    const first = '0190a0b0-0000-7000-8000-000000000001';
    await spool.put({ header: { ...header, taskId: first } });
    // Only their names count here: inside, all are the first one.
    const path = spool.entries()[0]?.path ?? '';
    for (let index = 0; index < 10_000; index++) linkSync(path, path.replace(first, `later-${index}`));
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    expect(domain.outcomes[0]?.outcome.taskId).toBe(first);
    expect(domain.reconciled[0]).toHaveLength(10_000);
  });
});

/** A file system of its own of that size; only root may make one. */
async function smallDisk(context: TestContext, size: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'clearband-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    await rm(path, { recursive: true });
    context.skip('needs the right to mount a small file system');
  }
  return path;
}

/** An order as the agent's journal keeps it. */
function agentOrder(taskId: string): AgentOrder {
  return {
    taskId,
    sequence: 1,
    action: 'm4s',
    parametersJson: JSON.stringify(M4S),
    startMs: Date.now(),
    slotMs: 10_000,
    permittedBand: { startHz: 99e6, stopHz: 101e6 },
    schedule: { id: uuidv7(), name: 'watch', startMs: Date.now(), priority: 10 },
  };
}
