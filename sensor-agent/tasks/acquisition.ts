import { type ActionParameters } from '../../src/spectrum/action-parameters.ts';
import type { Clock } from '../../src/spectrum/clock.ts';
import type { Location } from '../../src/spectrum/location.ts';
import { runAction } from '../actions/registry.ts';
import { FencedReceiver, OutOfBandError, OutOfFenceError, type SpanFence } from '../drivers/fenced-receiver.ts';
import { type Receiver, ReceiverError } from '../drivers/receiver.ts';
import type { RecordingOrigin } from '../sigmf/recording.ts';
import type { Outcome } from '../spool/outcome.ts';
import { AGENT_VERSION } from '../version.ts';
import type { TaskOrder } from './task-order.ts';

/** What acquisitions are made with. */
export interface AcquisitionSetup {
  readonly receiver: Receiver;
  readonly clock: Clock;
  readonly sensor: { readonly id: string; readonly name: string };
  readonly location: Location | undefined;
  /** Uniform in `[0, 1)`. */
  readonly random: () => number;
}

/** Why a task is to end, or not to begin; the reason of the abort signal. */
export class AcquisitionStop extends Error {
  override readonly name = 'AcquisitionStop';
  readonly kind: 'cancelled' | 'incomplete' | 'rejected';
  constructor(kind: AcquisitionStop['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

const NOT_CAPABLE = 301;
const REJECTED = 304;
const INCOMPLETE = 305;

/** Runs one task inside the band that policy permits for it, and inside the fence. Every failure is an outcome, none is thrown. */
export async function acquire(
  order: TaskOrder,
  parameters: ActionParameters,
  run: { readonly setup: AcquisitionSetup; readonly fence: SpanFence; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { setup, fence, signal } = run;
  const { taskId } = order;
  const startedMs = setup.clock.now().getTime();
  const end = () => ({ taskId, startedMs, finishedMs: setup.clock.now().getTime() });
  try {
    const receiver = new FencedReceiver(setup.receiver, order.permittedBand, fence);
    const context = { signal, origin: originOf(order, setup), random: setup.random };
    const { meta, data } = await runAction(receiver, parameters, context);
    const recording = { meta: Buffer.from(JSON.stringify(meta)), data, sha512: meta.global['core:sha512'] };
    return { header: { ...end(), kind: 'completed', code: 0, detail: '' }, recording };
  } catch (error) {
    return { header: { ...end(), ...toFailure(error) } };
  }
}

function toFailure(error: unknown): Pick<Outcome['header'], 'kind' | 'code' | 'detail'> {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof AcquisitionStop) return { kind: error.kind, code: INCOMPLETE, detail };
  if (error instanceof OutOfBandError || error instanceof OutOfFenceError)
    return { kind: 'rejected', code: REJECTED, detail };
  if (error instanceof ReceiverError) return { kind: 'failed', code: NOT_CAPABLE, detail };
  return { kind: 'failed', code: INCOMPLETE, detail };
}

function originOf(order: TaskOrder, { sensor, location }: AcquisitionSetup): RecordingOrigin {
  const { id, name, startMs, stopMs, intervalSeconds, priority } = order.schedule;
  return {
    sensor: { id: sensor.name, description: `sensor ${sensor.id}` },
    classification: 'UNCLASSIFIED',
    schedule: {
      id,
      name,
      priority,
      start: new Date(startMs).toISOString(),
      ...(stopMs === undefined ? {} : { stop: new Date(stopMs).toISOString() }),
      ...(intervalSeconds === undefined ? {} : { interval: intervalSeconds }),
    },
    task: order.sequence,
    recorder: `clearband-agent ${AGENT_VERSION}`,
    ...(location === undefined ? {} : { location }),
  };
}
