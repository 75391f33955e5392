import type { Settings } from '../enforcement/access.ts';
import { toImposedSettings } from '../enforcement/imposed-settings.ts';
import type { NewDecision } from '../enforcement/decision-log.ts';
import type { PolicyGate } from '../enforcement/gate.ts';
import type { NewEvent } from '../events/event.ts';
import { sensorQuery } from '../sensors/sensor-access.ts';
import type { Sensor } from '../sensors/sensor.ts';
import { parseActionParameters } from '../spectrum/action-parameters.ts';
import { uuidv7 } from '../spectrum/identifier.ts';
import { SCOS_CODES } from '../spectrum/scos-codes.ts';
import { durationSeconds, windowFrom } from '../spectrum/time-window.ts';
import { measurementOf, measurementQuestion } from '../tasking/measurement-question.ts';
import type { ScheduleEntry } from '../tasking/schedule-entry.ts';
import type { FinalTaskState, Task, TaskResult } from '../tasking/task.ts';
import type { NewObservation } from './observation-repository.ts';
import { type CheckedRecording, checkRecording } from './recording-check.ts';
import type { IncomingRecording, OutcomeTiming, Receipt, TaskOutcome } from './outcome.ts';

/** An outcome with all that is known of its task. */
export interface OutcomeCase {
  readonly outcome: TaskOutcome;
  /** Whose certificate it came with. */
  readonly sensorId: string;
  readonly task: Task | undefined;
  readonly entry: ScheduleEntry | undefined;
  readonly sensor: Sensor | undefined;
  /** The observation that was stored for this task before. */
  readonly stored: { readonly id: string; readonly sha512: string } | undefined;
  readonly gate: PolicyGate;
  readonly now: Date;
}

/** What an outcome leads to. `answered`: nothing about the task changes. */
export type Judged = {
  readonly receipt: Receipt;
  readonly events: readonly NewEvent[];
  readonly decisions: readonly NewDecision[];
} & (
  | { readonly kind: 'answered' }
  | { readonly kind: 'ended'; readonly task: Task; readonly result: TaskResult }
  | { readonly kind: 'stored'; readonly task: Task; readonly result: TaskResult; readonly observation: NewObservation }
);

/** Judges one outcome: against its task, its own hashes and format, and policy. */
export function judgeOutcome(given: OutcomeCase): Judged {
  const { outcome, sensorId, task, entry, sensor } = given;
  // A task of another sensor is as unknown as one that does not exist: ids are not to be guessed.
  if (task?.sensorId !== sensorId || entry === undefined || sensor === undefined) {
    return answered(refused(outcome, SCOS_CODES.unknownTask, 'no such task was given to this sensor'));
  }
  if (task.result !== undefined) return answered(receiptForEnded(given, task.result));
  if (outcome.kind !== 'completed') {
    const result = resultOf(timingNear(task, outcome.timing), {
      status: outcome.kind,
      code: outcome.code,
      detail: outcome.detail,
      now: given.now,
    });
    return { kind: 'ended', task, result, receipt: stored(outcome), events: [], decisions: [] };
  }
  return judgeRecording({ ...given, task, entry, sensor, recording: outcome.recording });
}

/** Told again what was stored before: the agent did not get the receipt. Anything else comes too late. */
function receiptForEnded(given: OutcomeCase, result: TaskResult): Receipt {
  const { outcome } = given;
  if (outcome.kind !== 'completed') return { ...stored(outcome), duplicate: true };
  if (given.stored?.sha512 === outcome.recording.sha512) return { ...stored(outcome), duplicate: true };
  return refused(outcome, SCOS_CODES.unknownTask, `the task has ended as ${result.status}`);
}

interface RecordingCase extends OutcomeCase {
  readonly task: Task;
  readonly entry: ScheduleEntry;
  readonly sensor: Sensor;
  readonly recording: IncomingRecording;
}

function judgeRecording(given: RecordingCase): Judged {
  const { outcome, task, entry, sensor, recording, now } = given;
  const parsed = parseActionParameters(entry.action, entry.parameters, '#/parameters');
  if (!parsed.ok) return refusal(given, SCOS_CODES.rejected, 'the parameters of its entry can no longer be read');
  const { startedAt = task.startsAt, finishedAt = startedAt } = outcome.timing;
  const verdict = checkRecording(recording, {
    parameters: parsed.parameters,
    slot: windowFrom(task.startsAt, task.slotSeconds),
    timing: { start: startedAt, stop: finishedAt },
    sensorLocation: sensor.location,
    sensorIsMobile: sensor.mobile,
  });
  if (!verdict.ok) return refusal(given, verdict.code, verdict.faults.map((fault) => fault.detail).join('; '));
  const { band, location, window } = verdict.recording;
  // Where, when and in which band it was really taken; all else as it was asked for.
  const question = measurementQuestion(
    { ...measurementOf(entry), band },
    { ...sensorQuery(sensor), location },
    { at: window.start, seconds: durationSeconds(window), slotSeconds: task.slotSeconds },
  );
  const judged = given.gate.judge(entry.owner, STORAGE, question);
  if (!judged.verdict.permitted) {
    const { denial } = judged.verdict;
    // Nobody said no: there is nothing to decide by yet.
    if (denial.code === SCOS_CODES.noPolicySet) {
      return answered({ kind: 'later', taskId: task.id, detail: 'no policy set is in force' });
    }
    return refusal(given, denial.code, `policy does not permit storing it (${denial.reason})`, [judged.record]);
  }
  const observation = toObservation(given, verdict.recording, judged.verdict.settings);
  const result = resultOf(outcome.timing, {
    status: 'completed',
    code: SCOS_CODES.success,
    detail: '',
    now,
    acquisitionId: observation.observation.id,
  });
  const accepted: NewEvent = {
    at: now,
    subject: { taskId: task.id, entryId: entry.id, sensorId: sensor.id, elementId: entry.owner.element.id },
    body: { kind: 'observation.accepted', observation_id: observation.observation.id, action: entry.action },
  };
  return {
    kind: 'stored',
    task,
    result,
    observation,
    receipt: stored(outcome),
    events: [accepted],
    decisions: [judged.record],
  };
}

