import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { PublishMessage__Output } from '../../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import type { PublishReceipt } from '../../../proto/generated/clearband/scos/v1/PublishReceipt.ts';
import type { SensingHandlers } from '../../../proto/generated/clearband/scos/v1/Sensing.ts';
import { ClearbandError, UnavailableError } from '../../errors.ts';
import type { Receipt, TaskOutcome } from '../../observations/outcome.ts';
import type { Sensor } from '../../sensors/sensor.ts';
import { endInFailure } from '../call-end.ts';
import type { OutcomeIntake, RecordingStaging, RefusalListener } from '../domain.ts';
import type { EdgeLog } from '../edge-log.ts';
import type { PeerDirectory } from '../listening/peer-directory.ts';
import { readSerially } from '../serial-reader.ts';
import { InFlight, type InFlightLimits } from './in-flight.ts';
import { type Assembled, OutcomeAssembly, answerTo } from './outcome-assembly.ts';
import { ReceiptBatch } from './receipt-batch.ts';

type PublishCall = ServerDuplexStream<PublishMessage__Output, PublishReceipt>;

export interface PublishServiceParts {
  readonly peers: PeerDirectory;
  readonly intake: OutcomeIntake;
  readonly staging: RecordingStaging;
  readonly onRefused: RefusalListener;
  readonly log: EdgeLog;
  /** Aborts when the Manager stops: what is on its way is answered, then the streams end. */
  readonly stopping: AbortSignal;
  readonly maxRecordingBytes: number;
}

const LIMITS: InFlightLimits = { outcomes: 128, bytes: 32 * 1024 * 1024 };

/** Southbound: a Sensor publishes the outcomes of its Tasks (sxPublishSensingData) and gets a receipt for each. */
export function publishService(parts: PublishServiceParts): SensingHandlers['Publish'] {
  return (call) => {
    serve(call, parts).catch((error: unknown) => {
      endInFailure(call, error, parts);
    });
  };
}

async function serve(call: PublishCall, parts: PublishServiceParts): Promise<void> {
  const sensor = await parts.peers.identify(call);
  const publication = new Publication(sensor, call, parts);
  try {
    await readSerially<PublishMessage__Output, PublishReceipt>(
      call,
      (message) => publication.take(message),
      parts.stopping,
    );
  } finally {
    await publication.finish();
  }
  if (parts.stopping.aborted) throw new UnavailableError('the Manager is stopping');
  call.end();
}

/** One publish stream of one Sensor. */
class Publication {
  readonly #sensor: Sensor;
  readonly #parts: PublishServiceParts;
  readonly #assembly: OutcomeAssembly;
  readonly #receipts: ReceiptBatch;
  readonly #inFlight = new InFlight(LIMITS);

  constructor(sensor: Sensor, call: PublishCall, parts: PublishServiceParts) {
    this.#sensor = sensor;
    this.#parts = parts;
    this.#assembly = new OutcomeAssembly(parts.staging, parts.maxRecordingBytes);
    this.#receipts = new ReceiptBatch((message) => {
      if (!call.cancelled && !call.writableEnded) call.write(message);
    });
  }

  async take(message: PublishMessage__Output): Promise<void> {
    for (const assembled of await this.#assembly.take(message)) {
      if (assembled.kind === 'outcome') this.#accept(assembled.outcome);
      else await this.#answer(assembled);
    }
    await this.#inFlight.room();
  }

  /** Waits for what the store has in hand and sends the last receipts. */
  async finish(): Promise<void> {
    await this.#assembly.abandon();
    await this.#inFlight.settled();
    this.#receipts.flush();
  }

  /** Not awaited: the store commits several at once. */
  #accept(outcome: TaskOutcome): void {
    const bytes =
      outcome.kind === 'completed' && outcome.recording.data.kind === 'inline' ? outcome.recording.dataBytes : 0;
    this.#inFlight.enter(bytes);
    void this.#parts.intake
      .accept(this.#sensor.id, outcome)
      .then(
        (receipt) => ({ receipt, cause: undefined }),
        (error: unknown) => ({ receipt: answerTo(outcome.taskId, error).receipt, cause: error }),
      )
      .then(({ receipt, cause }) => {
        this.#settle(receipt, cause);
      })
      .finally(() => {
        this.#inFlight.leave(bytes);
      });
  }

  async #answer({ receipt, cause }: Extract<Assembled, { kind: 'answer' }>): Promise<void> {
    try {
      if (receipt.kind === 'refused') await this.#parts.intake.recordRefusal(this.#sensor.id, receipt);
      this.#settle(receipt, cause);
    } catch (error) {
      this.#settle(answerTo(receipt.taskId, error).receipt, error);
    }
  }

  /** INVARIANT: an outcome that is put off, or lost to a fault of ours, is in the log with its reason. */
  #settle(receipt: Receipt, cause: unknown): void {
    this.#receipts.add(receipt);
    const { taskId } = receipt;
    const fields = { sensorId: this.#sensor.id, taskId };
    const { log } = this.#parts;
    if (cause !== undefined && !(cause instanceof ClearbandError))
      log.error({ ...fields, err: cause }, 'intake failed');
    else if (receipt.kind === 'later') {
      log.warn(
        { ...fields, reason: receipt.detail, ...(cause === undefined ? {} : { err: cause }) },
        'outcome put off',
      );
    } else if (receipt.kind === 'refused') {
      log.warn({ ...fields, code: receipt.code, reason: receipt.detail }, 'outcome refused');
    }
  }
}
