import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabasePlace } from './databases.ts';
import { ManagerClient, untilTrue } from './manager-client.ts';
import { Program, ROOT } from './program.ts';

/** A real Manager in a process of its own, on a database of its own; it can be killed and started again on its ports. */
export class ManagerProcess {
  readonly place: DatabasePlace;
  readonly #environment: Readonly<Record<string, string>>;
  #program: Program | undefined;
  httpPort = 0;
  grpcPort = 0;

  constructor(place: DatabasePlace, environment: Readonly<Record<string, string>> = {}) {
    this.place = place;
    this.#environment = environment;
  }

  /** Starts it with a copy of the shipped policies, which tests may edit. */
  static async start(
    place: DatabasePlace,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ManagerProcess> {
    const manager = new ManagerProcess(place, environment);
    await mkdir(place.dataDir, { recursive: true });
    await cp(join(ROOT, 'policies'), manager.policyDir, { recursive: true });
    await manager.start();
    return manager;
  }

  get policyDir(): string {
    return join(this.place.dataDir, 'policies');
  }

  get url(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  get grpcAddress(): string {
    return `127.0.0.1:${this.grpcPort}`;
  }

  get output(): string {
    return this.#program?.output ?? '';
  }

  /** Resolves when it listens; again on the same ports after the first time. */
  async start(): Promise<void> {
    const { databaseUrl, dataDir } = this.place;
    this.#program = new Program('src/main.ts', [], {
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      CLEARBAND_DATA_DIR: dataDir,
      CLEARBAND_POLICY_DIR: this.policyDir,
      CLEARBAND_HTTP_PORT: String(this.httpPort),
      CLEARBAND_GRPC_PORT: String(this.grpcPort),
      CLEARBAND_HEARTBEAT: '1',
      CLEARBAND_ASSOCIATION_TTL: '5',
      ...this.#environment,
    });
    const [, http, grpc] = await this.#program.says(/"http":"[^"]*:(\d+)","grpc":"[^"]*:(\d+)"/);
    this.httpPort = Number(http);
    this.grpcPort = Number(grpc);
  }

  /** It hangs from now on, until it is killed. */
  suspend(): void {
    this.#program?.suspend();
  }

  async kill(): Promise<void> {
    await this.#program?.kill();
  }

  async stop(): Promise<number | null> {
    return (await this.#program?.stop()) ?? null;
  }

  /** Resolves when so many agents have a session open: an association outlives its session for a while. */
  async agentsConnected(count: number): Promise<void> {
    const gauge = new RegExp(`^clearband_agents_connected ${count}$`, 'm');
    await untilTrue(async () => gauge.test(await (await fetch(`${this.url}/metrics`)).text()), `${count} agents`);
  }

  /** Speaks as the administrator. */
  async admin(): Promise<ManagerClient> {
    return new ManagerClient(this.url, (await readFile(join(this.place.dataDir, 'admin-token'), 'utf8')).trim());
  }

  /** Speaks as a User of the role `client`, with a token made for it. */
  async client(): Promise<ManagerClient> {
    const admin = await this.admin();
    const { token } = await admin.post<{ token: string }>('/api/v1/tokens', { user: 'client' }, 201);
    return new ManagerClient(this.url, token);
  }

  /** Puts another policy file beside the shipped ones. */
  async writePolicy(name: string, document: unknown): Promise<void> {
    await writeFile(join(this.policyDir, name), JSON.stringify(document));
  }
}
