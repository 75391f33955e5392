import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createHttpApp } from '../../src/northbound/http-app.ts';
import { ADMIN_TOKEN, FakeDomain } from './fake-domain.ts';

type Sent = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

/** The HTTP edge over a domain in memory, listening on a free port of this machine. */
export class RunningEdge implements AsyncDisposable {
  readonly domain = new FakeDomain();
  readonly metrics = new Registry();
  readonly logged: string[] = [];
  readonly #shutdown = new AbortController();
  #server: Server | undefined;

  static async start(options: { bodyLimit?: number; heartbeatMs?: number } = {}): Promise<RunningEdge> {
    const edge = new RunningEdge();
    const app = await createHttpApp({
      domain: edge.domain,
      log: pino({ level: 'info' }, edge.#logStream()),
      metrics: edge.metrics,
      cursorSecret: new Uint8Array(32).fill(7),
      shutdown: edge.#shutdown.signal,
      validateResponses: true,
      ...options,
    });
    edge.#server = createServer(app).listen(0, '127.0.0.1');
    await once(edge.#server, 'listening');
    return edge;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get server(): Server {
    if (this.#server === undefined) throw new Error('the edge is not running');
    return this.#server;
  }

  /** As the administrator, unless `init` says otherwise. */
  fetch(path: string, { headers, ...init }: Sent = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers },
    });
  }

  post(path: string, body: unknown): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** What the Manager does first when it stops. */
  shutDown(): void {
    this.#shutdown.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.shutDown();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
    this.metrics.clear();
  }

  #logStream(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.logged.push(chunk.toString());
        done();
      },
    });
  }
}

/** A problem document, as far as tests look at it. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly errors?: readonly {
    readonly code: string;
    readonly detail: string;
    readonly pointer?: string;
    readonly parameter?: string;
  }[];
  readonly [member: string]: unknown;
}

/** The problem of an answer, after checking that it is one and says its status truly. */
export async function problemOf(response: Response): Promise<ProblemBody> {
  if (response.headers.get('content-type') !== 'application/problem+json') {
    throw new Error(`${response.status} is no problem document: ${await response.text()}`);
  }
  const problem = (await response.json()) as ProblemBody;
  if (problem.status !== response.status)
    throw new Error(`status ${response.status} with a problem of ${problem.status}`);
  return problem;
}
