import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningEdge, problemOf } from './running-edge.ts';

const folder = join(import.meta.dirname, '../../policies');
const names = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));

let edge: RunningEdge;
beforeAll(async () => {
  edge = await RunningEdge.start();
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
});

/** As an editor asks: without a token. */
function get(name: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${edge.url}/schemas/${name}`, { headers });
}

describe('the schemas of policy files', () => {
  it.each(names)('%s is served to anybody as it is shipped', async (name) => {
    const response = await get(name);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await response.text()).toBe(readFileSync(join(folder, name), 'utf8'));
  });

  it('refer to each other below the address they are served at', async () => {
    // A relative `$id` counts from where the schema was fetched; Ajv leaves that to whoever fetches.
    const fetchSchema = async (uri: string) => {
      const schema = (await (await fetch(uri)).json()) as { readonly $id: string };
      return { ...schema, $id: new URL(schema.$id, uri).href };
    };
    const ajv = new Ajv2020({ strict: false, loadSchema: fetchSchema });
    const validate = await ajv.compileAsync(await fetchSchema(`${edge.url}/schemas/policy.schema.json`));
    expect(validate({ Aliases: { frequency: { 'X-band': [['8 GHz', '12 GHz']] } } })).toBe(true);
    expect(validate({ Aliases: { frequency: { 'X-band': [['8 s', '12 s']] } } })).toBe(false);
  });

  it.each([
    ['the tag', (etag: string) => etag],
    ['the tag, weakly', (etag: string) => `W/${etag}`],
    ['a list with the tag', (etag: string) => `"other", ${etag}`],
    ['anything', () => '*'],
  ])('are not sent again to who has %s', async (_what, tagsOf) => {
    const etag = (await get('alias.schema.json')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const again = await get('alias.schema.json', { 'if-none-match': tagsOf(etag) });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
  });

  it('are sent to who has another one', async () => {
    const etag = (await get('alias.schema.json')).headers.get('etag') ?? '';
    expect((await get('terms.schema.json', { 'if-none-match': etag })).status).toBe(200);
  });

  it.each(['unknown.schema.json', 'a.schema.json'])('answer 404 for %s', async (name) => {
    const response = await get(name);
    expect([response.status, (await problemOf(response)).type]).toEqual([404, '/problems/not-found']);
  });

  it.each(['global%2fclients.json', '..%2fpackage.json', 'clients.json', '%2e%2e%2fx.schema.json', 'A.schema.json'])(
    'answer 400 for %s, which is no name of a schema',
    async (name) => {
      expect((await get(name)).status).toBe(400);
    },
  );
});
