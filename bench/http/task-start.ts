import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/cli/api-client.ts';
import type { Bench } from '../bench.ts';
import { median, percentile } from '../statistics.ts';
import { startAgentProcess } from '../system/agent-process.ts';
import { startManagerProcess } from '../system/manager-process.ts';

const OCCURRENCES = 30;
const INTERVAL_SECONDS = 1;
/** From the request to the first occurrence. */
const LEAD_MS = 3000;
/** How long after its last occurrence an entry may take to be stored. */
const GRACE_MS = 15_000;

interface TaskBody {
  readonly state: string;
  readonly starts_at: string;
  readonly result: { readonly detail: string; readonly started: string | null } | null;
}

/** `task-start`: how far the starts of a task that repeats every second are from their times, on an idle agent. */
export const taskStartBench: Bench = {
  group: 'http',
  name: 'task-start',
  summary: `start of a repeating task against its time on an idle agent, ${OCCURRENCES} occurrences`,
  figures: ['task-start', 'task-start-median'],
  async run(context) {
    await using manager = await startManagerProcess(context, 'task_start');
    await using agent = await startAgentProcess(manager, context.workDir, 'idle-sensor');
    context.progress(`${OCCURRENCES} occurrences, one every ${INTERVAL_SECONDS} s`);
    const offsets = await startOffsets(manager.admin, agent.sensorId);
    return [
      { name: 'task-start', value: percentile(offsets, 0.99), unit: 'ms' },
      { name: 'task-start-median', value: median(offsets), unit: 'ms' },
    ];
  },
};

/** Milliseconds between each occurrence's time and its start, early or late alike. */
async function startOffsets(api: ApiClient, sensorId: string): Promise<number[]> {
  const start = new Date(Date.now() + LEAD_MS);
  const entry = await api.post<{ id: string }>('/api/v1/schedule', {
    name: 'every-second',
    action: 'm4s',
    parameters: { center_hz: 98_000_000, sample_rate_hz: 10_240_000 },
    sensors: [sensorId],
    start: start.toISOString(),
    relative_stop: OCCURRENCES * INTERVAL_SECONDS,
    interval: INTERVAL_SECONDS,
  });
  // Nobody asks anything meanwhile: the agent and the Manager are idle but for this task.
  await delay(start.getTime() + OCCURRENCES * INTERVAL_SECONDS * 1000 - Date.now());
  const tasks = await finishedTasks(api, entry.id);
  return tasks.map(({ state, starts_at: startsAt, result }) => {
    const started = result?.started ?? null;
    if (state !== 'completed' || started === null)
      throw new Error(`an occurrence ended as ${state}: ${result?.detail ?? ''}`);
    return Math.abs(Date.parse(started) - Date.parse(startsAt));
  });
}

async function finishedTasks(api: ApiClient, entryId: string): Promise<readonly TaskBody[]> {
  const deadline = Date.now() + GRACE_MS;
  for (;;) {
    const { items } = await api.get<{ items: TaskBody[] }>(`/api/v1/tasks?schedule_entry=${entryId}&limit=1000`);
    const finished = items.filter((task) => task.result !== null);
    if (finished.length >= OCCURRENCES) return finished;
    if (Date.now() > deadline) throw new Error(`${finished.length} of ${OCCURRENCES} occurrences came to an end`);
    await delay(200);
  }
}
