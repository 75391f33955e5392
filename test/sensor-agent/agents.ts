import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../sensor-agent/agent.ts';
import { join as joinManager } from '../../sensor-agent/join/join.ts';
import type { AgentConfiguration } from '../../sensor-agent/state/configuration.ts';
import type { AgentIdentity } from '../../sensor-agent/state/identity.ts';
import { systemClock } from '../../src/spectrum/clock.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import type { TaskOrder } from '../../src/tasking/task.ts';
import type { TestEdge } from '../southbound/edge.ts';

const SCENE = { name: 'test', seed: 1, noise_figure_db: 5, emitters: [] };

/** A place for an agent's state, with a scene beside it. */
export interface AgentHome {
  readonly stateDir: string;
  readonly configuration: AgentConfiguration;
  remove(): Promise<void>;
}

export async function makeHome(): Promise<AgentHome> {
  const folder = await mkdtemp(join(tmpdir(), 'clearband-agent-'));
  const scene = join(folder, 'scene.json');
  await writeFile(scene, JSON.stringify(SCENE));
  const location = { latitude: 40, longitude: -105 };
  return {
    stateDir: join(folder, 'state', 'dir'),
    configuration: { receiver: { driver: 'simulated', scene }, spoolBytes: 1e8, location },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Joins the agent of `home` to `edge`. */
export async function joinTo(edge: TestEdge, home: AgentHome, name = 'roof'): Promise<AgentIdentity> {
  const { stateDir, configuration } = home;
  const address = { host: '127.0.0.1', port: edge.port };
  return joinManager({ address, token: await edge.newToken(name), stateDir, name: undefined, configuration });
}

export interface RunningAgent {
  /** Messages of its log. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/** Runs the agent of `home` in this process. */
export function startAgent(home: AgentHome, { clock = systemClock } = {}): RunningAgent {
  const log: string[] = [];
  const note = (fields: object, message: string) => {
    log.push(`${message} ${JSON.stringify(fields)}`);
  };
  const stopper = new AbortController();
  const ended = runAgent(
    {
      stateDir: home.stateDir,
      clock,
      log: { info: note, warn: note, error: note },
      random: () => 0.5,
      backoff: { firstMs: 10, longestMs: 50 },
    },
    stopper.signal,
  );
  // Reported by stop(), which every test calls.
  ended.catch(() => undefined);
  return {
    log,
    stop: async () => {
      stopper.abort();
      await ended;
    },
  };
}

/** Parameters of a short acquisition. */
export const M4S = { center_hz: 100e6, sample_rate_hz: 1e6, fft_size: 64, fft_count: 10 };

/** An order of the Manager's for a short acquisition, now. */
export function m4sOrder(sensorId: string, overrides: Partial<TaskOrder> = {}): TaskOrder {
  return {
    taskId: uuidv7(),
    sensorId,
    sequence: 1,
    action: 'm4s',
    parameters: M4S,
    startsAt: new Date(),
    slotSeconds: 10,
    permittedBand: { startHz: 99e6, stopHz: 101e6 },
    policyValues: { priority: 10 },
    schedule: {
      id: uuidv7(),
      name: 'watch',
      startAt: new Date(),
      stopAt: undefined,
      intervalSeconds: undefined,
      priority: 10,
    },
    ...overrides,
  };
}
