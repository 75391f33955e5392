import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectState } from '../../sensor-agent/state-report.ts';
import { ClearbandError, RecordingRefusedError, StorageFullError } from '../../src/errors.ts';
import type { TaskOrder } from '../../src/tasking/task.ts';
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

function order(overrides: Partial<TaskOrder> = {}): TaskOrder {
  return m4sOrder(sensorId, overrides);
}

describe('an agent and the southbound edge', () => {
  it('associates, runs a task at its start and publishes its recording', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    expect(domain.grants).toMatchObject([{ kind: 'new', capability: { driver: 'simulated' } }]);
    const startsAt = new Date(Date.now() + 100);
    const task = order({ startsAt });
    expect(sessions.dispatch(task)).toBe(true);
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.reports.map(({ taskId, state }) => [taskId, state])).toEqual([
      [task.taskId, 'accepted'],
      [task.taskId, 'running'],
    ]);
    const [taken] = domain.outcomes;
    expect(taken).toMatchObject({ sensorId, outcome: { kind: 'completed', taskId: task.taskId } });
    expect(taken?.bytes?.length).toBe(5 * 64 * 4);
    expect(taken?.outcome.timing.startedAt?.getTime()).toBeGreaterThanOrEqual(startsAt.getTime());
  });

  it('sends a large dataset in chunks, whole', async () => {
    agent = startAgent(home);
    const { domain, sessions, staging } = edge;
    await domain.until(() => sessions.count === 1);
    const parameters = { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 100, gain_db: 0 };
    sessions.dispatch(order({ action: 'iq', parameters }));
    await domain.until(() => domain.outcomes.length === 1);
    const [{ outcome, bytes } = unexpected()] = domain.outcomes;
    expect(outcome.kind).toBe('completed');
    if (outcome.kind !== 'completed') return;
    expect(outcome.recording.data.kind).toBe('staged');
    expect(bytes?.length).toBe(800_000);
    expect(
      createHash('sha512')
        .update(bytes ?? '')
        .digest('hex'),
    ).toBe(outcome.recording.sha512);
    expect(staging.open).toBe(0);
  });

  it.each([
    ['whose slot is over', { startsAt: new Date(Date.now() - 60_000) }, 304, 'after its start'],
    ['for an unknown action', { action: 'listen' }, 301, 'unknown action'],
    ['with bad parameters', { parameters: { ...M4S, fft_size: 63 } }, 301, 'fft_size'],
    ['outside its permitted band', { permittedBand: { startHz: 99.6e6, stopHz: 101e6 } }, 304, 'outside the permitted'],
  ])('rejects a task %s before touching the radio', async (_name, overrides, code, detail) => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    sessions.dispatch(order(overrides));
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.outcomes[0]?.outcome).toMatchObject({ kind: 'rejected', code, timing: { startedAt: undefined } });
    expect(domain.outcomes[0]?.outcome).toHaveProperty('detail', expect.stringContaining(detail));
    expect(domain.reports).toEqual([]);
  });

  it('drops a task that is cancelled before it began', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    const task = order({ startsAt: new Date(Date.now() + 60_000) });
    sessions.dispatch(task);
    await domain.until(() => domain.reports.length === 1);
    sessions.cancel(sensorId, task.taskId, 'no longer wanted');
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.outcomes[0]?.outcome).toMatchObject({ kind: 'cancelled', detail: 'no longer wanted' });
  });

  it('cuts off a task that is cancelled while it runs', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    const parameters = { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 20_000, gain_db: 0 };
    const task = order({ action: 'iq', parameters, slotSeconds: 60 });
    sessions.dispatch(task);
    await domain.until(() => domain.reports.some(({ state }) => state === 'running'));
    sessions.cancel(sensorId, task.taskId, 'preempted');
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.outcomes[0]?.outcome).toMatchObject({ kind: 'cancelled', code: 305 });
  });

  it('runs tasks of the same start one after the other', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    const startsAt = new Date(Date.now() + 50);
    for (let index = 0; index < 4; index++) sessions.dispatch(order({ startsAt }));
    await domain.until(() => domain.outcomes.length === 4);
    const times = domain.outcomes
      .map(({ outcome }) => outcome.timing)
      .sort((a, b) => timeOf(a.startedAt) - timeOf(b.startedAt));
    for (const [index, timing] of times.entries()) {
      const before = times[index - 1];
      if (before !== undefined) expect(timeOf(timing.startedAt)).toBeGreaterThanOrEqual(timeOf(before.finishedAt));
    }
  });

  it('goes on while the Manager is away, comes back by itself and loses nothing', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    const task = order({ startsAt: new Date(Date.now() + 150) });
    sessions.dispatch(task);
    await domain.until(() => domain.reports.length === 1);
    await edge.restart();
    await domain.until(() => domain.outcomes.length === 1);
    expect(domain.outcomes[0]?.outcome).toMatchObject({ kind: 'completed', taskId: task.taskId });
    expect(domain.grants.map(({ kind }) => kind)).toEqual(['new', 'refresh']);
    expect(domain.reconciled[1]).toEqual([task.taskId]);
  });

  it('sends a recording again that could not be stored, until it is', async () => {
    const { domain, sessions } = edge;
    let asked = 0;
    domain.answer = ({ taskId }) => {
      asked += 1;
      if (asked < 3) return Promise.reject(new StorageFullError('no room'));
      return Promise.resolve({ kind: 'stored', taskId, duplicate: false });
    };
    agent = startAgent(home);
    await domain.until(() => sessions.count === 1);
    sessions.dispatch(order());
    await domain.until(() => domain.outcomes.length === 1);
    expect(asked).toBe(3);
  });

  it('keeps a recording that the Manager refuses, and says so', async () => {
    const { domain, sessions } = edge;
    domain.answer = () =>
      Promise.reject(new RecordingRefusedError(403, [{ code: 'bad-hash', detail: 'the hash differs' }]));
    agent = startAgent(home);
    await domain.until(() => sessions.count === 1);
    const task = order();
    sessions.dispatch(task);
    const refused = join(home.stateDir, 'spool', 'refused');
    await expect.poll(() => readdir(refused)).toHaveLength(2);
    const reason: unknown = JSON.parse(await readFile(join(refused, `${task.taskId}.outcome.reason.json`), 'utf8'));
    expect(reason).toEqual({ code: 403, reason: 'the hash differs' });
    expect((await inspectState(home.stateDir)).spool).toEqual({ recordings: 0, bytes: 0, refused: 1 });
    const beats: number[] = [];
    const heartbeat = edge.associations.heartbeat.bind(edge.associations);
    edge.associations.heartbeat = (id, status, location) => {
      beats.push(status?.refusedRecordings ?? -1);
      return heartbeat(id, status, location);
    };
    // Every session begins with a heartbeat.
    await edge.restart();
    await expect.poll(() => beats[0]).toBe(1);
  });

  it('tells why when policy refuses the association, and asks again', async () => {
    const { domain, sessions } = edge;
    let denials = 0;
    domain.policy = () => (denials++ < 2 ? new Denied('sensors may not associate today') : undefined);
    agent = startAgent(home);
    await domain.until(() => sessions.count === 1);
    expect(agent.log.filter((line) => line.includes('"code":201'))).toHaveLength(2);
    expect(agent.log.join()).toContain('sensors may not associate today');
  });

  it('takes its leave when it is stopped', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    await agent.stop();
    expect(domain.ends).toMatchObject([{ cause: 'agent', code: 0 }]);
    expect(sessions.count).toBe(0);
    expect(await inspectState(home.stateDir)).toMatchObject({ association: { state: 'stopped' } });
  });

  it('reports what it cut off itself when it is stopped, and keeps what is still to come', async () => {
    agent = startAgent(home);
    const { domain, sessions } = edge;
    await domain.until(() => sessions.count === 1);
    const parameters = { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 20_000, gain_db: 0 };
    const running = order({ action: 'iq', parameters, slotSeconds: 60 });
    const coming = order({ startsAt: new Date(Date.now() + 60_000) });
    sessions.dispatch(running);
    sessions.dispatch(coming);
    await domain.until(() => domain.reports.length === 3);
    await agent.stop();
    expect(domain.outcomes.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'incomplete', taskId: running.taskId, code: 305 },
    ]);
    agent = startAgent(home);
    await domain.until(() => domain.reconciled.length === 2);
    expect(domain.reconciled[1]).toEqual([coming.taskId]);
  });

  it('is dropped by the Manager when its association ends, and associates anew', async () => {
    agent = startAgent(home);
    const { domain, sessions, associations } = edge;
    await domain.until(() => sessions.count === 1);
    await associations.end(sensorId, { cause: 'administration', code: 600, reason: 'maintenance' });
    await domain.until(() => domain.grants.length === 2);
    expect(domain.grants[1]).toMatchObject({ kind: 'new' });
    expect(agent.log.join()).toContain('maintenance');
  });

  it('refuses a state directory that another agent uses', async () => {
    agent = startAgent(home);
    await edge.domain.until(() => edge.sessions.count === 1);
    await expect(startAgent(home).stop()).rejects.toThrow(`in use by process ${process.pid}`);
  });
});

class Denied extends ClearbandError {
  readonly kind = 'policy-denied';
  override readonly scosCode = 201;
}

function timeOf(instant: Date | undefined): number {
  return instant?.getTime() ?? Number.NaN;
}

function unexpected(): never {
  throw new Error('nothing came');
}
