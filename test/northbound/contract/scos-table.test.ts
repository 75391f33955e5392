import { describe, expect, it } from 'vitest';
import { OUTSIDE_THE_GATE } from '../../../src/northbound/outside-the-gate.ts';
import {
  type ContractDocument,
  operationsOf,
  readContract,
} from '../../../src/northbound/contract/contract-document.ts';

/** Which scope and SCOS-Task policy decides each operation under: the rows of policy-language §4.9. */
const TABLE: readonly { readonly what: string; readonly under: string; readonly operations: readonly string[] }[] = [
  {
    what: 'discover sensors; read schedule, tasks, results, events of tasks',
    under: 'sensing-management Discovery',
    operations: [
      ...['sensor_list', 'sensor_search', 'sensor_show'],
      ...['schedule_list', 'schedule_show', 'task_list', 'task_show', 'event_follow'],
    ],
  },
  {
    what: 'insert, change, cancel schedule entries and tasks; evaluate',
    under: 'sensing-management Scanning',
    operations: ['schedule_create', 'schedule_cancel', 'policy_evaluation_create'],
  },
  {
    what: 'read observations and acquisitions',
    under: 'sensing-data-management Transmission',
    operations: [
      ...['acquisition_list', 'acquisition_show', 'acquisition_archive'],
      ...['observation_list', 'observation_search', 'observation_show'],
    ],
  },
  {
    what: 'join sensors',
    under: 'sensor-management Association',
    operations: ['join_token_create'],
  },
  {
    what: 'policies: read, check, install, withdraw; decisions: read',
    under: 'sensor-management Policy-administration',
    operations: [
      ...['decision_list', 'decision_show', 'policy_list', 'policy_show', 'policy_check', 'policy_install'],
      ...['policy_replace', 'policy_withdraw', 'policy_set_show', 'policy_set_history', 'policy_set_files'],
    ],
  },
  {
    what: 'users and tokens',
    under: 'sensor-management Administration',
    operations: ['token_create', 'token_list', 'token_revoke'],
  },
];

describe('the contract', () => {
  const operations = operationsOf(JSON.parse(readContract()) as ContractDocument);
  const gated = operations.filter(({ operationId }) => !(operationId in OUTSIDE_THE_GATE));
  const expected = new Map(TABLE.flatMap(({ under, operations: ids }) => ids.map((id) => [id, under] as const)));

  it.each(gated.map((operation) => [operation.operationId, operation] as const))(
    'has %s decided under the scope and SCOS-Task of its row',
    (id, operation) => {
      expect(`${operation['x-scos-scope'] ?? ''} ${operation['x-scos-task'] ?? ''}`).toBe(expected.get(id));
    },
  );

  it('has every operation of the table', () => {
    expect([...expected.keys()].sort()).toEqual(gated.map(({ operationId }) => operationId).sort());
  });
});
