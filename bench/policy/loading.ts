import { setImmediate as pause } from 'node:timers/promises';
import type { PolicyFile, PolicySetLoad } from '../../src/policy/policy-set.ts';
import { loadPolicySet, loadPolicySetInTurns } from '../../src/policy/policy-set.ts';
import type { Bench } from '../bench.ts';
import { median } from '../statistics.ts';
import { generatedSet, SEED } from './generated/loaded-set.ts';
import { heldMegabytes } from './held-memory.ts';

const STATEMENTS = 10_000;
const ROUNDS = 9;

/** `policy-loading`: from JSON text to a set that decides, at 10,000 statements. */
export const policyLoadingBench: Bench = {
  group: 'policy',
  name: 'policy-loading',
  summary: 'ms from JSON text to a ready set of 10,000 statements; longest stretch in turns; MB held',
  figures: ['policy-compile', 'policy-reload-block', 'policy-memory'],
  async run({ progress }) {
    const { file } = generatedSet(STATEMENTS, 0);
    progress(`${(file.text.length / 1e6).toFixed(1)} MB of JSON, seed ${SEED}`);
    const compileMs: number[] = [];
    const blockMs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      compileMs.push(checkedMs(() => loadPolicySet([file])));
      blockMs.push(await longestStretchMs(file));
    }
    const memory = await heldMegabytes(STATEMENTS);
    return [
      // The fastest, as of decisions: whatever else runs on the machine only adds.
      { name: 'policy-compile', value: Math.min(...compileMs), unit: 'ms' },
      { name: 'policy-reload-block', value: median(blockMs), unit: 'ms' },
      { name: 'policy-memory', value: memory, unit: 'MB' },
    ];
  },
};

function checkedMs(load: () => PolicySetLoad): number {
  const began = performance.now();
  const { ok } = load();
  const ms = performance.now() - began;
  if (!ok) throw new Error('the generated policies have faults');
  return ms;
}

/** How long a reload keeps everything else waiting at most. */
async function longestStretchMs(file: PolicyFile): Promise<number> {
  let longest = 0;
  let began = performance.now();
  const load = await loadPolicySetInTurns([file], async () => {
    longest = Math.max(longest, performance.now() - began);
    await pause();
    began = performance.now();
  });
  if (!load.ok) throw new Error('the generated policies have faults');
  return Math.max(longest, performance.now() - began);
}
