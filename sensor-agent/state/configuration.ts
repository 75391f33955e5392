import { Ajv2020 } from 'ajv/dist/2020.js';
import { join } from 'node:path';
import type { Location } from '../../src/spectrum/location.ts';
import { InputFileError } from '../drivers/input-file-error.ts';
import { readJsonFile } from '../drivers/json-file.ts';
import { writeDurably } from './durable-file.ts';

/** What this agent measures with, where it is, and what it may keep; made by `join`, edited by the operator. */
export interface AgentConfiguration {
  readonly receiver:
    | { readonly driver: 'simulated'; readonly scene: string }
    | { readonly driver: 'playback'; readonly recording: string; readonly loop: boolean };
  /** Absent: the scene's, or not known. */
  readonly location?: Location;
  /** What the spool holds at most, bytes. */
  readonly spoolBytes: number;
}

export const DEFAULT_SPOOL_BYTES = 1_073_741_824;

const PATH = { type: 'string', minLength: 1 } as const;
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['receiver', 'spoolBytes'],
  properties: {
    receiver: {
      type: 'object',
      required: ['driver'],
      discriminator: { propertyName: 'driver' },
      oneOf: [
        {
          required: ['scene'],
          additionalProperties: false,
          properties: { driver: { const: 'simulated' }, scene: PATH },
        },
        {
          required: ['recording', 'loop'],
          additionalProperties: false,
          properties: { driver: { const: 'playback' }, recording: PATH, loop: { type: 'boolean' } },
        },
      ],
    },
    location: {
      type: 'object',
      additionalProperties: false,
      required: ['latitude', 'longitude'],
      properties: {
        latitude: { type: 'number', minimum: -90, maximum: 90 },
        longitude: { type: 'number', minimum: -180, maximum: 180 },
        altitudeM: { type: 'number' },
      },
    },
    spoolBytes: { type: 'integer', minimum: 1 },
  },
};

function pathIn(stateDir: string): string {
  return join(stateDir, 'configuration.json');
}

export async function writeConfiguration(stateDir: string, configuration: AgentConfiguration): Promise<void> {
  await writeDurably(pathIn(stateDir), `${JSON.stringify(configuration, null, 2)}\n`);
}

/** @throws {InputFileError} naming every fault with its JSON pointer */
export async function readConfiguration(stateDir: string): Promise<AgentConfiguration> {
  const path = pathIn(stateDir);
  const read = await readJsonFile(path);
  const validate = new Ajv2020({
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
    discriminator: true,
  }).compile<AgentConfiguration>(SCHEMA);
  if (validate(read)) return read;
  const faults = (validate.errors ?? []).map(({ instancePath, message, params }) => ({
    code: 'bad-value',
    detail: [message ?? 'is not valid', ...Object.values(params as Record<string, unknown>).map(String)].join(', '),
    pointer: instancePath,
  }));
  throw new InputFileError(path, faults);
}
