import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, afterEach, describe, expect, it } from 'vitest';
import { AgentProcess } from '../support/agent-process.ts';
import { type DatabasePlace, MIGRATIONS, describeOnServer, makePostgres } from '../support/databases.ts';
import { copyEmbeddedTemplate } from '../support/embedded-template.ts';
import { type ManagerClient, until, untilTrue } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';
import { PostgresCluster } from '../support/postgres-cluster.ts';
import { Program } from '../support/program.ts';

const FM = { center_hz: 98_000_000, sample_rate_hz: 10_240_000 };
const BOULDER = { name: 'boulder', latitude: 39.995, longitude: -105.2617 };
const SIMULATED = ['--driver', 'simulated', '--scene', 'sensor-agent/scenes/boulder.json'];

/** What a test leaves to be undone, latest first. */
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function running(place: DatabasePlace, environment: Readonly<Record<string, string>> = {}) {
  undo.push(() => place.remove());
  const manager = await ManagerProcess.start(place, environment);
  undo.push(() => manager.stop());
  return manager;
}

async function withAgent(
  manager: ManagerProcess,
): Promise<{ agent: AgentProcess; client: ManagerClient; sensorId: string }> {
  const agent = await AgentProcess.start(manager, { ...BOULDER, driver: SIMULATED });
  undo.push(() => agent.stop());
  const client = await manager.client();
  return { agent, client, sensorId: (await client.associatedSensor('boulder')).id };
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

describeOnServer('a database that goes away [postgres]', () => {
  it('is answered with 503 while the process lives, and everything goes on by itself when it is back', async () => {
    const cluster = await PostgresCluster.start();
    undo.push(() => cluster.stop());
    const dataDir = await mkdtemp(join(tmpdir(), 'clearband-away-'));
    const databaseUrl = await cluster.createDatabase('away');
    const place: DatabasePlace = {
      kind: 'postgres',
      databaseUrl,
      dataDir,
      remove: () => rm(dataDir, { recursive: true }),
    };
    const manager = await running(place);
    const { client, sensorId } = await withAgent(manager);

    await cluster.halt();
    const response = await client.fetch('GET', '/api/v1/sensors');
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(await response.text()).not.toMatch(/select|ECONNREFUSED|at .*\.ts/i);
    expect(await statusOf(`${manager.url}/readyz`)).toBe(503);
    expect(await statusOf(`${manager.url}/livez`)).toBe(200);

    await cluster.resume();
    await untilTrue(async () => (await statusOf(`${manager.url}/readyz`)) === 200, 'the Manager to be ready again');
    await client.associatedSensor('boulder');
    const body = { name: 'after', action: 'm4s', parameters: FM, sensors: [sensorId] };
    const entry = await client.post<{ id: string }>('/api/v1/schedule', body, 201);
    expect((await client.finishedTasks(entry.id))[0]?.state).toBe('completed');
  });
});

describeOnServer('a disk that fills up [postgres]', () => {
  it('makes the agent keep a large recording and deliver it when there is room', async (context) => {
    const dataDir = await smallDisk(context, '6m');
    const database = await makePostgres();
    const manager = await running({ ...database, dataDir, remove: () => database.remove() });
    const { agent, client, sensorId } = await withAgent(manager);
    const parameters = { ...FM, duration_ms: 200 };
    const entry = await client.post<{ id: string }>(
      '/api/v1/schedule',
      { name: 'large', action: 'iq', parameters, sensors: [sensorId] },
      201,
    );
    await untilTrue(() => Promise.resolve(agent.output.includes('no room')), 'the Manager to have no room');
    expect(await agent.spooled()).toHaveLength(1);
    expect((await client.tasksOf(entry.id))[0]?.result).toBeNull();

    execFileSync('mount', ['-o', 'remount,size=64m', dataDir]);
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'completed' });
    await untilTrue(async () => (await agent.spooled()).length === 0, 'the spool to be empty');
  });
});

describe('a disk that fills up [embedded]', () => {
  it('refuses what would have to be stored with 507 until there is room, and goes on by itself', async (context) => {
    const dataDir = await smallDisk(context, '160m');
    await copyEmbeddedTemplate(dataDir, MIGRATIONS);
    const remove = () => Promise.resolve();
    const manager = await running({ kind: 'embedded', databaseUrl: undefined, dataDir, remove });
    const { client, sensorId } = await withAgent(manager);
    const ask = async (name: string) => {
      const start = new Date(Date.now() + 3_600_000).toISOString();
      const body = { name, action: 'm4s', parameters: FM, sensors: [sensorId], start };
      return client.fetch('POST', '/api/v1/schedule', body);
    };

    const ballast = join(dataDir, 'ballast');
    const fill = () => execFileSync('sh', ['-c', 'cat /dev/zero > "$1" 2> /dev/null || true', 'fill', ballast]);
    fill();
    const response = await until(async () => {
      const one = await ask(`full-${randomUUID()}`);
      return one.status === 201 ? undefined : one;
    }, 'the disk to be full');
    expect(response.status).toBe(507);
    expect(await response.json()).toMatchObject({ type: '/problems/storage-full', status: 507 });
    await rm(ballast);
    await untilTrue(async () => (await ask(`room-${randomUUID()}`)).status === 201, 'the Manager to go on');
  });
});

