import { type ActionParameters, capturedBand, parseActionParameters } from '../../src/spectrum/action-parameters.ts';
import { containsBand, formatBand } from '../../src/spectrum/band.ts';
import type { TaskOrder } from './task-order.ts';

/** Whether this agent will run an order; `code` is the SCOS code of a refusal. */
export type TaskCheck =
  | { readonly ok: true; readonly parameters: ActionParameters }
  | { readonly ok: false; readonly code: number; readonly detail: string };

const NOT_CAPABLE = 301;
const REJECTED = 304;

/** A task id becomes the name of files. */
const TASK_ID = /^[0-9a-z-]{1,64}$/;

/** True when `taskId` can be one; others are not even answered. */
export function isTaskId(taskId: string): boolean {
  return TASK_ID.test(taskId);
}

/** Looks at an order before anything is touched: its time, its parameters, the band that policy permits. */
export function checkOrder(order: TaskOrder, nowMs: number): TaskCheck {
  if (!(order.startMs + order.slotMs > nowMs)) return { ok: false, code: REJECTED, detail: lateness(order, nowMs) };
  let input: unknown;
  try {
    input = JSON.parse(order.parametersJson);
  } catch {
    return { ok: false, code: REJECTED, detail: 'the parameters are not JSON' };
  }
  const parsed = parseActionParameters(order.action, input);
  if (!parsed.ok) {
    const detail = parsed.faults.map((fault) => `${fault.pointer ?? ''} ${fault.detail}`.trim()).join('; ');
    return { ok: false, code: NOT_CAPABLE, detail };
  }
  const captured = capturedBand(parsed.parameters);
  if (!containsBand(order.permittedBand, captured)) {
    const detail = `would capture ${formatBand(captured)}, outside the permitted ${formatBand(order.permittedBand)}`;
    return { ok: false, code: REJECTED, detail };
  }
  return { ok: true, parameters: parsed.parameters };
}

function lateness({ startMs, slotMs }: TaskOrder, nowMs: number): string {
  const late = nowMs - startMs;
  return `came ${late} ms after its start, its slot was ${slotMs} ms`;
}
