import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type DatabasePlace, describeOnServer, makePostgres } from '../support/databases.ts';
import { type StreamedEvent, followEvents } from '../support/event-reader.ts';
import { ManagerClient, untilTrue } from '../support/manager-client.ts';
import { ManagerProcess } from '../support/manager-process.ts';
import { ROOT } from '../support/program.ts';

interface ChangeBody {
  readonly policy_set: string;
  readonly items: readonly { readonly id: string; readonly etag: string }[];
}
interface SetBody {
  readonly hash: string;
  readonly set_by: string;
  readonly policies: number;
  readonly problem: string | null;
}
interface HistoryBody {
  readonly items: readonly { readonly kind: string; readonly hash: string; readonly set_by: string }[];
}

/** A denial in the scope of administration. */
function policy(name: string, statement: object) {
  const Statement = [{ StatementId: 's', 'Policy-Action': 'Deny', ...statement }];
  return {
    Version: '2017-02-15',
    Policy: { name, 'Policy-type': 'SPA-Policy', Scope: 'sensor-management', Statement },
  };
}

const NO_TOKENS = policy('No-tokens', { 'SCOS-Task': 'Administration', Resource: '*:Users::client' });
const SHUT = policy('Shut', { 'SCOS-Task': 'Policy-administration' });
const SHOWN_TO_CLIENTS = policy('Shown-to-clients', {
  'Policy-Action': 'Permit',
  Actor: 'role:client',
  'SCOS-Task': 'Policy-administration',
  Resource: 'clearband:Policies::in-force',
});
const harmless = (name: string) => policy(name, { Actor: 'user:nobody' });

