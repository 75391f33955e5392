import type { NewDecision } from '../../enforcement/decision-log.ts';
import type { PolicyGate } from '../../enforcement/gate.ts';
import type { Sensor } from '../../sensors/sensor.ts';
import { parseActionParameters } from '../../spectrum/action-parameters.ts';
import { readValues } from '../../spectrum/fence/capture.ts';
import { SCOS_CODES } from '../../spectrum/scos-codes.ts';
import { operationOfTask } from '../measurement-question.ts';
import { bareResult, type Task, type TaskOrder, type TaskResult } from '../task.ts';
import { LATEST_START_MS } from './dispatch-timing.ts';
import { refusedByPolicy } from './policy-refusal.ts';
import type { AskedTask } from './task-surroundings.ts';

/** A task that is due, with all that is known of it. */
export interface DueTask {
  readonly task: Task;
  readonly asked: AskedTask | undefined;
  readonly now: Date;
}

/** What is to come of a due task, and what policy said of it. */
export type DueJudgement = { readonly decisions: readonly NewDecision[] } & (
  { readonly kind: 'order'; readonly order: TaskOrder } | { readonly kind: 'ended'; readonly result: TaskResult }
);

/** Whether a due task may still be sent: it is in time, can be read, and policy permits it as it is now. */
export function judgeDueTask({ task, asked, now }: DueTask, gate: PolicyGate): DueJudgement {
  const ended = (result: TaskResult, decisions: readonly NewDecision[] = []) =>
    ({ kind: 'ended', result, decisions }) as const;
  if (asked === undefined) {
    return ended(bareResult('failed', SCOS_CODES.noSuchSensor, 'its entry or sensor is gone', now));
  }
  const { entry, sensor, question } = asked;
  if (now.getTime() > task.startsAt.getTime() + LATEST_START_MS) return ended(missed(sensor, now));
  const parameters = parseActionParameters(entry.action, entry.parameters, '#/parameters');
  if (!parameters.ok) {
    const detail = parameters.faults.map((fault) => fault.detail).join('; ');
    return ended(bareResult('failed', SCOS_CODES.notCapable, detail, now));
  }
  const { verdict, record } = gate.judge(entry.owner, operationOfTask(entry.action, 'dispatch'), question);
  if (verdict.permitted) return { kind: 'order', order: orderOf(task, asked), decisions: [record] };
  return ended(refusedByPolicy('rejected', verdict.denial, { when: 'before dispatch', now }), [record]);
}

/** An association outlives the session over which tasks are sent: being associated is not being reached. */
function missed({ association }: Sensor, now: Date): TaskResult {
  const detail =
    association.state === 'associated'
      ? 'the sensor is associated, but it could not be reached in time'
      : `the sensor was not there at its time (${association.state})`;
  return bareResult('missed', SCOS_CODES.heartbeatMissed, detail, now);
}

function orderOf(task: Task, { entry, question }: AskedTask): TaskOrder {
  return {
    taskId: task.id,
    sensorId: task.sensorId,
    sequence: task.sequence,
    action: entry.action,
    parameters: entry.parameters,
    startsAt: task.startsAt,
    slotSeconds: task.slotSeconds,
    permittedBand: entry.band,
    policyValues: readValues(question.attributes ?? {}),
    schedule: {
      id: entry.id,
      name: entry.name,
      startAt: entry.start,
      stopAt: entry.stop,
      intervalSeconds: entry.intervalSeconds,
      priority: entry.priority,
    },
  };
}