describeOnServer('a data directory [postgres]', () => {
  it('is refused to a second Manager before it touches what lies there', async () => {
    const place = await makePostgres();
    const manager = await running(place);
    const staged = join(place.dataDir, 'recordings', 'staging', 'half');
    await writeFile(staged, 'half a recording');
    const second = new Program('src/main.ts', [], {
      ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      CLEARBAND_DATA_DIR: place.dataDir,
      CLEARBAND_POLICY_DIR: manager.policyDir,
      CLEARBAND_HTTP_PORT: String(manager.httpPort),
      CLEARBAND_GRPC_PORT: '0',
    });
    expect(await second.exited).toBe(1);
    expect(second.output).toMatch(/the Manager could not start: the data directory .* is in use by process \d+/);
    expect(await readFile(staged, 'utf8')).toBe('half a recording');
    expect(await statusOf(`${manager.url}/readyz`)).toBe(200);
  });
});

describeOnServer('a Manager that is stopped while its database is away [postgres]', () => {
  it('ends by itself and leaves nothing of itself behind', async () => {
    const cluster = await PostgresCluster.start();
    undo.push(() => cluster.stop());
    const dataDir = await mkdtemp(join(tmpdir(), 'clearband-away-'));
    const databaseUrl = await cluster.createDatabase('away');
    const manager = await running({
      kind: 'postgres',
      databaseUrl,
      dataDir,
      remove: () => rm(dataDir, { recursive: true }),
    });
    await cluster.halt();
    const code = await manager.stop();
    expect(code === 0 || manager.output.includes('the Manager did not stop cleanly: ')).toBe(true);
    expect(manager.output).not.toContain('could not start');
    expect((await readdir(dataDir)).filter((name) => name.startsWith('lock.'))).toEqual([]);
  });
});

describeOnServer('policies that can not be read [postgres]', () => {
  it('leave a Manager that never had a good set live, not ready, and denying everything', async () => {
    const policies = await mkdtemp(join(tmpdir(), 'clearband-policies-'));
    undo.push(() => rm(policies, { recursive: true }));
    await writeFile(join(policies, 'broken.json'), '{ "Version": "2017-02-15", "Policy": ');
    const manager = await running(await makePostgres(), { CLEARBAND_POLICY_DIR: policies });
    expect(await statusOf(`${manager.url}/livez`)).toBe(200);
    const ready = await fetch(`${manager.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('broken.json');
    const admin = await manager.admin();
    const problem = await admin.post<{ type: string; decision_id: string }>('/api/v1/tokens', { user: 'client' }, 403);
    expect(problem.type).toContain('policy');
  });

  it('leave the set before in force, and say so', async () => {
    const manager = await running(await makePostgres());
    const admin = await manager.admin();
    await writeFile(join(manager.policyDir, 'global', 'zz-broken.json'), '{ nonsense');
    await untilTrue(
      async () => (await (await fetch(`${manager.url}/readyz`)).text()).includes('zz-broken.json'),
      'the fault to be reported',
    );
    expect(await statusOf(`${manager.url}/readyz`)).toBe(200);
    await admin.get('/api/v1/sensors');
  });
});

describeOnServer('a recording that was damaged on the agent [postgres]', () => {
  it('is never stored; its task says so and the agent keeps it', async () => {
    const manager = await running(await makePostgres());
    const { agent, client, sensorId } = await withAgent(manager);
    const start = new Date(Date.now() + 1500).toISOString();
    const body = { name: 'damaged', action: 'm4s', parameters: FM, sensors: [sensorId], start };
    const entry = await client.post<{ id: string }>('/api/v1/schedule', body, 201);
    await client.until(
      async () => (await client.tasksOf(entry.id)).find((task) => task.state === 'accepted'),
      'the agent to accept',
    );
    manager.suspend();
    await untilTrue(async () => (await agent.spooled()).length === 1, 'the recording to be in the spool');
    await agent.kill();
    const [path = ''] = await agent.spooled();
    const bytes = await readFile(path);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 0xff;
    await writeFile(path, bytes);

    await manager.kill();
    await manager.start();
    agent.run();
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'failed', code: 403, acquisition_id: null });
    expect(await client.get(`/api/v1/acquisitions?schedule_entry=${entry.id}`)).toEqual({
      items: [],
      next_cursor: null,
    });
    await untilTrue(
      async () => (await readdir(join(agent.stateDir, 'spool', 'refused'))).length > 0,
      'the agent to keep it',
    );
  });
});

/** A file system of its own of that size; only root may make one. */
async function smallDisk(context: TestContext, size: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'clearband-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    context.skip('needs the right to mount a small file system');
  }
  undo.push(() => {
    execFileSync('umount', [path]);
    return rm(path, { recursive: true });
  });
  return path;
}
