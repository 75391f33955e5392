import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChildProgram } from '../../src/cli/quick-start/child-program.ts';
import { type ManagerProcess, ROOT, withoutSettings } from './manager-process.ts';

const SCENE = join(ROOT, 'sensor-agent', 'scenes', 'boulder.json');
const ASSOCIATED_MS = 30_000;
const STOP_MS = 5000;

/** A sensor agent with the simulated radio, in a process of its own, associated. */
export interface AgentProcess extends AsyncDisposable {
  readonly sensorId: string;
}

/** Joins a new sensor and runs its agent. @throws {Error} with the agent's last words when it does not get there */
export async function startAgentProcess(manager: ManagerProcess, workDir: string, name: string): Promise<AgentProcess> {
  const stateDir = join(workDir, name);
  const { token } = await manager.admin.post<{ token: string }>('/api/v1/join-tokens', { sensor_name: name });
  const start = (args: readonly string[]) =>
    new ChildProgram({
      name,
      script: join(ROOT, 'sensor-agent', 'main.ts'),
      args: [...args, '--state-dir', stateDir],
      logFile: join(workDir, `${name}.log`),
      environment: withoutSettings(process.env),
    });
  const joining = start(['join', manager.grpcAddress, '--token', token, '--name', name, '--scene', SCENE]);
  const end = await joining.ended;
  if (end !== 'exit code 0') throw new Error(`${name} could not join (${end}):\n${await joining.lastWords()}`);
  const agent = start(['run']);
  const stop = () => agent.stop(STOP_MS);
  try {
    return { sensorId: await untilAssociated(manager, agent, name), [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAssociated(manager: ManagerProcess, agent: ChildProgram, name: string): Promise<string> {
  const deadline = Date.now() + ASSOCIATED_MS;
  while (Date.now() < deadline && agent.isRunning) {
    const path = '/api/v1/sensors?status=associated';
    const { items } = await manager.admin.get<{ items: { id: string; name: string }[] }>(path);
    const found = items.find((sensor) => sensor.name === name);
    if (found !== undefined) return found.id;
    await delay(100);
  }
  throw new Error(`${name} did not associate:\n${await agent.lastWords()}`);
}
