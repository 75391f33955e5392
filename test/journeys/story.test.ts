import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentProcess } from '../support/agent-process.ts';
import { type DatabasePlace, describeEachPlace } from '../support/databases.ts';
import { followEvents } from '../support/event-reader.ts';
import type { ManagerClient } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';
import { checkArchive } from '../support/sigmf-archive-checker.ts';
import { schemaFaults } from '../support/sigmf-checker.ts';

const GREEN_BANK = { latitude: 38.4331, longitude: -79.8398 };
const BOULDER = { latitude: 39.995, longitude: -105.2617 };
const FM = { center_hz: 98_000_000, sample_rate_hz: 10_240_000 };

interface Problem {
  readonly type: string;
  readonly decision_id: string;
  readonly reasons: readonly {
    readonly policy: string;
    readonly statement: string;
    readonly values: readonly unknown[];
  }[];
  readonly nearest?: unknown;
}

describeEachPlace('the whole story, from request to archive', (makePlace) => {
  let place: DatabasePlace;
  let manager: ManagerProcess;
  let client: ManagerClient;
  const agents: AgentProcess[] = [];

  beforeAll(async () => {
    place = await makePlace();
    manager = await ManagerProcess.start(place);
    const scene = (name: string) => ['--driver', 'simulated', '--scene', `sensor-agent/scenes/${name}.json`];
    agents.push(
      ...(await Promise.all([
        AgentProcess.start(manager, { name: 'green-bank', driver: scene('green-bank'), ...GREEN_BANK }),
        AgentProcess.start(manager, { name: 'boulder', driver: scene('boulder'), ...BOULDER }),
      ])),
    );
    client = await manager.client();
    await client.associatedSensor('green-bank');
    await client.associatedSensor('boulder');
  });

  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.stop()));
    expect(await manager.stop()).toBe(0);
    await place.remove();
  });

  it('finds sensors by place and by the band they can tune', async () => {
    const names = async (query: string) =>
      (await client.get<{ items: { name: string }[] }>(`/api/v1/sensors?${query}`)).items.map((sensor) => sensor.name);
    expect(await names('point=-105.26,39.99&radius_m=50000&band=88000000,108000000')).toEqual(['boulder']);
    expect(await names('bbox=-81,38,-79,39')).toEqual(['green-bank']);
    expect(await names('band=900000000000,900000001000')).toEqual([]);
  });

  it('measures, stores, finds again by area and band, and hands out a SigMF archive', async () => {
    const events = await followEvents(client);
    const entry = await client.post<{ id: string; slot: number; settings: Record<string, unknown> }>(
      '/api/v1/schedule',
      {
        name: 'story',
        action: 'm4s',
        parameters: FM,
        area: { circle: { center: [-105.2617, 39.995], radius: '50 km' } },
        count: 1,
      },
      201,
    );
    expect(entry.settings['min-sensing-slot-duration']).toBe(1);
    expect(entry.slot).toBeGreaterThanOrEqual(1);

    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'completed', code: 0 });
    const states = await events.until((seen) => seen.some((event) => event.data['state'] === 'completed'));
    expect(states.filter((event) => event.kind === 'task.state').map((event) => event.data['state'])).toEqual([
      'planned',
      'dispatched',
      'accepted',
      'running',
      'completed',
    ]);

    const found = await client.get<{ items: { id: string; task_id: string }[] }>(
      '/api/v1/observations?point=-105.26,39.99&radius_m=50000&band=97000000,99000000&datetime=2020-01-01T00:00:00Z/..',
    );
    expect(found.items.map((observation) => observation.task_id)).toEqual([task?.id]);
    const elsewhere = await client.get<{ items: unknown[] }>('/api/v1/observations?band=400000000,401000000');
    expect(elsewhere.items).toEqual([]);

    const response = await client.fetch('GET', `/api/v1/acquisitions/${found.items[0]?.id ?? ''}/archive`);
    expect(response.status).toBe(200);
    const { recordings, faults } = checkArchive(new Uint8Array(await response.arrayBuffer()));
    expect(faults).toEqual([]);
    expect(recordings.map((recording) => schemaFaults(recording.meta) ?? [])).toEqual([[]]);
    expect(recordings[0]?.data.byteLength).toBe(5 * 1024 * 4);
  });

  it('lets a reader of events resume after any of them and gives it exactly the rest', async () => {
    const all = await (
      await followEvents(client, '0-0')
    ).until((seen) => seen.some((event) => event.data['state'] === 'completed'));
    const [first, ...rest] = all;
    const resumed = await followEvents(client, first?.id);
    expect((await resumed.until((seen) => seen.length >= rest.length)).slice(0, rest.length)).toEqual(rest);
    expect(all.map((event) => event.kind)).toContain('sensor.associated');
  });

  it('refuses a scan of the protected band near the observatory, says why, and keeps the decision', async () => {
    const request = (sensor: string) => ({
      name: `hydrogen-${sensor.slice(-6)}`,
      action: 'm4s',
      parameters: { center_hz: 1_420_000_000, sample_rate_hz: 5_120_000 },
      sensors: [sensor],
    });
    const greenBank = await client.associatedSensor('green-bank');
    const problem = await client.post<Problem>('/api/v1/schedule', request(greenBank.id), 403);
    expect(problem.type).toContain('policy');
    expect(problem.decision_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(problem.reasons).toMatchObject([
      { policy: 'global:Radio-astronomy-protection', statement: 'green-bank-1400' },
    ]);
    expect(await client.get('/api/v1/schedule?name=' + request(greenBank.id).name)).toEqual({
      items: [],
      next_cursor: null,
    });

    const boulder = await client.associatedSensor('boulder');
    await client.post('/api/v1/schedule', { ...request(boulder.id), validate_only: true }, 200);
  });

  it('refuses what is finer than the limit in the uplink band, with the value that failed and what would pass', async () => {
    const boulder = await client.associatedSensor('boulder');
    const problem = await client.post<Problem>(
      '/api/v1/schedule',
      {
        name: 'uplink',
        action: 'm4s',
        parameters: { center_hz: 782e6, sample_rate_hz: 5.12e6, fft_size: 1024 },
        sensors: [boulder.id],
      },
      403,
    );
    expect(problem.reasons[0]?.values[0]).toMatchObject({
      field: 'resolution-bandwidth',
      actual: 5000,
      limit: 100_000,
    });
    expect(problem.nearest).toBeDefined();
    await client.post(
      '/api/v1/schedule',
      {
        name: 'uplink',
        action: 'm4s',
        parameters: { center_hz: 782e6, sample_rate_hz: 5.12e6, fft_size: 32 },
        sensors: [boulder.id],
        validate_only: true,
      },
      200,
    );
  });

  it('decides again before dispatch: a policy written meanwhile stops the task with its statement in the result', async () => {
    const boulder = await client.associatedSensor('boulder');
    const start = new Date(Date.now() + 4000).toISOString();
    const entry = await client.post<{ id: string }>(
      '/api/v1/schedule',
      {
        name: 'stopped-by-policy',
        action: 'm4s',
        parameters: { ...FM, center_hz: 162e6 },
        sensors: [boulder.id],
        start,
      },
      201,
    );
    await manager.writePolicy('zz-closed.json', {
      Version: '2017-02-15',
      Policy: {
        namespace: 'global',
        name: 'Closed-for-a-test',
        'Policy-type': 'SSM-Policy',
        Scope: 'sensing-management',
        Statement: [
          {
            StatementId: 'closed',
            'Policy-Action': 'Deny',
            'SCOS-Task': 'Scanning',
            frequency: [['150 MHz', '170 MHz']],
          },
        ],
      },
    });
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'rejected', code: 201 });
    expect(task?.result?.detail).toContain('Closed-for-a-test#closed');
  });

  it('sweeps a band wider than the radio and stores one spectrum of it', async () => {
    const boulder = await client.associatedSensor('boulder');
    const parameters = { start_hz: 88e6, stop_hz: 108e6, sample_rate_hz: 8e6, fft_size: 256, fft_count: 20 };
    const entry = await client.post<{ id: string }>(
      '/api/v1/schedule',
      { name: 'sweep', action: 'sweep', parameters, sensors: [boulder.id] },
      201,
    );
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'completed' });
    const response = await client.fetch('GET', `/api/v1/acquisitions/${task?.result?.acquisition_id ?? ''}/archive`);
    const { recordings, faults } = checkArchive(new Uint8Array(await response.arrayBuffer()));
    expect(faults).toEqual([]);
    expect(recordings[0]?.data.byteLength).toBe((5 * 4 * 20e6) / (8e6 / 256));
  });

  it('repeats on its grid, one task and one observation an occurrence', async () => {
    const boulder = await client.associatedSensor('boulder');
    const entry = await client.post<{ id: string; start: string }>(
      '/api/v1/schedule',
      {
        name: 'repeating',
        action: 'iq',
        parameters: { ...FM, duration_ms: 1 },
        sensors: [boulder.id],
        interval: 1,
        relative_stop: 3,
      },
      201,
    );
    const tasks = await client.finishedTasks(entry.id);
    expect(
      tasks.map((task) => [task.sequence, task.state, Date.parse(task.starts_at) - Date.parse(entry.start)]),
    ).toEqual([
      [1, 'completed', 0],
      [2, 'completed', 1000],
      [3, 'completed', 2000],
    ]);
    const { items } = await client.get<{ items: unknown[] }>(`/api/v1/acquisitions?schedule_entry=${entry.id}`);
    expect(items).toHaveLength(3);
  });
});
