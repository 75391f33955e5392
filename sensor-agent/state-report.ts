import { join } from 'node:path';
import { Spool } from './spool/spool.ts';
import { readConfiguration } from './state/configuration.ts';
import { readIdentity } from './state/identity.ts';
import { readStatus } from './state/status-file.ts';

/** What `clearband-agent status` shows; no secret is in it. */
export interface StateReport {
  readonly sensor_id: string;
  readonly sensor_name: string;
  readonly manager_id: string;
  readonly address: string;
  /** As the running agent wrote it last; null when it never ran. */
  readonly association: unknown;
  readonly spool: { readonly recordings: number; readonly bytes: number; readonly refused: number };
}

/** Reads the state directory of an agent that may be running. @throws {StateError} when it has not joined */
export async function inspectState(stateDir: string): Promise<StateReport> {
  const identity = await readIdentity(stateDir);
  const { spoolBytes } = await readConfiguration(stateDir);
  const spool = await Spool.inspect(join(stateDir, 'spool'), spoolBytes);
  return {
    sensor_id: identity.sensorId,
    sensor_name: identity.sensorName,
    manager_id: identity.managerId,
    address: identity.address,
    association: (await readStatus(stateDir)) ?? null,
    spool: spool.usage,
  };
}

/** For people. */
export function formatStatus(report: StateReport): string {
  const { recordings, bytes, refused } = report.spool;
  return [
    `sensor       ${report.sensor_name} (${report.sensor_id})`,
    `Manager      ${report.address} (${report.manager_id})`,
    `association  ${report.association === null ? 'never ran' : JSON.stringify(report.association)}`,
    `spool        ${recordings} waiting, ${bytes} bytes; ${refused} refused by the Manager`,
    '',
  ].join('\n');
}
