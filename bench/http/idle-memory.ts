import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { median } from '../statistics.ts';
import { startManagerProcess } from '../system/manager-process.ts';

const IDLE_MS = 10_000;
const READINGS = 5;
const BETWEEN_MS = 200;

/** `idle-memory`: what a Manager with PostgreSQL holds when it has been started and nothing has happened for 10 s. */
export const idleMemoryBench: Bench = {
  group: 'http',
  name: 'idle-memory',
  summary: 'resident memory of the Manager with PostgreSQL, no agents, idle for 10 s',
  figures: ['idle-memory'],
  async run(context) {
    await using manager = await startManagerProcess(context, 'idle_memory');
    context.progress('waiting for 10 s');
    await delay(IDLE_MS);
    const readings: number[] = [];
    for (let reading = 0; reading < READINGS; reading++) {
      readings.push(await residentMegabytes(manager.pid));
      await delay(BETWEEN_MS);
    }
    return [{ name: 'idle-memory', value: median(readings), unit: 'MB' }];
  },
};

/** As the kernel counts it, in units of 10^6 bytes. Linux. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error(`the kernel does not say how much memory process ${pid} holds`);
  return (Number(kibibytes) * 1024) / 1e6;
}
