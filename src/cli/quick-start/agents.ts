import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { ChildProgram } from './child-program.ts';
import { DEMO_SENSORS, type DemoSensor } from './demo-sensors.ts';

export interface AgentPlaces {
  /** The repository. */
  readonly root: string;
  readonly dataDir: string;
  readonly grpcAddress: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface SensorBody {
  readonly id: string;
  readonly name: string;
  readonly association: { readonly state: string };
  readonly last_seen_at: string | null;
}

const READY_MS = 30_000;

/** Joins the demo sensors that the Manager does not know yet, by the same path as any other, and runs their agents. */
export async function startDemoAgents(api: ApiClient, places: AgentPlaces): Promise<ChildProgram[]> {
  const known = await api.get<{ items: SensorBody[] }>('/api/v1/sensors?limit=100');
  const names = new Set(known.items.map((sensor) => sensor.name));
  for (const sensor of DEMO_SENSORS) {
    const stateDir = stateDirOf(places, sensor);
    const hasState = await exists(stateDir);
    if (names.has(sensor.name) && hasState) continue;
    // Left over from another database: that identity is worth nothing here.
    if (hasState) await rm(stateDir, { recursive: true });
    await joinAgent(api, sensor, places);
  }
  return DEMO_SENSORS.map((sensor) =>
    agent(places, sensor, { verb: 'run', args: ['--state-dir', stateDirOf(places, sensor)] }),
  );
}

/**
 * Resolves when every demo sensor has associated since its agent was started: an association may outlast the agent that
 * was ended before. @throws {Error} with the agent's last words when one ends before.
 */
export async function untilAssociated(
  api: ApiClient,
  agents: readonly ChildProgram[],
  since: Date,
): Promise<SensorBody[]> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const { items } = await api.get<{ items: SensorBody[] }>('/api/v1/sensors?status=associated&limit=100');
    const there = items.filter(
      ({ name, last_seen_at: seen }) =>
        DEMO_SENSORS.some((demo) => demo.name === name) && seen !== null && new Date(seen) >= since,
    );
    if (there.length === DEMO_SENSORS.length) return there;
    const ended = agents.find((one) => !one.isRunning);
    if (ended !== undefined) throw new Error(`the ${ended.name} ended:\n${await ended.lastWords()}`);
    await delay(100);
  }
  throw new Error(
    `not every simulated sensor was there within ${READY_MS / 1000} s; their logs are in the data directory`,
  );
}

async function joinAgent(api: ApiClient, sensor: DemoSensor, places: AgentPlaces): Promise<void> {
  const joinToken = await api.post<{ token: string }>('/api/v1/join-tokens', { sensor_name: sensor.name });
  const scene = join(places.root, 'sensor-agent', 'scenes', sensor.scene);
  const joining = agent(places, sensor, {
    verb: 'join',
    args: [
      places.grpcAddress,
      ...['--token', joinToken.token, '--state-dir', stateDirOf(places, sensor), '--name', sensor.name],
      ...['--driver', 'simulated', '--scene', scene],
      `--latitude=${sensor.latitude}`,
      `--longitude=${sensor.longitude}`,
    ],
  });
  const end = await joining.ended;
  if (end !== 'exit code 0') throw new Error(`${sensor.name} could not join (${end}):\n${await joining.lastWords()}`);
}

function agent(
  places: AgentPlaces,
  sensor: DemoSensor,
  command: { readonly verb: string; readonly args: readonly string[] },
): ChildProgram {
  return new ChildProgram({
    name: `agent of ${sensor.name}`,
    script: join(places.root, 'sensor-agent', 'main.ts'),
    args: [command.verb, ...command.args],
    logFile: join(places.dataDir, 'logs', `agent-${sensor.name}.log`),
    environment: places.environment,
  });
}

function stateDirOf(places: AgentPlaces, sensor: DemoSensor): string {
  return join(places.dataDir, 'agents', sensor.name);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
