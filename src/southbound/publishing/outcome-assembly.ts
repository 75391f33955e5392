import type { Outcome__Output } from '../../../proto/generated/clearband/scos/v1/Outcome.ts';
import type { PublishMessage__Output } from '../../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import { ClearbandError, InvalidInputError } from '../../errors.ts';
import type { Receipt, RecordingData, TaskOutcome } from '../../observations/outcome.ts';
import type { RecordingStaging, StagedRecording } from '../domain.ts';
import { scosCodeOf } from '../error-codes.ts';
import { type OutcomeHeader, type RecordingHeader, toOutcomeHeader } from '../messages/outcome-messages.ts';

/** What came out of a message: an outcome that is whole, or the answer to one that will never be. */
export type Assembled =
  | { readonly kind: 'outcome'; readonly outcome: TaskOutcome }
  | {
      readonly kind: 'answer';
      readonly receipt: Exclude<Receipt, { kind: 'stored' }>;
      /** What went wrong here; absent when the recording itself is at fault. */
      readonly cause?: unknown;
    };

type CompletedHeader = Extract<OutcomeHeader, { kind: 'completed' }>;

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'receiving'; readonly header: CompletedHeader; readonly staged: StagedRecording; received: number }
  /** The rest of a recording that has been answered already. */
  | { readonly kind: 'skipping' };

const IDLE: State = { kind: 'idle' };

/**
 * Puts outcomes and the chunks that follow them together, for one stream. A fault of a recording is an answer; a fault
 * of the protocol (a chunk that nothing announced, a message without a meaning) ends the stream.
 */
export class OutcomeAssembly {
  readonly #staging: RecordingStaging;
  readonly #maxRecordingBytes: number;
  #state: State = IDLE;
  constructor(staging: RecordingStaging, maxRecordingBytes: number) {
    this.#staging = staging;
    this.#maxRecordingBytes = maxRecordingBytes;
  }

  /** @throws {InvalidInputError} */
  async take(message: PublishMessage__Output): Promise<readonly Assembled[]> {
    if (message.outcome != null) return [...(await this.#cutShort()), ...(await this.#begin(message.outcome))];
    if (message.chunk !== undefined) return this.#continue(message.chunk);
    throw protocolFault('a message must hold an outcome or a chunk');
  }

  /** Throws away what is not whole; the agent still has it. */
  async abandon(): Promise<void> {
    const state = this.#state;
    this.#state = IDLE;
    if (state.kind === 'receiving') await state.staged.abort();
  }

  async #begin(message: Outcome__Output): Promise<readonly Assembled[]> {
    try {
      const header = toOutcomeHeader(message, this.#maxRecordingBytes);
      if (header.kind !== 'completed') return [{ kind: 'outcome', outcome: header }];
      const { inline, dataBytes } = header.recording;
      if (inline !== undefined || dataBytes === 0) {
        return [whole(header, { kind: 'inline', bytes: inline ?? new Uint8Array() })];
      }
      this.#state = { kind: 'receiving', header, staged: await this.#staging.stage(), received: 0 };
      return [];
    } catch (error) {
      if (error instanceof InvalidInputError) throw error;
      this.#state = { kind: 'skipping' };
      return [answerTo(message.taskId, error)];
    }
  }

  async #continue(chunk: Uint8Array): Promise<readonly Assembled[]> {
    const state = this.#state;
    if (state.kind === 'idle') throw protocolFault('a chunk came that no outcome announced');
    if (state.kind === 'skipping') return [];
    const { header, staged } = state;
    state.received += chunk.length;
    const { dataBytes } = header.recording;
    if (state.received > dataBytes) return this.#refuse(`more than the ${dataBytes} bytes that were announced`);
    try {
      await staged.write(chunk);
      if (state.received < dataBytes) return [];
      this.#state = IDLE;
      return [whole(header, await staged.finish())];
    } catch (error) {
      this.#state = { kind: 'skipping' };
      await staged.abort();
      return [answerTo(header.taskId, error)];
    }
  }

  async #cutShort(): Promise<readonly Assembled[]> {
    const state = this.#state;
    this.#state = IDLE;
    if (state.kind !== 'receiving') return [];
    this.#state = state;
    const answer = await this.#refuse(`${state.received} of ${state.header.recording.dataBytes} bytes`);
    this.#state = IDLE;
    return answer;
  }

  async #refuse(found: string): Promise<readonly Assembled[]> {
    const state = this.#state;
    if (state.kind !== 'receiving') return [];
    this.#state = { kind: 'skipping' };
    await state.staged.abort();
    const receipt = {
      kind: 'refused',
      taskId: state.header.taskId,
      code: 403,
      detail: `the dataset had ${found}`,
    } as const;
    return [{ kind: 'answer', receipt }];
  }
}

function whole(header: CompletedHeader, data: RecordingData): Assembled {
  const { metaJson, sha512, dataBytes }: RecordingHeader = header.recording;
  const { kind, taskId, timing } = header;
  return { kind: 'outcome', outcome: { kind, taskId, timing, recording: { metaJson, sha512, dataBytes, data } } };
}

/** Only `recording-refused` is for good: after anything else (no room, a fault of the program) it may be sent again. */
export function answerTo(taskId: string, error: unknown): Assembled & { readonly kind: 'answer' } {
  if (!(error instanceof ClearbandError)) {
    return { kind: 'answer', receipt: { kind: 'later', taskId, detail: 'internal error' }, cause: error };
  }
  const detail = error.message;
  return error.kind === 'recording-refused'
    ? { kind: 'answer', receipt: { kind: 'refused', taskId, code: scosCodeOf(error), detail } }
    : { kind: 'answer', receipt: { kind: 'later', taskId, detail }, cause: error };
}

function protocolFault(detail: string): InvalidInputError {
  return new InvalidInputError([{ code: 'out-of-order', detail, pointer: '#' }]);
}
