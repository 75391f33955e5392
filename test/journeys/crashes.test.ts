import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentProcess } from '../support/agent-process.ts';
import { type DatabasePlace, describeEachPlace } from '../support/databases.ts';
import { type ManagerClient, untilTrue } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';

const FM = { center_hz: 98_000_000, sample_rate_hz: 10_240_000 };
const BOULDER = { name: 'boulder', latitude: 39.995, longitude: -105.2617 };
const SIMULATED = ['--driver', 'simulated', '--scene', 'sensor-agent/scenes/boulder.json'];

interface Acquisition {
  readonly id: string;
  readonly task_id: string;
}

describeEachPlace('a crash at any moment loses nothing acknowledged and stores nothing twice', (makePlace) => {
  let place: DatabasePlace;
  let manager: ManagerProcess;
  let agent: AgentProcess;
  let client: ManagerClient;
  let sensorId: string;

  beforeAll(async () => {
    place = await makePlace();
    manager = await ManagerProcess.start(place);
    agent = await AgentProcess.start(manager, { ...BOULDER, driver: SIMULATED });
    client = await manager.client();
    sensorId = (await client.associatedSensor('boulder')).id;
  });

  afterAll(async () => {
    await agent.stop();
    await manager.stop();
    await place.remove();
  });

  const post = (name: string, more: object) =>
    client.post<{ id: string }>(
      '/api/v1/schedule',
      { name, action: 'm4s', parameters: FM, sensors: [sensorId], ...more },
      201,
    );
  const acquisitionsOf = async (entryId: string) =>
    (await client.get<{ items: Acquisition[] }>(`/api/v1/acquisitions?schedule_entry=${entryId}&limit=1000`)).items;

  it('delivers once what was acquired while the Manager hung and was killed before its receipt', async () => {
    const entry = await post('hung', { start: new Date(Date.now() + 1500).toISOString() });
    await client.until(
      async () => (await client.tasksOf(entry.id)).find((task) => task.state === 'accepted'),
      'the agent to accept',
    );
    manager.suspend();
    await untilTrue(async () => (await agent.spooled()).length === 1, 'the recording to be in the spool');
    await manager.kill();
    const [path = ''] = await agent.spooled();
    const copy = join(place.dataDir, basename(path));
    await copyFile(path, copy);

    await manager.start();
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'completed', code: 0 });
    expect((await acquisitionsOf(entry.id)).map((one) => one.task_id)).toEqual([task?.id]);
    await untilTrue(async () => (await agent.spooled()).length === 0, 'the receipt to empty the spool');

    // The receipt got lost: the agent still has what was stored long ago, and sends it again.
    await agent.kill();
    await copyFile(copy, path);
    agent.run();
    await untilTrue(async () => (await agent.spooled()).length === 0, 'a second receipt');
    expect(await acquisitionsOf(entry.id)).toHaveLength(1);
    expect((await client.tasksOf(entry.id))[0]?.result).toEqual(task?.result);
    await manager.agentsConnected(1);
  });

  it('gives every occurrence one result and at most one observation when the Manager is killed again and again', async () => {
    const entry = await post('again-and-again', { interval: 1, relative_stop: 6 });
    for (const pauseMs of [700, 1300, 400]) {
      await delay(pauseMs);
      await manager.kill();
      await manager.start();
    }
    const tasks = await client.until(async () => {
      const all = await client.tasksOf(entry.id);
      return all.length === 6 && all.every((task) => task.result !== null) ? all : undefined;
    }, 'six results');
    expect(tasks.map((task) => task.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    const completed = tasks.filter((task) => task.state === 'completed');
    expect((await acquisitionsOf(entry.id)).map((one) => one.task_id).sort()).toEqual(
      completed.map((task) => task.id).sort(),
    );
    // What was not completed was missed while nobody was there to send it, and says so.
    for (const task of tasks)
      if (task.state !== 'completed') expect(task.result).toMatchObject({ status: 'missed', code: 500 });
    expect(completed.length).toBeGreaterThan(0);
  });

  it('reports a task as incomplete when its agent is killed during the acquisition, and goes on', async () => {
    await manager.agentsConnected(1);
    const entry = await post('long', { action: 'iq', parameters: { ...FM, duration_ms: 2500 } });
    await client.until(
      async () => (await client.tasksOf(entry.id)).find((task) => task.state === 'running'),
      'the acquisition',
    );
    await agent.kill();
    agent.run();
    const [task] = await client.finishedTasks(entry.id);
    expect(task?.result).toMatchObject({ status: 'incomplete', code: 305, acquisition_id: null });
    expect(await acquisitionsOf(entry.id)).toEqual([]);

    await manager.agentsConnected(1);
    const next = await post('after-the-crash', {});
    expect((await client.finishedTasks(next.id))[0]?.state).toBe('completed');
  });
});
