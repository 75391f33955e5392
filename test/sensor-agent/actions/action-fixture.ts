import type { ActionContext } from '../../../sensor-agent/actions/action.ts';
import { runAction } from '../../../sensor-agent/actions/registry.ts';
import type { Receiver } from '../../../sensor-agent/drivers/receiver.ts';
import type { Scene, SceneEmitter } from '../../../sensor-agent/drivers/simulated/scene.ts';
import { SimulatedReceiver } from '../../../sensor-agent/drivers/simulated/simulated-receiver.ts';
import type { Recording, RecordingOrigin } from '../../../sensor-agent/sigmf/recording.ts';
import type { ActionParameters } from '../../../src/spectrum/action-parameters.ts';
import { parseActionParameters } from '../../../src/spectrum/action-parameters.ts';

export const origin: RecordingOrigin = {
  sensor: { id: '0198c5f0-0000-7000-8000-000000000001', model: 'test bench' },
  location: { latitude: 40.015, longitude: -105.2705, altitudeM: 1655 },
  classification: 'UNCLASSIFIED',
  schedule: { id: 'entry-1', name: 'entry-1', start: '2026-01-01T00:00:00Z', interval: 60, priority: 10 },
  task: 3,
  recorder: 'clearband-agent 0.1.0',
};

export function contextWith(changes: Partial<ActionContext> = {}): ActionContext {
  return { signal: new AbortController().signal, origin, random: () => 0.5, ...changes };
}

/** The parameters of good JSON. */
export function parametersOf(action: string, json: object): ActionParameters {
  const parsed = parseActionParameters(action, json);
  if (!parsed.ok) throw new Error(parsed.faults.map(({ detail }) => detail).join('; '));
  return parsed.parameters;
}

export function simulatedWith(emitters: readonly SceneEmitter[], noiseFigureDb = 5): Receiver {
  const scene: Scene = { name: 'test', seed: 1, noise_figure_db: noiseFigureDb, emitters };
  return new SimulatedReceiver(scene, { now: () => new Date('2026-01-01T00:00:00Z') });
}

/** Runs an Action and reads its dataset as float32 values. */
export async function runOn(
  receiver: Receiver,
  action: string,
  json: object,
): Promise<{ recording: Recording; values: Float32Array }> {
  const recording = await runAction(receiver, parametersOf(action, json), contextWith());
  const { buffer, byteOffset, byteLength } = recording.data;
  return { recording, values: new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer) };
}

/** A receiver that gives what a test tells it to. */
export function scriptedReceiver(inner: Receiver, changes: Partial<Receiver>): Receiver {
  return {
    capability: changes.capability ?? inner.capability,
    tune: changes.tune ?? ((wanted) => inner.tune(wanted)),
    receive: changes.receive ?? ((count, signal) => inner.receive(count, signal)),
    close: () => inner.close(),
  };
}
