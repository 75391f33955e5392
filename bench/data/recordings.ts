import { createHash } from 'node:crypto';
import type { PublishMessage } from '../../proto/generated/clearband/scos/v1/PublishMessage.ts';
import { runAction } from '../../sensor-agent/actions/registry.ts';
import { SimulatedReceiver } from '../../sensor-agent/drivers/simulated/simulated-receiver.ts';
import { loadScene } from '../../sensor-agent/drivers/simulated/scene.ts';
import { parseActionParameters } from '../../src/spectrum/action-parameters.ts';
import type { Recording } from '../../sensor-agent/sigmf/recording.ts';
import { PARAMETERS, type PreparedTask } from './prepared-tasks.ts';

const PLACE = { latitude: 39.995, longitude: -105.2617 };
const RUN_MS = 40;

/** A recording of 20 kB as the agent's own m4s makes it, from the simulated radio. */
export async function recordM4s(scene: string): Promise<Recording> {
  const receiver = new SimulatedReceiver(await loadScene(scene), { now: () => new Date() });
  const parsed = parseActionParameters('m4s', PARAMETERS);
  if (!parsed.ok) throw new Error(parsed.faults.map((fault) => fault.detail).join('; '));
  return runAction(receiver, parsed.parameters, {
    signal: new AbortController().signal,
    random: () => 0.5,
    origin: {
      sensor: { id: 'bench' },
      location: PLACE,
      classification: 'UNCLASSIFIED',
      schedule: { id: 'prepared', name: 'prepared' },
      task: 1,
      recorder: 'clearband-agent',
    },
  });
}

/** The outcome of `task`: the recording, made to be of that task and different from all others. */
export function outcomeOf(task: PreparedTask, recording: Recording): PublishMessage {
  const data = Buffer.from(recording.data);
  data.writeFloatLE(-task.sequence, 0);
  const sha512 = createHash('sha512').update(data).digest('hex');
  const { global, captures, annotations } = recording.meta;
  const startedMs = task.startsAt.getTime();
  const meta = {
    global: { ...global, 'core:sha512': sha512, 'ntia-scos:task': task.sequence },
    captures: captures.map((capture) => ({ ...capture, 'core:datetime': task.startsAt.toISOString() })),
    annotations,
  };
  return {
    outcome: {
      taskId: task.id,
      outcome: 'TASK_OUTCOME_COMPLETED',
      startedMs,
      finishedMs: startedMs + RUN_MS,
      recording: { metaJson: Buffer.from(JSON.stringify(meta)), sha512, dataBytes: data.length, data },
    },
  };
}
