import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/cli/api-client.ts';
import { reproduceDecision } from '../../src/cli/policy/decision-source.ts';
import { type DatabasePlace, makeEmbedded } from '../support/databases.ts';
import { type ManagerClient, until } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';
import { Program } from '../support/program.ts';

interface DecisionBody {
  readonly id: string;
  readonly actor: string;
  readonly operation: string;
  readonly outcome: string;
  readonly code: number;
  readonly statements: readonly string[];
  readonly because: readonly object[] | null;
  readonly policy_set: string | null;
}

interface PageBody {
  readonly items: readonly DecisionBody[];
  readonly next_cursor: string | null;
}

const policy = (name: string, Scope: string, ...Statement: readonly object[]) => ({
  Version: '2017-02-15',
  Policy: { namespace: 'global', name, 'Policy-type': 'SPA-Policy', Scope, Statement },
});
/** Nobody may know which bands these are. */
const secret = (...bands: readonly (readonly string[])[]) =>
  policy('quiet', 'sensing-management', {
    StatementId: 'quiet-bands',
    'Policy-Action': 'Deny',
    'SCOS-Task': 'Scanning',
    Confidential: true,
    description: `closed at ${JSON.stringify(bands)}`,
    frequency: bands,
  });
const scan = (min: string, max: string) => ({
  scope: 'sensing-management',
  namespace: 'clearband',
  resource: { id: 'clearband:Sensors::boulder' },
  task: { operation: 'Scanning' },
  frequency: { min, max },
  location: { lat: 40, lon: -105 },
  time: '2026-11-20T12:00:00Z',
  attributes: { 'slot-duration': '2 s' },
});
const AS_ANOTHER = { request: { ...scan('1 MHz', '2 MHz'), actor: { user: 'somebody' } } };

