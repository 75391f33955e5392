import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCredential } from '../../src/identity/credential-format.ts';
import { uuidv7 } from '../../src/spectrum/identifier.ts';
import type { TaskOrder } from '../../src/tasking/task.ts';
import { type TestEdge, openEdge } from '../southbound/edge.ts';
import { Program, ROOT } from '../support/program.ts';
import { type AgentHome, joinTo, makeHome } from './agents.ts';

let edge: TestEdge;
let home: AgentHome;
const programs: Program[] = [];

beforeEach(async () => {
  edge = await openEdge();
  home = await makeHome();
});
afterEach(async () => {
  for (const program of programs.splice(0)) if (program.isRunning) await program.kill();
  await edge.stop();
  await home.remove();
});

function agent(...args: readonly string[]): Program {
  const program = new Program('sensor-agent/main.ts', args, {});
  programs.push(program);
  return program;
}

function sceneOf({ configuration }: AgentHome): string {
  return 'scene' in configuration.receiver ? configuration.receiver.scene : '';
}

function longOrder(sensorId: string): TaskOrder {
  return {
    taskId: uuidv7(),
    sensorId,
    sequence: 1,
    action: 'iq',
    parameters: { center_hz: 100e6, sample_rate_hz: 1e6, duration_ms: 20_000, gain_db: 0 },
    startsAt: new Date(),
    slotSeconds: 60,
    permittedBand: { startHz: 99e6, stopHz: 101e6 },
    policyValues: {},
    schedule: {
      id: uuidv7(),
      name: 'long',
      startAt: new Date(),
      stopAt: undefined,
      intervalSeconds: undefined,
      priority: 10,
    },
  };
}

/** Resolves when that time has come: nothing else tells of it. */
function untilInstant(instant: Date): Promise<void> {
  return delay(Math.max(0, instant.getTime() - Date.now()) + 50);
}

describe('clearband-agent', () => {
  it('joins from a token file, and says as JSON who it is now', async () => {
    const tokenFile = join(home.stateDir, '../../token');
    await writeFile(tokenFile, `${await edge.newToken('roof')}\n`);
    const address = `127.0.0.1:${edge.port}`;
    const joining = agent(
      'join',
      address,
      '--token-file',
      tokenFile,
      '--state-dir',
      home.stateDir,
      '--scene',
      sceneOf(home),
      '--json',
    );
    expect(await joining.exited).toBe(0);
    expect(JSON.parse(joining.output)).toMatchObject({
      sensor_name: 'roof',
      address,
      manager_id: edge.authority.managerId,
    });
    const status = agent('status', '--state-dir', home.stateDir);
    expect(await status.exited).toBe(0);
    expect(status.output).toContain('never ran');
    expect(status.output).not.toContain('PRIVATE');
  });

  it.each([
    ['no known command', 2, ['dance'], 'no command `dance`'],
    [
      'a scene that is not there',
      1,
      ['join', 'localhost', '--token', 'cb_join_x', '--scene', '/nowhere.json'],
      '/nowhere.json',
    ],
    ['nobody to join', 3, ['join', '127.0.0.1:1', '--token', 'TOKEN', '--scene', 'SCENE'], 'can not reach'],
    ['no identity', 1, ['run'], 'run `clearband-agent join` first'],
  ])('given %s ends with %i', async (_name, code, args, text) => {
    const token = makeCredential('join', edge.authority.fingerprint).text;
    const filled = args.map((arg) => arg.replace('SCENE', sceneOf(home)).replace('TOKEN', token));
    const program = agent(...filled, '--state-dir', home.stateDir);
    expect(await program.exited).toBe(code);
    expect(program.output).toContain(text);
    expect(program.output).not.toContain('    at ');
  });

  it('is a script of npm, for which relative paths start where npm was called', async () => {
    const status = new Program('sensor-agent/main.ts', ['status', '--state-dir', 'nothing-here'], {
      INIT_CWD: '/home/operator',
      npm_lifecycle_event: 'clearband-agent',
    });
    expect(await status.exited).toBe(1);
    expect(status.output).toContain('/home/operator/nothing-here');
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['clearband-agent']).toBe('node sensor-agent/main.ts');
    expect(scripts['preclearband-agent']).toBe(scripts['preclearband']);
  });

  it('reports what a kill -9 cut off, and what it never began', async () => {
    const { sensorId } = await joinTo(edge, home);
    const { domain, sessions } = edge;
    const killed = agent('run', '--state-dir', home.stateDir);
    await domain.until(() => sessions.count === 1);
    const running = longOrder(sensorId);
    const late = { ...longOrder(sensorId), startsAt: new Date(Date.now() + 2000), slotSeconds: 0.001 };
    // First, while the agent has nothing else to do: an order that arrives after its time is rejected, not accepted.
    sessions.dispatch(late);
    sessions.dispatch(running);
    await domain.until(() => domain.reports.length === 3);
    await killed.kill();
    await domain.until(() => sessions.count === 0);
    await untilInstant(late.startsAt);
    const again = agent('run', '--state-dir', home.stateDir);
    await domain.until(() => domain.outcomes.length === 2);
    const outcomes = new Map(domain.outcomes.map(({ outcome }) => [outcome.taskId, outcome]));
    expect(outcomes.get(running.taskId)).toMatchObject({
      kind: 'incomplete',
      code: 305,
      detail: expect.stringContaining('restarted') as string,
    });
    expect(outcomes.get(late.taskId)).toMatchObject({ kind: 'rejected', code: 304, timing: { startedAt: undefined } });
    expect(await again.stop()).toBe(0);
    expect(domain.ends).toMatchObject([{ cause: 'agent' }]);
    expect(await readdir(join(home.stateDir, 'tasks'))).toEqual([]);
    expect(await readdir(join(home.stateDir, 'spool'))).toEqual(['refused']);
  });

  it('logs no secret', async () => {
    const identity = await joinTo(edge, home);
    const program = agent('run', '--state-dir', home.stateDir);
    await edge.domain.until(() => edge.sessions.count === 1);
    await program.says(/"msg":"associated"/);
    await program.stop();
    expect(program.output).not.toContain('PRIVATE KEY');
    expect(program.output).not.toContain(identity.keyPem.slice(40, 80));
    expect(JSON.parse(await readFile(join(home.stateDir, 'status.json'), 'utf8'))).toMatchObject({ state: 'stopped' });
  });
});
