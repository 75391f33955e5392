import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractExample, contractExamples, withId } from '../northbound/contract-examples.ts';
import { AgentProcess } from '../support/agent-process.ts';
import { faultsOfAnswer } from '../support/contract-check.ts';
import { type DatabasePlace, describeEachPlace } from '../support/databases.ts';
import type { ManagerClient } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';

const FM = { center_hz: 98_000_000, sample_rate_hz: 10_240_000 };

describeEachPlace('every example of the contract works as it is printed', (makePlace) => {
  let place: DatabasePlace;
  let manager: ManagerProcess;
  let agent: AgentProcess;
  let admin: ManagerClient;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    place = await makePlace();
    manager = await ManagerProcess.start(place);
    const driver = ['--driver', 'simulated', '--scene', 'sensor-agent/scenes/boulder.json'];
    agent = await AgentProcess.start(manager, { name: 'boulder', driver, latitude: 39.995, longitude: -105.2617 });
    admin = await manager.admin();
    const sensor = await admin.associatedSensor('boulder');
    const body = { name: 'made-before', action: 'm4s', parameters: FM, sensors: [sensor.id] };
    const entry = await admin.post<{ id: string }>('/api/v1/schedule', body, 201);
    const [task] = await admin.finishedTasks(entry.id);
    const token = await admin.post<{ id: string }>('/api/v1/tokens', { user: 'client' }, 201);
    const madeBefore = policyNamed('Made-before');
    const policies = await admin.post<{ items: { id: string }[] }>('/api/v1/policies', madeBefore, 201);
    const acquisition = task?.result?.acquisition_id ?? '';
    const decisions = await admin.get<{ items: { id: string }[] }>('/api/v1/decisions?limit=1');
    for (const [name, id] of Object.entries({
      sensor: sensor.id,
      schedule_entry: entry.id,
      task: task?.id ?? '',
      acquisition,
      observation: acquisition,
      token: token.id,
      policy: policies.items[0]?.id ?? '',
      decision: decisions.items[0]?.id ?? '',
    })) {
      ids.set(name, id);
    }
  });

  afterAll(async () => {
    await agent.stop();
    await manager.stop();
    await place.remove();
  });

  it.for(contractExamples().map((example) => [`${example.operationId} (${example.name})`, example] as const))(
    '%s',
    async ([, shown]) => {
      const example = shown.needs === undefined ? shown : withId(shown, ids.get(shown.needs) ?? '');
      const { status, faults } = await run(example);
      expect(faults).toEqual([]);
      expect(status).toBe(example.expectedStatus);
    },
  );

  async function run(example: ContractExample): Promise<{ status: number; faults: string[] }> {
    const method = example.method.toUpperCase();
    const response = await admin.send({ ...example, method });
    if (example.isStream) {
      await response.body?.cancel();
      return { status: response.status, faults: [] };
    }
    const text = await response.text();
    return { status: response.status, faults: faultsOfAnswer({ method, path: example.path }, response, text) };
  }
});

function policyNamed(name: string) {
  const Statement = [{ StatementId: 'closed', 'Policy-Action': 'Deny', Resource: 'mast:Sensors::*' }];
  return {
    Version: '2017-02-15',
    Policy: { name, 'Policy-type': 'SSM-Policy', Scope: 'sensing-management', Statement },
  };
}