describe('decisions of a running Manager', () => {
  let place: DatabasePlace;
  let manager: ManagerProcess;
  let admin: ManagerClient;
  let client: ManagerClient;

  beforeAll(async () => {
    place = await makeEmbedded();
    manager = await ManagerProcess.start(place);
    admin = await manager.admin();
    client = await manager.client();
  });
  afterAll(async () => {
    await manager.stop();
    await place.remove();
  });

  const setHash = async () => (await admin.get<{ hash: string }>('/api/v1/policy-set')).hash;

  async function putInForce(document: object): Promise<void> {
    const before = await setHash();
    await manager.writePolicy('quiet.json', document);
    await until(async () => ((await setHash()) === before ? undefined : true), 'the policies to be in force');
  }

  /** Everything that a client gets to see of the policies, as it came over the wire. */
  async function seenByClient(): Promise<string[]> {
    const answers: string[] = [];
    for (const [min, max] of [
      ['50 MHz', '60 MHz'],
      ['20 MHz', '90 MHz'],
      ['500 MHz', '501 MHz'],
    ]) {
      const body = { request: scan(min ?? '', max ?? ''), explain: true };
      answers.push(await (await client.fetch('POST', '/api/v1/policy-evaluations', body)).text());
    }
    const refusal = await (await client.fetch('POST', '/api/v1/policy-evaluations', AS_ANOTHER)).text();
    const id = /"decision_id":"([^"]+)"/.exec(refusal)?.[1] ?? '';
    const decision = await (await client.fetch('GET', `/api/v1/decisions/${id}`)).text();
    const ready = await (await fetch(`${manager.url}/readyz`)).text();
    // What differs from one time to the next: ids and instants.
    return [...answers, refusal, decision, ready].map((text) =>
      text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…'),
    );
  }

  it('tell a client the same bytes, whatever a confidential statement says', async () => {
    await putInForce(secret(['50 MHz', '60 MHz'], ['80 MHz', '81 MHz']));
    const before = await seenByClient();
    await putInForce(secret(['30 MHz', '60 MHz']));
    expect(await seenByClient()).toEqual(before);
    expect(before[0]).toContain('"code":201');
    expect(before[2]).toContain('"code":0');
    expect(before.join('\n')).not.toMatch(/quiet|closed at/);
    const actor = { user: 'client', roles: ['client'] };
    const asAdmin = { request: { ...scan('50 MHz', '60 MHz'), actor }, explain: true };
    const told = await (await admin.fetch('POST', '/api/v1/policy-evaluations', asAdmin)).text();
    expect(told).toMatch(/global:quiet#quiet-bands/);
  });

  it('are listed to an administrator, and to a client its own', async () => {
    const denied = await client.post<{ decision_id: string }>('/api/v1/policy-evaluations', AS_ANOTHER, 403);
    const own = await client.get<PageBody>('/api/v1/decisions?outcome=Deny');
    expect(own.items[0]).toMatchObject({ id: denied.decision_id, actor: 'clearband:client', policy_set: null });
    expect(new Set(own.items.map(({ actor }) => actor))).toEqual(new Set(['clearband:client']));
    const made = await admin.get<PageBody>('/api/v1/decisions?operation=token_create&limit=1');
    expect(made).toMatchObject({
      items: [
        { actor: 'clearband:admin', outcome: 'Permit', policy_set: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      ],
    });
    const [{ id: ofAdmin } = { id: '' }] = made.items;
    expect((await client.fetch('GET', `/api/v1/decisions/${ofAdmin}`)).status).toBe(404);
  });

  it('are reproduced exactly from what is kept, also under a set that is no longer in force', async () => {
    const made = await admin.get<PageBody>('/api/v1/decisions?operation=token_create&limit=1');
    const denied = await client.post<{ decision_id: string }>('/api/v1/policy-evaluations', AS_ANOTHER, 403);
    const hash = await setHash();
    await putInForce(secret(['70 MHz', '71 MHz']));
    const api = new ApiClient({ url: manager.url, token: admin.token });
    for (const id of [made.items[0]?.id ?? '', denied.decision_id]) {
      const { differences, decision } = await reproduceDecision(id, api);
      expect(differences).toEqual([]);
      expect(id === denied.decision_id ? decision.policySetHash : hash).toBe(hash);
    }
  });

  it('are decided again by `clearband policy eval --decision`', async () => {
    const { decision_id: id } = await client.post<{ decision_id: string }>(
      '/api/v1/policy-evaluations',
      AS_ANOTHER,
      403,
    );
    const program = new Program('src/cli/clearband.ts', ['policy', 'eval', '--decision', id, '--server', manager.url], {
      CLEARBAND_TOKEN: admin.token,
    });
    expect(await program.exited).toBe(0);
    expect(program.output).toMatch(new RegExp(`decision ${id} of .*: reproduced exactly`));
  });

  it('are made again under a draft, which says whom it would meet', async () => {
    await client.post('/api/v1/policy-evaluations', AS_ANOTHER, 403);
    const draft = join(place.dataDir, 'draft.json');
    const opened = {
      StatementId: 'open',
      'Policy-Action': 'Permit',
      Actor: 'role:client',
      Resource: '*',
      'SCOS-Task': 'Policy-administration',
    };
    const closed = { StatementId: 'shut', 'Policy-Action': 'Deny', 'SCOS-Task': 'Administration' };
    await writeFile(draft, JSON.stringify(policy('turned-round', 'sensor-management', opened, closed)));
    const run = async (...args: readonly string[]) => {
      const program = new Program('src/cli/clearband.ts', ['policy', 'impact', ...args, '--server', manager.url], {
        CLEARBAND_TOKEN: admin.token,
      });
      return { code: await program.exited, output: program.output };
    };
    const text = await run(draft, '--since', '1 d');
    expect(text.output).toMatch(/then denied:\n +\d+ × {2}clearband:admin {2}clearband:Users::client/);
    expect(text.output).toContain('explicit-deny by global:turned-round#shut');
    expect(text.output).toMatch(
      /then permitted:\n +\d+ × {2}clearband:client {2}clearband:Policies::in-force {2}no band/,
    );
    expect(text.code).toBe(1);
    const json = await run(draft, '--json');
    expect(JSON.parse(json.output)).toMatchObject({ groups: [{ becomes: expect.any(String) as string }, {}] });
  });
});
