import { setTimeout as delay } from 'node:timers/promises';
import { faultsOfAnswer } from './contract-check.ts';

const PATIENCE_MS = 25_000;
const ASK_EVERY_MS = 50;

/** Asks until there is an answer; a failure to ask counts as none yet. @throws after 25 s, with the last failure */
export async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await delay(ASK_EVERY_MS);
  }
  throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what}`, { cause: last });
}

/** Asks until it is true. */
export async function untilTrue(ask: () => Promise<boolean>, what: string): Promise<void> {
  await until(async () => ((await ask()) ? true : undefined), what);
}

export interface TaskBody {
  readonly id: string;
  readonly state: string;
  readonly sequence: number;
  readonly starts_at: string;
  readonly result: null | {
    readonly status: string;
    readonly code: number;
    readonly detail: string;
    readonly started: string | null;
    readonly finished: string | null;
    readonly duration: number | null;
    readonly acquisition_id: string | null;
  };
}

export interface SensorBody {
  readonly id: string;
  readonly name: string;
  readonly association: { readonly state: string };
}

interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client program of the Manager's contract, as a test uses it. */
export class ManagerClient {
  readonly url: string;
  readonly token: string;
  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  fetch(method: string, path: string, body?: unknown): Promise<Response> {
    return this.send({ method, path, body });
  }

  /** As `fetch`, with headers of its own. */
  async send({ method, path, body, headers }: SentRequest): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      headers: {
        ...headers,
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async get<T>(path: string, status = 200): Promise<T> {
    return this.#json<T>({ method: 'GET', path }, await this.fetch('GET', path), status);
  }

  async post<T>(path: string, body: unknown, status: number): Promise<T> {
    return this.#json<T>({ method: 'POST', path }, await this.fetch('POST', path, body), status);
  }

  /** The sensor of that name, once it is associated. */
  async associatedSensor(name: string): Promise<SensorBody> {
    return this.until(async () => {
      const { items } = await this.get<{ items: SensorBody[] }>('/api/v1/sensors?status=associated');
      return items.find((sensor) => sensor.name === name);
    }, `sensor ${name} to be associated`);
  }

  async tasksOf(entryId: string): Promise<TaskBody[]> {
    return (await this.get<{ items: TaskBody[] }>(`/api/v1/tasks?schedule_entry=${entryId}&limit=1000`)).items;
  }

  /** The entry's tasks, once each has its result. */
  async finishedTasks(entryId: string): Promise<TaskBody[]> {
    return this.until(async () => {
      const tasks = await this.tasksOf(entryId);
      return tasks.length > 0 && tasks.every((task) => task.result !== null) ? tasks : undefined;
    }, `the tasks of ${entryId} to end`);
  }

  /** Asks until there is an answer. The Manager may be away meanwhile. */
  until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
    return until(ask, what);
  }

  /** The answer's JSON. @throws when it has another status or is not what the contract says */
  async #json<T>(
    request: { readonly method: string; readonly path: string },
    response: Response,
    status: number,
  ): Promise<T> {
    const text = await response.text();
    if (response.status !== status) throw new Error(`expected ${status}, got ${response.status}: ${text}`);
    const faults = faultsOfAnswer(request, response, text);
    if (faults.length > 0)
      throw new Error(`${request.method} ${request.path} breaks the contract: ${faults.join('; ')}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
