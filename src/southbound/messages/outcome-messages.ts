import type { Outcome__Output } from '../../../proto/generated/clearband/scos/v1/Outcome.ts';
import type { Recording__Output } from '../../../proto/generated/clearband/scos/v1/Recording.ts';
import type { TaskOutcome__Output } from '../../../proto/generated/clearband/scos/v1/TaskOutcome.ts';
import { type Fault, InvalidInputError, RecordingRefusedError } from '../../errors.ts';
import type { OutcomeTiming, TaskOutcome } from '../../observations/outcome.ts';
import { toCount, toInstant, toTaskId } from './values.ts';

/** Datasets up to here arrive inside their outcome; what is longer comes in chunks. Bytes. */
export const MAX_INLINE_BYTES = 65_536;
const MAX_META_BYTES = 1_048_576;
const MAX_DETAIL_LENGTH = 4096;

/** An outcome without its dataset. */
export type OutcomeHeader =
  | Exclude<TaskOutcome, { kind: 'completed' }>
  | {
      readonly kind: 'completed';
      readonly taskId: string;
      readonly timing: OutcomeTiming;
      readonly recording: RecordingHeader;
    };

export interface RecordingHeader {
  readonly metaJson: Uint8Array;
  readonly sha512: string;
  readonly dataBytes: number;
  /** The whole dataset when it came along; absent: chunks follow. */
  readonly inline: Uint8Array | undefined;
}

const KINDS: Record<TaskOutcome__Output, TaskOutcome['kind'] | undefined> = {
  TASK_OUTCOME_UNSPECIFIED: undefined,
  TASK_OUTCOME_COMPLETED: 'completed',
  TASK_OUTCOME_INCOMPLETE: 'incomplete',
  TASK_OUTCOME_REJECTED: 'rejected',
  TASK_OUTCOME_FAILED: 'failed',
  TASK_OUTCOME_CANCELLED: 'cancelled',
};

/**
 * The outcome in `message`. @throws {InvalidInputError} when the message makes no sense; {RecordingRefusedError} when it
 * does but its recording can't be taken.
 */
export function toOutcomeHeader(message: Outcome__Output, maxRecordingBytes: number): OutcomeHeader {
  const faults: Fault[] = [];
  const taskId = toTaskId(message.taskId, '#/outcome/task_id', faults);
  const timing = {
    startedAt: toInstant(message.startedMs, '#/outcome/started_ms', faults),
    finishedAt: toInstant(message.finishedMs, '#/outcome/finished_ms', faults),
  };
  const kind = KINDS[message.outcome];
  if (kind === undefined)
    faults.push({ code: 'unknown-value', detail: 'the outcome is not given', pointer: '#/outcome/outcome' });
  if (faults.length > 0 || kind === undefined) throw new InvalidInputError(faults);
  if (kind !== 'completed')
    return { kind, taskId, timing, code: message.code, detail: message.detail.slice(0, MAX_DETAIL_LENGTH) };
  if (message.recording === null)
    throw refused('missing', 'a completed task must come with a recording', '#/outcome/recording');
  return { kind, taskId, timing, recording: toRecordingHeader(message.recording, maxRecordingBytes) };
}

function toRecordingHeader(message: Recording__Output, maxRecordingBytes: number): RecordingHeader {
  const faults: Fault[] = [];
  const report = (code: string, detail: string, field: string) =>
    faults.push({ code, detail, pointer: `#/outcome/recording/${field}` });
  const dataBytes = toCount(message.dataBytes, '#/outcome/recording/data_bytes', faults);
  const sha512 = message.sha512.toLowerCase();
  const inline = message.data ?? undefined;
  if (!/^[0-9a-f]{128}$/.test(sha512)) report('bad-hash', 'the SHA-512 must be 128 hexadecimal digits', 'sha512');
  if (message.metaJson.length > MAX_META_BYTES)
    report('too-long', `the metadata are longer than ${MAX_META_BYTES} bytes`, 'meta_json');
  if (dataBytes > maxRecordingBytes)
    report('too-long', `the dataset is longer than ${maxRecordingBytes} bytes`, 'data_bytes');
  if (inline !== undefined && inline.length !== dataBytes) {
    report('wrong-length', `the dataset has ${inline.length} bytes, ${dataBytes} were announced`, 'data');
  }
  if (inline !== undefined && inline.length > MAX_INLINE_BYTES) {
    report('too-long', `a dataset longer than ${MAX_INLINE_BYTES} bytes must come in chunks`, 'data');
  }
  if (faults.length > 0) throw new RecordingRefusedError(403, faults);
  return { metaJson: message.metaJson, sha512, dataBytes, inline };
}

function refused(code: string, detail: string, pointer: string): RecordingRefusedError {
  return new RecordingRefusedError(403, [{ code, detail, pointer }]);
}
