import { once } from 'node:events';
import { mkdir, statfs } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { StorageFullError, UnavailableError } from '../../errors.ts';
import type { DatabaseLog } from '../open-database.ts';
import type { EngineReply, EngineRequest, EngineSettings } from './engine-messages.ts';
import { isTerminate } from './wire-protocol.ts';
import type { WireClient, WireLine } from './wire-stream.ts';

/** PostgreSQL cannot start without some room for its log; with less than this, that is why it did not. */
const ROOM_TO_START_BYTES = 8 * 1024 * 1024;
const PAUSE_AFTER_FAILURE_MS = 2_000;

/** A started database thread and the connection that leads to it. */
interface Running {
  readonly worker: Worker;
  client: WireClient | undefined;
  session: number;
}

/** Keeps the database thread: starts it, leads connections to it, and starts another one after it has died. */
export class EmbeddedEngine {
  readonly #settings: EngineSettings;
  readonly #log: DatabaseLog;
  #starting: Promise<Running> | undefined;
  #current: Running | undefined;
  #isStopping = false;
  #lastFailure: { readonly error: Error; readonly until: number } | undefined;

  constructor(settings: EngineSettings, log: DatabaseLog) {
    this.#settings = settings;
    this.#log = log;
  }

  /** @throws {StorageFullError | UnavailableError} when the database does not start. */
  async start(): Promise<void> {
    await this.#run();
  }

  /** Leads `client` to the database as its only session. @throws as `start` */
  async open(client: WireClient): Promise<WireLine> {
    const running = await this.#run();
    running.client = client;
    running.session += 1;
    const { worker, session } = running;
    post(worker, { kind: 'session', session });
    return {
      send: (bytes) => {
        if (!isTerminate(bytes)) post(worker, { kind: 'bytes', session, bytes });
      },
    };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const running = await this.#starting?.catch(() => undefined);
    if (running === undefined) return;
    const gone = once(running.worker, 'exit');
    post(running.worker, { kind: 'stop' });
    await gone;
  }

  async #run(): Promise<Running> {
    if (this.#isStopping) throw new UnavailableError('the database is closed');
    // A start that fails costs a second of a core: it is not repeated for every request that comes meanwhile.
    if (this.#lastFailure !== undefined && performance.now() < this.#lastFailure.until) throw this.#lastFailure.error;
    this.#starting ??= this.#spawn().catch((error: unknown) => this.#fail(error));
    return this.#starting;
  }

  async #spawn(): Promise<Running> {
    await mkdir(this.#settings.folder, { recursive: true, mode: 0o700 });
    // Flags of the main program, such as a loader, are not for this thread.
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#settings, execArgv: [] });
    const running: Running = { worker, client: undefined, session: 0 };
    const { promise, resolve, reject } = Promise.withResolvers<Running>();
    worker.on('message', (reply: EngineReply) => {
      if (reply.kind === 'ready') resolve(running);
      else if (reply.kind === 'failed') reject(new Error(reply.detail));
      else this.#receive(running, reply);
    });
    worker.on('error', (error: unknown) => {
      this.#log.error({ err: error }, 'the embedded database failed');
    });
    worker.on('exit', (code) => {
      reject(new Error(`the thread of the embedded database ended with code ${code}`));
      this.#ended(running, code);
    });
    this.#current = running;
    return promise;
  }

  #receive(running: Running, { session, bytes, isLast }: Extract<EngineReply, { kind: 'bytes' }>): void {
    // The next connection, which may be asked for as soon as this reply is read, must not get the dying thread.
    if (isLast) this.#forget(running);
    if (session === running.session) running.client?.receive(bytes);
  }

  #ended(running: Running, code: number): void {
    if (this.#isStopping) return;
    this.#log.error({ code }, 'the embedded database ended; it is started again when it is next needed');
    this.#forget(running);
    running.client?.fail(new UnavailableError('the embedded database ended while it was in use'));
  }

  #forget(running: Running): void {
    if (this.#current === running) {
      this.#current = undefined;
      this.#starting = undefined;
    }
  }

  async #fail(cause: unknown): Promise<never> {
    const isFull = await this.#isFull();
    const error = isFull
      ? new StorageFullError('there is no room to start the embedded database', { cause })
      : new UnavailableError('the embedded database does not start', 1, { cause });
    this.#log.error({ err: cause }, error.message);
    this.#lastFailure = { error, until: performance.now() + PAUSE_AFTER_FAILURE_MS };
    this.#starting = undefined;
    throw error;
  }

  async #isFull(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#settings.folder);
    return bavail * bsize < ROOM_TO_START_BYTES;
  }
}

function post(worker: Worker, request: EngineRequest): void {
  worker.postMessage(request, request.kind === 'bytes' ? [request.bytes.buffer] : []);
}
