import type { Logger } from 'pino';
import { StorageFullError, UnavailableError } from '../errors.ts';
import type { OutcomeBatch } from './outcome-batch.ts';
import type { Receipt, TaskOutcome } from './outcome.ts';

interface Waiting {
  readonly sensorId: string;
  readonly outcome: TaskOutcome;
  readonly bytes: number;
  readonly answer: (receipt: Receipt) => void;
}

/**
 * Takes in the outcomes of tasks. While one batch is being stored the next one collects, so that many small recordings
 * share a commit; a receipt is given only after the commit that holds it.
 */
export class OutcomeIntake {
  readonly #batch: OutcomeBatch;
  readonly #log: Logger;
  #waiting: Waiting[] = [];
  #storing: Promise<void> | undefined;

  constructor(batch: OutcomeBatch, log: Logger) {
    this.#batch = batch;
    this.#log = log;
  }

  /** Resolves when the outcome is stored for good, refused for good, or could not be stored now. */
  accept(sensorId: string, outcome: TaskOutcome): Promise<Receipt> {
    const { promise, resolve } = Promise.withResolvers<Receipt>();
    this.#waiting.push({ sensorId, outcome, bytes: bytesOf(outcome), answer: resolve });
    this.#storing ??= this.#storeAll();
    return promise;
  }

  /** A recording was refused before it was whole: its task ends as failed. */
  recordRefusal(sensorId: string, refusal: Extract<Receipt, { kind: 'refused' }>): Promise<void> {
    return this.#batch.recordRefusal(sensorId, refusal);
  }

  /** Resolves when nothing is left to store. */
  async drain(): Promise<void> {
    await this.#storing;
  }

  async #storeAll(): Promise<void> {
    // One turn of the loop, so that what arrived together is stored together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#store(this.#next());
    this.#storing = undefined;
  }

  #next(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { bytes: more } of this.#waiting) {
      if (count > 0 && (count >= BATCH_OUTCOMES || bytes + more > BATCH_BYTES)) break;
      bytes += more;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const receipts = await this.#batch.store(batch);
      batch.forEach(({ outcome, answer }, index) => {
        answer(receipts[index] ?? later(outcome, 'it was not answered'));
      });
    } catch (error) {
      await this.#afterFailure(batch, error);
    }
  }

  /** Nothing of the batch was stored. One outcome that can't be stored must not hold up the others. */
  async #afterFailure(batch: readonly Waiting[], error: unknown): Promise<void> {
    const passing = error instanceof UnavailableError || error instanceof StorageFullError;
    if (!passing) this.#log.error({ err: error, outcomes: batch.length }, 'outcomes could not be stored');
    if (!passing && batch.length > 1) {
      for (const one of batch) await this.#store([one]);
      return;
    }
    const why = error instanceof StorageFullError ? error.message : 'the Manager cannot store it now';
    for (const { outcome, answer } of batch) {
      await this.#batch.forget(outcome).catch((failure: unknown) => {
        this.#log.warn({ err: failure }, 'a staged recording could not be dropped');
      });
      answer(later(outcome, why));
    }
  }
}

const BATCH_OUTCOMES = 128;
const BATCH_BYTES = 4 * 1024 * 1024;

function bytesOf(outcome: TaskOutcome): number {
  if (outcome.kind !== 'completed') return 0;
  const { data, metaJson } = outcome.recording;
  return metaJson.byteLength + (data.kind === 'inline' ? data.bytes.byteLength : 0);
}

function later(outcome: TaskOutcome, detail: string): Receipt {
  return { kind: 'later', taskId: outcome.taskId, detail };
}