const STORAGE = { operation: 'intake', scope: 'sensing-data-management', scosTask: 'Storage' } as const;

/** The task ends as failed: what the sensor has is kept there for its operator. */
function refusal(given: RecordingCase, code: number, detail: string, decisions: readonly NewDecision[] = []): Judged {
  const { outcome, task, sensor, now } = given;
  const receipt = refused(outcome, code, detail);
  const { event, result } = refusalOf({
    task,
    sensorId: sensor.id,
    elementId: sensor.element.id,
    refusal: receipt,
    now,
    timing: outcome.timing,
  });
  return { kind: 'ended', task, result, receipt, events: [event], decisions };
}

/** How a task ends whose recording was refused, and the event that says so. */
export function refusalOf(about: {
  readonly task: Task;
  readonly sensorId: string;
  readonly elementId: string | undefined;
  readonly refusal: Extract<Receipt, { kind: 'refused' }>;
  readonly now: Date;
  readonly timing?: OutcomeTiming;
}): { readonly task: Task; readonly result: TaskResult; readonly event: NewEvent } {
  const { task, sensorId, elementId, now } = about;
  const { code, detail } = about.refusal;
  const timing = about.timing ?? { startedAt: undefined, finishedAt: undefined };
  return {
    task,
    result: resultOf(timingNear(task, timing), {
      status: 'failed',
      code,
      detail: `the recording was refused: ${detail}`,
      now,
    }),
    event: {
      at: now,
      subject: { taskId: task.id, entryId: task.entryId, sensorId, elementId },
      body: { kind: 'recording.refused', code, detail },
    },
  };
}

function toObservation(given: RecordingCase, recording: CheckedRecording, imposed: Settings): NewObservation {
  const { task, entry, sensor, recording: incoming, now } = given;
  const { data } = incoming;
  const limits = [entry.settings, imposed].flatMap((settings) => toImposedSettings(settings).maxStorageSeconds ?? []);
  return {
    ...(limits.length === 0 ? {} : { maxStorageSeconds: Math.min(...limits) }),
    startedAt: task.startsAt,
    inlineData:
      data.kind === 'inline' ? Buffer.from(data.bytes.buffer, data.bytes.byteOffset, data.bytes.byteLength) : undefined,
    observation: {
      // INVARIANT: the id carries the partition key, so that an observation is found by its id alone.
      id: uuidv7(task.startsAt),
      sensorId: sensor.id,
      element: sensor.element,
      taskId: task.id,
      entryId: entry.id,
      action: entry.action,
      location: recording.location,
      band: recording.band,
      window: recording.window,
      metadata: recording.metadata,
      datatype: recording.datatype,
      dataBytes: incoming.dataBytes,
      sha512: incoming.sha512,
      acceptedAt: now,
    },
  };
}

/** A time far from the slot tells of a broken clock, not of the task. */
const FARTHEST_MS = 3_600_000;

function timingNear(task: Task, timing: OutcomeTiming): OutcomeTiming {
  const slot = windowFrom(task.startsAt, task.slotSeconds);
  const near = (instant: Date | undefined) =>
    instant !== undefined &&
    instant.getTime() >= slot.start.getTime() - FARTHEST_MS &&
    instant.getTime() <= slot.stop.getTime() + FARTHEST_MS
      ? instant
      : undefined;
  return { startedAt: near(timing.startedAt), finishedAt: near(timing.finishedAt) };
}

function resultOf(
  timing: OutcomeTiming,
  end: { status: FinalTaskState; code: number; detail: string; now: Date; acquisitionId?: string },
): TaskResult {
  const { startedAt, finishedAt } = timing;
  const known = startedAt !== undefined && finishedAt !== undefined && finishedAt >= startedAt;
  return {
    status: end.status,
    code: end.code,
    // What a sensor writes is shown to people and stored as text, which knows no NUL; cutting may halve a character.
    detail: end.detail.replace(CONTROL_CHARACTERS, ' ').slice(0, DETAIL_LENGTH).toWellFormed(),
    startedAt,
    finishedAt,
    durationSeconds: known ? durationSeconds({ start: startedAt, stop: finishedAt }) : undefined,
    acquisitionId: end.acquisitionId,
    recordedAt: end.now,
  };
}

const DETAIL_LENGTH = 2000;
const CONTROL_CHARACTERS = /\p{Cc}/gu;

function answered(receipt: Receipt): Judged {
  return { kind: 'answered', receipt, events: [], decisions: [] };
}

function stored(outcome: TaskOutcome): Extract<Receipt, { kind: 'stored' }> {
  return { kind: 'stored', taskId: outcome.taskId, duplicate: false };
}

function refused(outcome: TaskOutcome, code: number, detail: string): Extract<Receipt, { kind: 'refused' }> {
  return { kind: 'refused', taskId: outcome.taskId, code, detail };
}
