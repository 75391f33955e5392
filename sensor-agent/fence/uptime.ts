import { readFileSync } from 'node:fs';
import { isSystemError } from '../failures.ts';

/** Time that nobody can set: since this machine was started, sleep included. */
export interface Uptime {
  /** Another one after every start of the machine; undefined where that can't be told. */
  readonly bootId: string | undefined;
  nowMs(): number;
}

/** The machine's own. */
export function machineUptime(): Uptime {
  return {
    bootId: read('/proc/sys/kernel/random/boot_id')?.trim(),
    nowMs: () => {
      const seconds = Number(read('/proc/uptime')?.split(' ')[0] ?? Number.NaN);
      // Elsewhere than on Linux: without the time that the machine slept.
      return Number.isFinite(seconds) ? seconds * 1000 : performance.now();
    },
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
