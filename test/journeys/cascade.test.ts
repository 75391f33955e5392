import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentProcess } from '../support/agent-process.ts';
import { type DatabasePlace, describeEachPlace } from '../support/databases.ts';
import type { ManagerClient, SensorBody, TaskBody } from '../support/manager-client.ts';
import { until } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';

const BOULDER = { latitude: 39.995, longitude: -105.2617 };
const LONG_IQ = { center_hz: 98e6, sample_rate_hz: 1e6, duration_ms: 20_000, gain_db: 20 };

function closed(name: string, statement: Readonly<Record<string, unknown>>) {
  return {
    Version: '2017-02-15',
    Policy: {
      namespace: 'global',
      name,
      'Policy-type': 'SSM-Policy',
      Scope: 'sensing-management',
      Statement: [{ StatementId: 'closed', 'Policy-Action': 'Deny', 'SCOS-Task': 'Scanning', ...statement }],
    },
  };
}

interface KeptFence {
  readonly serial: number;
  readonly policy_set_hash: string;
  readonly issued_ms: number;
}

describeEachPlace('a change of the policies reaches the sensor', (makePlace) => {
  let place: DatabasePlace;
  let manager: ManagerProcess;
  let client: ManagerClient;
  let agent: AgentProcess;
  let boulder: SensorBody;

  beforeAll(async () => {
    place = await makePlace();
    manager = await ManagerProcess.start(place);
    const driver = ['--driver', 'simulated', '--scene', 'sensor-agent/scenes/boulder.json'];
    agent = await AgentProcess.start(manager, { name: 'boulder', driver, ...BOULDER });
    client = await manager.client();
    boulder = await client.associatedSensor('boulder');
  });
  afterAll(async () => {
    await agent.stop();
    expect(await manager.stop()).toBe(0);
    await place.remove();
  });

  /** The fence that the agent keeps; undefined while it has none. */
  async function fence(): Promise<KeptFence | undefined> {
    const text = await readFile(join(agent.stateDir, 'fence.json'), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const { content } = JSON.parse(text) as { content: string };
    return JSON.parse(Buffer.from(content, 'base64').toString()) as KeptFence;
  }

  function schedule(name: string, more: Readonly<Record<string, unknown>>): Promise<{ id: string }> {
    const request = { name, action: 'iq', parameters: LONG_IQ, sensors: [boulder.id], ...more };
    return client.post<{ id: string }>('/api/v1/schedule', request, 201);
  }

  async function taskIn(entryId: string, state: string): Promise<TaskBody> {
    return until(async () => (await client.tasksOf(entryId)).find((task) => task.state === state), `a task ${state}`);
  }

  it('gives a sensor its fence when it associates, and keeps it on its disk', async () => {
    const first = await until(fence, 'a fence');
    expect(first.policy_set_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('ends what runs and what is planned there, with the statement, and moves the fence', async () => {
    const before = await until(fence, 'a fence');
    const running = await schedule('running', {});
    const start = new Date(Date.now() + 600_000).toISOString();
    const planned = await schedule('planned', { start });
    await taskIn(running.id, 'running');
    await manager.writePolicy('zz-fm.json', closed('Closed-now', { frequency: [['88 MHz', '108 MHz']] }));

    const { result } = await taskIn(running.id, 'cancelled');
    expect(result).toMatchObject({ status: 'cancelled', code: 201 });
    expect(result?.detail).toContain('while running');
    expect(result?.detail).toContain('global:Closed-now#closed: ');
    const later = await taskIn(planned.id, 'rejected');
    expect(later.result?.detail).toContain('global:Closed-now#closed: ');
    const after = await until(async () => {
      const now = await fence();
      return now !== undefined && now.serial > before.serial ? now : undefined;
    }, 'another fence');
    expect(after.policy_set_hash).not.toBe(before.policy_set_hash);
    const denied = await client.post<{ reasons: readonly object[] }>(
      '/api/v1/schedule',
      { name: 'once-more', action: 'iq', parameters: LONG_IQ, sensors: [boulder.id] },
      403,
    );
    expect(denied.reasons).toMatchObject([{ statement: 'closed' }]);
  });

  it('shows nothing of a confidential statement but its code and the decision', async () => {
    const elsewhere = { ...LONG_IQ, center_hz: 400e6 };
    const running = await schedule('confidential', { parameters: elsewhere });
    await taskIn(running.id, 'running');
    const secret = { frequency: [['399 MHz', '401 MHz']], Confidential: true };
    await manager.writePolicy('zz-secret.json', closed('Nobody-knows', secret));
    const { result } = await taskIn(running.id, 'cancelled');
    expect(result?.code).toBe(201);
    expect(result?.detail).toMatch(/\(explicit-deny, decision [0-9a-f-]{36}\)$/);
  });

  it('opens again when the policy does', async () => {
    const open = closed('Closed-now', { frequency: [[1, 2]] });
    await writeFile(join(manager.policyDir, 'zz-fm.json'), JSON.stringify(open));
    const short = { parameters: { ...LONG_IQ, duration_ms: 50 } };
    // Accepted in the very moment in which the new set is in force: the sensor's fence is the new one, too.
    const entry = await until(() => schedule('open-again', short), 'the band to open');
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'completed' });
  });
});
