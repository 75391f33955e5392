import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import type { Progress } from './progress.ts';

/** What the first scan found. */
export interface FirstScan {
  readonly entryName: string;
  readonly acquisitionId: string;
}

interface TaskBody {
  readonly state: string;
  readonly result: { readonly acquisition_id: string | null; readonly detail: string } | null;
}

const LIVE = ['planned', 'dispatched', 'accepted', 'running'];
const POLL_MS = 100;

/** Asks the sensor for one scan of the FM broadcast band and follows it to its stored acquisition. */
export async function runFirstScan(
  api: ApiClient,
  sensor: { readonly id: string; readonly name: string },
  progress: Progress,
): Promise<FirstScan> {
  const name = `first-scan-${new Date().toISOString().replace(/\D/g, '').slice(0, 17)}`;
  const entry = await api.post<{ id: string }>('/api/v1/schedule', {
    name,
    action: 'm4s',
    parameters: { center_hz: 98_000_000, sample_rate_hz: 10_240_000 },
    sensors: [sensor.id],
  });
  const deadline = Date.now() + 30_000;
  let shown = '';
  while (Date.now() < deadline) {
    const { items } = await api.get<{ items: TaskBody[] }>(`/api/v1/tasks?schedule_entry=${entry.id}`);
    const [task] = items;
    if (task !== undefined && task.state !== shown) {
      shown = task.state;
      progress.doing(`first scan on ${sensor.name}: ${shown}`);
    }
    if (task !== undefined && !LIVE.includes(task.state)) return finished(name, task);
    await delay(POLL_MS);
  }
  throw new Error(`the first scan did not end within 30 s (last state: ${shown})`);
}

function finished(entryName: string, task: TaskBody): FirstScan {
  const acquisitionId = task.result?.acquisition_id;
  if (task.state !== 'completed' || acquisitionId === null || acquisitionId === undefined) {
    throw new Error(`the first scan ended as ${task.state}: ${task.result?.detail ?? 'no detail'}`);
  }
  return { entryName, acquisitionId };
}
