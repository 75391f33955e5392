import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ManagerProcess } from './manager-process.ts';
import { Program } from './program.ts';

export interface AgentSetUp {
  readonly name: string;
  /** `--driver simulated --scene …` or `--driver playback --recording …`. */
  readonly driver: readonly string[];
  readonly latitude: number;
  readonly longitude: number;
}

/** A real sensor agent, joined to a Manager; it can be killed and run again. */
export class AgentProcess {
  readonly stateDir: string;
  #program: Program | undefined;

  private constructor(stateDir: string) {
    this.stateDir = stateDir;
  }

  /** Joins by a token of the administrator's and runs. */
  static async start(manager: ManagerProcess, setUp: AgentSetUp): Promise<AgentProcess> {
    const agent = await AgentProcess.join(manager, setUp);
    agent.run();
    return agent;
  }

  static async join(manager: ManagerProcess, setUp: AgentSetUp): Promise<AgentProcess> {
    const admin = await manager.admin();
    const { token } = await admin.post<{ token: string }>('/api/v1/join-tokens', { sensor_name: setUp.name }, 201);
    const stateDir = join(await mkdtemp(join(tmpdir(), 'clearband-agent-')), 'state');
    const place = [`--latitude=${setUp.latitude}`, `--longitude=${setUp.longitude}`];
    const joining = new Program(
      'sensor-agent/main.ts',
      [
        'join',
        manager.grpcAddress,
        '--token',
        token,
        '--state-dir',
        stateDir,
        '--name',
        setUp.name,
        ...setUp.driver,
        ...place,
      ],
      {},
    );
    const code = await joining.exited;
    if (code !== 0) {
      await rm(dirname(stateDir), { recursive: true });
      throw new Error(`join ended with ${String(code)}:\n${joining.output}`);
    }
    return new AgentProcess(stateDir);
  }

  run(): void {
    this.#program = new Program('sensor-agent/main.ts', ['run', '--state-dir', this.stateDir], {});
  }

  get output(): string {
    return this.#program?.output ?? '';
  }

  /** The outcomes that wait in its spool, whole: their paths. */
  async spooled(): Promise<string[]> {
    const spool = join(this.stateDir, 'spool');
    return (await readdir(spool)).filter((name) => name.endsWith('.outcome')).map((name) => join(spool, name));
  }

  async kill(): Promise<void> {
    await this.#program?.kill();
  }

  /** Stops it, if it runs, and removes its state: it can not be run again. */
  async stop(): Promise<number | null> {
    const code = (await this.#program?.stop()) ?? null;
    await rm(dirname(this.stateDir), { recursive: true, force: true });
    return code;
  }
}
