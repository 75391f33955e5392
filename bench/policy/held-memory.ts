import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { generatedSet, loadedSet } from './generated/loaded-set.ts';

const run = promisify(execFile);

/** What a loaded set of so many statements holds, in units of 10^6 bytes: measured in a process of its own. */
export async function heldMegabytes(statements: number): Promise<number> {
  const { stdout } = await run(process.execPath, ['--expose-gc', import.meta.filename, String(statements)]);
  return Number(stdout);
}

function held(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

if (process.argv[1] === import.meta.filename) {
  const { file } = generatedSet(Number(process.argv[2]), 0);
  const before = held();
  const set = loadedSet([file]);
  const after = held();
  if (set.statements.length > 0) process.stdout.write(String((after - before) / 1e6));
}
