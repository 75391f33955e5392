import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RunningEdge, problemOf } from './running-edge.ts';

let edge: RunningEdge;
beforeAll(async () => {
  edge = await RunningEdge.start();
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
});
beforeEach(() => {
  edge.domain.fakePolicies.asked = {};
});

const documentNamed = (name: string, hour = '01') => ({
  Version: '2017-02-15',
  Policy: {
    name,
    'Policy-type': 'SSM-Policy',
    Scope: 'sensing-management',
    Statement: [{ StatementId: 's', 'Policy-Action': 'Deny', time: [{ daily: [`${hour}:00`, '09:00'] }] }],
  },
});

interface ChangeBody {
  readonly policy_set: string;
  readonly items: readonly { readonly id: string; readonly etag: string }[];
}

async function install(name: string): Promise<{ path: string; etag: string }> {
  const response = await edge.post('/api/v1/policies', documentNamed(name));
  expect(response.status).toBe(201);
  const [item] = ((await response.json()) as ChangeBody).items;
  expect(response.headers.get('location')).toBe(`/api/v1/policies/${item?.id ?? ''}`);
  return { path: `/api/v1/policies/${item?.id ?? ''}`, etag: item?.etag ?? '' };
}

const put = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  edge.fetch(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('a policy over HTTP', () => {
  it('is shown in its own words with its PolicyID and version, and what is shown can be put back', async () => {
    const { path, etag } = await install('shown');
    const shown = await edge.fetch(path);
    expect(shown.headers.get('etag')).toBe(etag);
    const document = (await shown.json()) as { readonly Policy: { readonly PolicyID: string } };
    const PolicyID = path.split('/').at(-1);
    const { Version, Policy } = documentNamed('shown');
    expect(document).toEqual({ Version, Policy: { PolicyID, ...Policy } });
    expect((await put(path, document, { 'if-match': etag })).status).toBe(200);
  });

  it('is not sent again to whoever has it', async () => {
    const { path, etag } = await install('known');
    const response = await edge.fetch(path, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, '']);
  });

  it.each([
    ['without a version', {}, 428, '/problems/version-required'],
    ['for another version', { 'if-match': '"other"' }, 412, '/problems/stale-version'],
    ['for a weak version, which no change may rest on', { 'if-match': 'W/"x"' }, 412, '/problems/stale-version'],
    ['for any version', { 'if-match': '*' }, 200, undefined],
  ])('is replaced %s: %i', async (_, headers, status, type) => {
    const { path } = await install(`replaced-${JSON.stringify(headers)}`);
    const name = `replaced-${JSON.stringify(headers)}`;
    const response = await put(path, documentNamed(name, '02'), headers);
    if (type === undefined) expect(response.status).toBe(status);
    else expect(await problemOf(response)).toMatchObject({ status, type });
  });

  it('is withdrawn in the version that is named, or in any', async () => {
    const { path, etag } = await install('withdrawn');
    const withdraw = (headers: Record<string, string> = {}) => edge.fetch(path, { method: 'DELETE', headers });
    expect((await withdraw({ 'if-match': '"other"' })).status).toBe(412);
    expect((await withdraw({ 'if-match': `"other", ${etag}` })).status).toBe(200);
    expect((await withdraw()).status).toBe(404);
  });

  it('keeps the text that was sent, to the letter', async () => {
    const text = `{ "Policy" : ${JSON.stringify(documentNamed('spelt').Policy)} }\n`;
    const headers = { 'content-type': 'application/json' };
    expect((await edge.fetch('/api/v1/policies', { method: 'POST', headers, body: text })).status).toBe(201);
    expect(edge.domain.fakePolicies.asked.text).toBe(text);
  });

  it('is refused with every fault and where it is, a key given twice included', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = `{"Policy":{"name":"x","Policy-type":"SSM-Policy","Scope":"sensing-management","Statement":[
      {"StatementId":"a","Policy-Action":"Deny","Policy-Action":"Permit"},
      {"StatementId":"b","Policy-Action":"Deny","frequency":"nothing-known"}]}}`;
    const problem = await problemOf(await edge.fetch('/api/v1/policies', { method: 'POST', headers, body }));
    expect(problem.status).toBe(422);
    expect(problem.errors?.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['duplicate-key', '#/Policy/Statement/0/Policy-Action'],
      ['unknown-alias', '#/Policy/Statement/1/frequency'],
    ]);
  });

  it('may hold a polygon of ten thousand vertices', async () => {
    const ring = Array.from({ length: 10_000 }, (_, index) => {
      const angle = (index / 10_000) * 2 * Math.PI;
      return [Math.cos(angle).toFixed(6), Math.sin(angle).toFixed(6)].map(Number);
    });
    const location = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    const { Version, Policy } = documentNamed('coast');
    const body = { Version, Policy: { ...Policy, Statement: [{ ...Policy.Statement[0], location }] } };
    expect((await edge.post('/api/v1/policies', body)).status).toBe(201);
  });

  it('is checked without being put in force', async () => {
    const check = async (body: unknown) => (await edge.post('/api/v1/policies/check', body)).json();
    expect(await check(documentNamed('only-checked'))).toMatchObject({
      ok: true,
      summary: { added: [{ name: 'only-checked' }] },
    });
    expect(await check({ Policy: { name: 'x' } })).toMatchObject({ ok: false, policy_set: null, summary: null });
    const { items } = (await (await edge.fetch('/api/v1/policies')).json()) as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).not.toContain('only-checked');
  });

  it.each([
    [
      '?namespace=Foo&scope=sensor-management&type=SPA-Policy&q=mast',
      { namespace: 'Foo', scope: 'sensor-management', type: 'SPA-Policy', text: 'mast' },
    ],
    ['', {}],
  ])('is looked for by %s', async (query, filter) => {
    expect((await edge.fetch(`/api/v1/policies${query}`)).status).toBe(200);
    expect(edge.domain.fakePolicies.asked.filter).toEqual(filter);
  });

  it('is forced only where the caller says so', async () => {
    await edge.post('/api/v1/policies?force=true', documentNamed('forced'));
    expect(edge.domain.fakePolicies.asked.options).toMatchObject({ isForced: true });
    await edge.post('/api/v1/policies', documentNamed('not-forced'));
    expect(edge.domain.fakePolicies.asked.options).toMatchObject({ isForced: false });
  });
});

describe('the policy set over HTTP', () => {
  it('is shown, with its history and its files', async () => {
    for (const path of ['', '/history', '/in-force']) {
      expect([path, (await edge.fetch(`/api/v1/policy-set${path}`)).status]).toEqual([path, 200]);
    }
    expect((await edge.fetch(`/api/v1/policy-set/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await edge.fetch('/api/v1/policy-set/latest')).status).toBe(400);
  });
});
