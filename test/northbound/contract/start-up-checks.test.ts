import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { ContractDocument } from '../../../src/northbound/contract/contract-document.ts';
import { operationsOf, readContract } from '../../../src/northbound/contract/contract-document.ts';
import { contractFaults } from '../../../src/northbound/contract/start-up-checks.ts';
import { openEdge } from '../../../src/northbound/edge.ts';
import { makeHandlers } from '../../../src/northbound/handlers/handlers.ts';
import { CursorSeal } from '../../../src/northbound/pages/cursor.ts';
import { Pager } from '../../../src/northbound/pages/pager.ts';
import { FakeDomain } from '../fake-domain.ts';

type Members = Record<string, unknown>;
type Change = (document: { paths: Record<string, Record<string, Members>> }) => void;

function handlers(): object {
  const pager = new Pager(new CursorSeal(new Uint8Array(32)));
  return makeHandlers(new FakeDomain(), { pager, metrics: new Registry(), contract: '{}', heartbeatMs: 1000 });
}

function open(text: string, given: object) {
  const metrics = new Registry();
  const log = pino({ level: 'silent' });
  const shutdown = new AbortController().signal;
  return openEdge({ domain: new FakeDomain(), log, metrics, shutdown, bodyLimit: 1000, text, handlers: given });
}

function changed(change: Change): string {
  const document = JSON.parse(readContract()) as Parameters<Change>[0];
  change(document);
  return JSON.stringify(document);
}

const sensors = (document: Parameters<Change>[0]): Members => document.paths['/api/v1/sensors']?.['get'] ?? {};

const REFUSED: readonly (readonly [string, Change, RegExp])[] = [
  ['an operation without security', (d) => delete sensors(d)['security'], /`sensor_list`: security is missing/],
  ['an operation that is open', (d) => (sensors(d)['security'] = []), /`sensor_list`: security names no scope/],
  ['a token without a scope', (d) => (sensors(d)['security'] = [{ bearerToken: [] }]), /security names no scope/],
  ['an unknown security scheme', (d) => (sensors(d)['security'] = [{ magic: ['a:b'] }]), /`magic` is not defined/],
  [
    'an operation without a policy scope',
    (d) => delete sensors(d)['x-scos-scope'],
    /x-scos-scope is missing or unknown/,
  ],
  ['an operation with a misspelled scope', (d) => (sensors(d)['x-scos-scope'] = 'sensing'), /x-scos-scope/],
  ['an operation without a SCOS-Task', (d) => delete sensors(d)['x-scos-task'], /x-scos-task is missing or unknown/],
  ['an operation with a misspelled SCOS-Task', (d) => (sensors(d)['x-scos-task'] = 'Scaning'), /x-scos-task/],
  ['an operation without operationId', (d) => delete sensors(d)['operationId'], /GET \/api\/v1\/sensors: operationId/],
  ['an operationId of another spelling', (d) => (sensors(d)['operationId'] = 'sensorList'), /must be in snake_case/],
  ['an operation without description', (d) => delete sensors(d)['description'], /description is missing/],
  ['an operation without problems', (d) => (sensors(d)['responses'] = { 200: {} }), /application\/problem\+json/],
  [
    'a token for what is open',
    (d) =>
      d.paths['/livez'] &&
      (d.paths['/livez']['get'] = { ...d.paths['/livez']['get'], security: [{ bearerToken: [] }] }),
    /outside-the-gate/,
  ],
  [
    'an operation nobody handles',
    (d) => (d.paths['/new'] = { get: { ...sensors(d), operationId: 'new_thing' } }),
    /`new_thing` has no handler/,
  ],
  ['an operationId used twice', (d) => (d.paths['/new'] = { get: sensors(d) }), /`sensor_list` is used twice/],
  ['a handler of nothing', (d) => delete d.paths['/api/v1/sensors'], /handler `sensor_list` has no operation/],
  [
    'an open operation that is gone',
    (d) => delete d.paths['/livez'],
    /`health_live` is outside the gate and not in the contract/,
  ],
];

describe('the start of the HTTP edge', () => {
  it('accepts the contract as it is', async () => {
    const document = JSON.parse(readContract()) as ContractDocument;
    expect(contractFaults(document, operationsOf(document), handlers())).toEqual([]);
    await expect(open(readContract(), handlers())).resolves.toBeTypeOf('function');
  });

  it.each(REFUSED)('is refused by %s', async (_name, change, fault) => {
    await expect(open(changed(change), handlers())).rejects.toThrow(fault);
  });

  it('is refused by a handler that is missing, and names every fault at once', async () => {
    const some = Object.entries(handlers()).filter(([id]) => id !== 'sensor_list' && id !== 'task_list');
    const rest = Object.fromEntries(some);
    await expect(open(readContract(), rest)).rejects.toThrow(
      /`sensor_list` has no handler\n.*`task_list` has no handler/,
    );
  });

  it('is refused by a schema that makes no sense', async () => {
    const change: Change = (d) => {
      sensors(d)['parameters'] = [{ name: 'limit', in: 'query', schema: { type: 'no-such-type' } }];
    };
    await expect(open(changed(change), handlers())).rejects.toThrow(/type/);
  });
});
