import type { ServiceError } from '@grpc/grpc-js';
import type { Outcome } from '../../proto/generated/clearband/scos/v1/Outcome.ts';
import type { Receipt__Output } from '../../proto/generated/clearband/scos/v1/Receipt.ts';
import type { TaskOutcome } from '../../proto/generated/clearband/scos/v1/TaskOutcome.ts';
import type { PublishCall } from '../session/protocol.ts';
import type { OutcomeHeader } from './outcome.ts';
import { DamagedFileError, type SpoolFile } from './spool-file.ts';
import type { Spool, SpoolEntry } from './spool.ts';

/** What a receipt means for the outcome it is for. */
export interface PublicationEvents {
  stored(taskId: string): Promise<void>;
  refused(taskId: string, code: number, reason: string): Promise<void>;
  /** The Manager could not store it now. */
  later(taskId: string, reason: string): void;
  /** The spooled file can't be read any more. */
  damaged(entry: SpoolEntry, reason: string): Promise<void>;
}

/** Outcomes that may be on their way without a receipt. */
const WINDOW = 64;
/** Smaller datasets travel inside their outcome; the Manager takes no larger ones there. Bytes. */
const INLINE_BYTES = 65_536;
const STORED = 0;
const STORED_BEFORE = 404;

const KINDS = {
  completed: 'TASK_OUTCOME_COMPLETED',
  incomplete: 'TASK_OUTCOME_INCOMPLETE',
  rejected: 'TASK_OUTCOME_REJECTED',
  failed: 'TASK_OUTCOME_FAILED',
  cancelled: 'TASK_OUTCOME_CANCELLED',
} as const satisfies Record<OutcomeHeader['kind'], TaskOutcome>;

/** One publish stream: sends what is in the spool and acts on the receipts, until the stream ends. */
export class Publication {
  readonly #spool: Spool;
  readonly #call: PublishCall;
  readonly #events: PublicationEvents;
  /** Sent or put off; not to be sent again on this stream until it is settled. */
  readonly #inFlight = new Set<string>();
  #isOver = false;
  #wake: () => void = () => undefined;
  #settling = Promise.resolve();

  constructor(spool: Spool, call: PublishCall, events: PublicationEvents) {
    this.#spool = spool;
    this.#call = call;
    this.#events = events;
  }

  /** Resolves when `signal` aborts. @throws {ServiceError} when the stream ends for any other reason */
  async run(signal: AbortSignal): Promise<void> {
    const ended = this.#listen(signal);
    const ignore = this.#spool.onChange(() => {
      this.#wake();
    });
    try {
      while (!this.#isOver) {
        const woken = new Promise<void>((resolve) => (this.#wake = resolve));
        const entry = this.#next();
        if (entry === undefined) await woken;
        else await this.#send(entry);
      }
    } finally {
      ignore();
      this.#call.cancel();
    }
    await this.#settling;
    await ended;
  }

  /** An outcome that was put off may be sent again. */
  retry(taskId: string): void {
    this.#inFlight.delete(taskId);
    this.#wake();
  }

  #next(): SpoolEntry | undefined {
    if (this.#inFlight.size >= WINDOW) return undefined;
    return this.#spool.oldest((taskId) => this.#inFlight.has(taskId));
  }

  #listen(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const finish = () => {
      this.#isOver = true;
      this.#wake();
    };
    // `error` comes for every end that is not an orderly one, and always before `status`.
    this.#call.on('error', (error: ServiceError) => {
      finish();
      if (signal.aborted) resolve(undefined);
      else reject(error);
    });
    this.#call.on('status', () => {
      finish();
      resolve(undefined);
    });
    this.#call.on('data', ({ receipts }: { readonly receipts: readonly Receipt__Output[] }) => {
      this.#settling = this.#settling
        .then(() => this.#settle(receipts))
        .catch((error: unknown) => {
          finish();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
    });
    signal.addEventListener('abort', () => {
      this.#call.cancel();
    });
    // It may fail while something is still being sent; `run` looks at it after that.
    promise.catch(() => undefined);
    return promise;
  }

  async #settle(receipts: readonly Receipt__Output[]): Promise<void> {
    for (const { taskId, code, text, retry } of receipts) {
      if (code === STORED || code === STORED_BEFORE) await this.#events.stored(taskId);
      else if (!retry) await this.#events.refused(taskId, code, text);
      // INVARIANT: what is put off stays in flight until `retry`, or it would be sent again at once.
      if (retry) this.#events.later(taskId, text);
      else this.#inFlight.delete(taskId);
    }
    this.#wake();
  }

  async #send(entry: SpoolEntry): Promise<void> {
    this.#inFlight.add(entry.taskId);
    if (entry.unwritten !== undefined) {
      await this.#write({ outcome: toMessage(entry.unwritten) });
      return;
    }
    let file: SpoolFile | undefined;
    try {
      file = await this.#spool.open(entry);
      await this.#sendFile(file);
    } catch (error) {
      if (!(error instanceof DamagedFileError)) throw error;
      await this.#events.damaged(entry, error.message);
      this.#inFlight.delete(entry.taskId);
    } finally {
      await file?.close();
    }
  }

  async #sendFile(file: SpoolFile): Promise<void> {
    const { recording } = file;
    if (recording === undefined) {
      await this.#write({ outcome: toMessage(file.header) });
      return;
    }
    const { meta: metaJson, sha512, dataBytes } = recording;
    const isInline = dataBytes <= INLINE_BYTES;
    const data = isInline ? { data: await file.data() } : {};
    await this.#write({ outcome: { ...toMessage(file.header), recording: { metaJson, sha512, dataBytes, ...data } } });
    if (isInline) return;
    for await (const chunk of file.chunks()) {
      if (this.#isOver) return;
      await this.#write({ chunk });
    }
  }

  /** Resolves when the stream takes more. */
  async #write(message: Parameters<PublishCall['write']>[0]): Promise<void> {
    if (this.#isOver || this.#call.write(message)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#call.off('drain', done);
        this.#call.off('close', done);
        this.#call.off('error', done);
        resolve();
      };
      this.#call.once('drain', done);
      this.#call.once('close', done);
      this.#call.once('error', done);
    });
  }
}

function toMessage(header: OutcomeHeader): Outcome {
  const { taskId, kind, code, detail, startedMs, finishedMs } = header;
  return {
    taskId,
    outcome: KINDS[kind],
    code,
    detail,
    startedMs: Math.round(startedMs),
    finishedMs: Math.round(finishedMs),
  };
}
