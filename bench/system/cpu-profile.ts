import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What V8 writes: which function was on the stack at each sample, and the microseconds between samples. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const SHOWN = 25;
/** Not work: waiting for something to do, and what the profiler itself takes. */
const IDLE = new Set(['(idle)', '(program)']);

/** Makes a Node process write a CPU profile into `folder` when it ends. */
export function profilerEnvironment(folder: string): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
}

/** Tells which functions took the time, by themselves, in every profile of `folder`. */
export async function reportProfiles(folder: string, tell: (text: string) => void): Promise<void> {
  for (const name of await readdir(folder)) {
    const profile = JSON.parse(await readFile(join(folder, name), 'utf8')) as CpuProfile;
    const lines = selfTimes(profile).slice(0, SHOWN);
    tell(`where the busy time went:\n${lines.map(({ share, where }) => `${percent(share)}  ${where}`).join('\n')}`);
  }
}

/** Functions by the share of the busy time that they took themselves, the largest first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): { share: number; where: string }[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '(unknown)';
    const microseconds = timeDeltas[index] ?? 0;
    if (IDLE.has(name)) return;
    busy += microseconds;
    spent.set(name, (spent.get(name) ?? 0) + microseconds);
  });
  return [...spent]
    .map(([where, microseconds]) => ({ where, share: microseconds / busy }))
    .sort((a, b) => b.share - a.share);
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName;
  const file = url.replace(/^.*\/(node_modules|src|sensor-agent|proto)\//, '$1/');
  return `${functionName === '' ? '(anonymous)' : functionName} ${file}:${lineNumber + 1}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