describeOnServer('the policies of two Managers on one database [postgres]', () => {
  let place: DatabasePlace;
  let here: ManagerProcess;
  let there: ManagerProcess;
  let admin: ManagerClient;
  let adminThere: ManagerClient;

  beforeAll(async () => {
    place = await makePostgres();
    here = await ManagerProcess.start(place);
    // On a machine of its own, with the policy directory of the first.
    const elsewhere = { ...place, dataDir: `${place.dataDir}-there` };
    there = await ManagerProcess.start(elsewhere, { CLEARBAND_POLICY_DIR: here.policyDir });
    admin = await here.admin();
    adminThere = new ManagerClient(there.url, admin.token);
  });
  afterEach(async () => {
    const { items } = await admin.get<{ items: { id: string; origin: string }[] }>('/api/v1/policies?limit=1000');
    for (const { id } of items.filter(({ origin }) => origin === 'api')) await admin.fetch('DELETE', itemPath(id));
  });
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await rm(there.place.dataDir, { recursive: true, force: true });
    await place.remove();
  });

  const itemPath = (id: string | undefined) => `/api/v1/policies/${id ?? ''}`;
  const install = (client: ManagerClient, document: unknown, query = '') =>
    client.post<ChangeBody>(`/api/v1/policies${query}`, document, 201);
  const overview = (client: ManagerClient) => client.get<SetBody>('/api/v1/policy-set');
  const makesTokens = async (client: ManagerClient) => {
    const response = await client.fetch('POST', '/api/v1/tokens', { user: 'client' });
    return { status: response.status, text: await response.text() };
  };
  const settled = (hash: string) =>
    untilTrue(async () => {
      const sets = await Promise.all([overview(admin), overview(adminThere)]);
      return sets.every((set) => set.hash === hash);
    }, 'both Managers to have the set');

  it('deny in the one what was closed in the other, and permit it again once that is withdrawn', async () => {
    const { items } = await install(admin, NO_TOKENS);
    await untilTrue(async () => (await makesTokens(adminThere)).status === 403, 'the other Manager to refuse');
    const { text } = await makesTokens(adminThere);
    expect(JSON.parse(text)).toMatchObject({ reason: 'explicit-deny', reasons: [{ policy: 'global:No-tokens' }] });
    expect((await adminThere.fetch('DELETE', itemPath(items[0]?.id))).status).toBe(200);
    await untilTrue(async () => (await makesTokens(admin)).status === 201, 'the first Manager to permit it');
  });

  it('are read, changed in the version that was read, and put back as they were', async () => {
    const before = await overview(admin);
    const { items } = await install(admin, harmless('Edited'));
    const path = itemPath(items[0]?.id);
    const shown = await admin.fetch('GET', path);
    const document = (await shown.json()) as { readonly Policy: object };
    const etag = shown.headers.get('etag') ?? '';
    const body = { ...document, Policy: { ...document.Policy, description: 'Changed by hand.' } };
    const replace = (match: string) => admin.send({ method: 'PUT', path, body, headers: { 'if-match': match } });
    const [first, second] = [await replace(etag), await replace(etag)];
    expect([first.status, second.status]).toEqual([200, 412]);
    const present = { 'if-match': first.headers.get('etag') ?? '' };
    expect((await admin.send({ method: 'DELETE', path, headers: present })).status).toBe(200);
    expect((await overview(admin)).hash).toBe(before.hash);
    const { items: history } = await admin.get<HistoryBody>('/api/v1/policy-set/history?limit=3');
    expect(history.map(({ kind, set_by: by }) => [kind, by])).toEqual([
      ['withdraw', 'clearband:admin'],
      ['replace', 'clearband:admin'],
      ['install', 'clearband:admin'],
    ]);
  });

  it('lose none of the installs that reach both at once', async () => {
    const names = Array.from({ length: 6 }, (_, index) => `Many-${index}`);
    await Promise.all(names.map((name, index) => install(index % 2 === 0 ? admin : adminThere, harmless(name))));
    for (const client of [admin, adminThere]) {
      const present = async () => {
        const { items } = await client.get<{ items: { name: string }[] }>('/api/v1/policies?q=Many-');
        return items.map(({ name }) => name);
      };
      await untilTrue(async () => (await present()).join() === names.join(), 'all of them to be in force');
    }
  });

  it('lock nobody out by accident; by force they do, and the machine itself brings them back', async () => {
    const refused = await admin.fetch('POST', '/api/v1/policies', SHUT);
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('force=true')]);
    const { hash } = await overview(admin);
    await install(admin, SHUT, '?force=true');
    await untilTrue(
      async () => (await adminThere.fetch('GET', '/api/v1/policy-set')).status === 403,
      'the other Manager to be shut too',
    );
    expect(await (await fetch(`${here.url}/readyz`)).text()).toContain('let no administrator change them');
    const restored = await clearband(['policy', 'restore', '--json'], there.place.dataDir);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(restored.stdout)).toMatchObject({ hash });
    await settled(hash);
    const again = await clearband(['policy', 'restore', hash], there.place.dataDir);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('in force already')]);
  });

  it('stay when a file goes bad, which is told everywhere, and take it once it is mended', async () => {
    const { hash } = await overview(admin);
    const events = await followEvents(admin);
    const outsider = await followEvents(await here.client());
    const path = join(here.policyDir, 'global', 'zz-mended.json');
    await writeFile(path, '{ "Policy": ');
    const told = await events.until((seen) => seen.some(({ kind }) => kind === 'policy.refused'));
    expect(JSON.stringify(told)).toContain('zz-mended.json');
    for (const manager of [here, there]) {
      await untilTrue(
        async () =>
          (await (await fetch(`${manager.url}/readyz`)).text()).includes('zz-mended.json:1:13 malformed-json'),
        'the fault to be reported',
      );
    }
    expect((await overview(admin)).hash).toBe(hash);
    // What comes through the API does not wait for the file.
    await install(admin, harmless('Beside-a-bad-file'));
    await writeFile(path, JSON.stringify(harmless('Mended')));
    const [mended] = await events
      .until((seen) => seen.filter(isImport).length > 0)
      .then((seen) => seen.filter(isImport));
    await settled(String(mended?.data['hash']));
    expect((await overview(admin)).problem).toBeNull();
    await rm(path);
    await events.until((seen) => seen.filter(isImport).length > 1);
    // The first that the client is told of is the one that lets it be told.
    const shown = await install(admin, SHOWN_TO_CLIENTS);
    const [first] = await outsider.until((seen) => seen.length > 0);
    expect(first?.data).toMatchObject({ kind: 'policy.in-force', hash: shown.policy_set });
    for (const reader of [events, outsider]) reader.close();
  });

  it('are whole after a crash at any moment', async () => {
    const asked = install(adminThere, harmless('Crashed')).catch(() => undefined);
    await there.kill();
    await asked;
    await there.start();
    const [set, files] = await Promise.all([
      overview(adminThere),
      adminThere.get<{ hash: string; files: { text: string }[] }>('/api/v1/policy-set/in-force'),
    ]);
    const { items } = await admin.get<HistoryBody>('/api/v1/policy-set/history?limit=1');
    expect([files.hash, items[0]?.hash]).toEqual([set.hash, set.hash]);
    await settled(set.hash);
  });

  it('are a whole set that can be had again, by its hash', async () => {
    const { hash } = await overview(admin);
    await install(admin, harmless('Later'));
    const kept = await adminThere.get<{ hash: string; files: { path: string; text: string }[] }>(
      `/api/v1/policy-set/${hash}`,
    );
    const shipped = await readFile(join(here.policyDir, 'global', 'clients.json'), 'utf8');
    expect(kept.files.find(({ path }) => path === 'global/clients.json')?.text).toBe(shipped);
    expect(kept.files.some(({ text }) => text.includes('Later'))).toBe(false);
  });

  it('are no affair of a client: neither the list, nor the set, nor its history', async () => {
    const client = await here.client();
    for (const path of ['/policies', '/policy-set', '/policy-set/history', '/policy-set/in-force']) {
      expect([path, (await client.fetch('GET', `/api/v1${path}`)).status]).toEqual([path, 403]);
    }
  });
});

function isImport({ kind, data }: StreamedEvent): boolean {
  return kind === 'policy.in-force' && data['set_by'] === 'directory';
}

function clearband(words: readonly string[], dataDir: string) {
  const env = { PATH: process.env['PATH'] ?? '', CLEARBAND_DATA_DIR: dataDir };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const program = join(ROOT, 'src/cli/clearband.ts');
    const child = execFile(process.execPath, [program, ...words], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
