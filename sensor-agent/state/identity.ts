import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StateError, isSystemError } from '../failures.ts';
import { writeDurably } from './durable-file.ts';

/** Who this agent is and whom it trusts; made by `join`. */
export interface AgentIdentity {
  /** `host:port`. */
  readonly address: string;
  readonly managerId: string;
  readonly sensorId: string;
  readonly sensorName: string;
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly caPem: string;
}

const FIELDS = ['address', 'managerId', 'sensorId', 'sensorName', 'keyPem', 'certificatePem', 'caPem'] as const;

function pathIn(stateDir: string): string {
  return join(stateDir, 'identity.json');
}

/** Keeps the identity, readable by its owner alone. */
export async function writeIdentity(stateDir: string, identity: AgentIdentity): Promise<void> {
  await writeDurably(pathIn(stateDir), `${JSON.stringify(identity, null, 2)}\n`);
}

/** The identity; undefined before the agent has joined. @throws {StateError} when the file is damaged */
export async function findIdentity(stateDir: string): Promise<AgentIdentity | undefined> {
  const path = pathIn(stateDir);
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isIdentity(read)) return read;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StateError(`\`${path}\` is damaged: restore it from a backup, or join again with a new state directory`);
}

/** @throws {StateError} when the agent has not joined */
export async function readIdentity(stateDir: string): Promise<AgentIdentity> {
  const identity = await findIdentity(stateDir);
  if (identity === undefined)
    throw new StateError(`\`${stateDir}\` holds no identity: run \`clearband-agent join\` first`);
  return identity;
}

function isIdentity(read: unknown): read is AgentIdentity {
  if (typeof read !== 'object' || read === null) return false;
  const fields = new Map<string, unknown>(Object.entries(read));
  return FIELDS.every((field) => typeof fields.get(field) === 'string');
}
