import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN } from './fake-domain.ts';
import { idOf } from './fake-things.ts';
import { RunningEdge } from './running-edge.ts';
import type { ProblemBody } from './running-edge.ts';

let edge: RunningEdge;
beforeAll(async () => {
  edge = await RunningEdge.start({ bodyLimit: 100_000 });
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
});
beforeEach(() => {
  edge.domain.asked = {};
});

const AREA = { circle: { center: [-105, 40], radius: '10 km' } };
const ENTRY = { name: 'scan', action: 'm4s', parameters: { center_hz: 98e6, sample_rate_hz: 1e6 }, area: AREA };
const SENSOR = idOf('1', 1);

/** What is wrong, as `<status> <code> <pointer or parameter>`, in order. */
function wrong({ status, body }: { status: number; body: unknown }): string[] {
  const problem = body as ProblemBody;
  expect(problem.status).toBe(status);
  return (problem.errors ?? []).map(
    ({ code, pointer, parameter }) => `${status} ${code} ${pointer ?? parameter ?? ''}`,
  );
}

function get(path: string) {
  return supertest(edge.url).get(path).set('authorization', `Bearer ${ADMIN_TOKEN}`);
}

function post(path: string, body: string | object, type = 'application/json') {
  return supertest(edge.url)
    .post(path)
    .set('authorization', `Bearer ${ADMIN_TOKEN}`)
    .set('content-type', type)
    .send(body);
}

const PARAMETERS: readonly (readonly [string, string, readonly string[]])[] = [
  ['an unknown parameter', '/api/v1/sensors?colour=red', ['400 unknown-parameter colour']],
  ['a parameter of another operation', '/api/v1/sensors?datetime=..', ['400 unknown-parameter datetime']],
  ['a parameter given twice', '/api/v1/sensors?limit=1&limit=2', ['400 duplicate-parameter limit']],
  [
    'several faults at once',
    '/api/v1/sensors?limit=0&status=lost&x=1&x=2',
    ['400 duplicate-parameter x', '400 unknown-parameter x', '400 not-allowed status', '400 out-of-range limit'],
  ],
  ['a limit of 0', '/api/v1/tasks?limit=0', ['400 out-of-range limit']],
  ['a page of a million', '/api/v1/tasks?limit=1000000', ['400 out-of-range limit']],
  ['half an item', '/api/v1/tasks?limit=1.5', ['400 wrong-type limit']],
  ['a limit that is no number', '/api/v1/tasks?limit=ten', ['400 wrong-type limit']],
  ['a limit without a value', '/api/v1/tasks?limit=', ['400 wrong-type limit']],
  ['a band upside down', '/api/v1/sensors?band=200,100', ['400 upside-down band']],
  ['an empty band', '/api/v1/sensors?band=100,100', ['400 empty-band band']],
  ['a negative band', '/api/v1/observations?band=-1,100', ['400 out-of-range band']],
  ['a band beyond radio', '/api/v1/observations?band=1,4e12', ['400 out-of-range band']],
  ['an endless band', '/api/v1/observations?band=1,1e999', ['400 out-of-range band']],
  ['half a band', '/api/v1/sensors?band=100', ['400 too-few-items band']],
  ['three edges of a band', '/api/v1/sensors?band=1,2,3', ['400 too-many-items band']],
  ['a band of words', '/api/v1/sensors?band=low,high', ['400 wrong-type band', '400 wrong-type band']],
  ['a box upside down', '/api/v1/sensors?bbox=0,10,1,5', ['400 upside-down bbox']],
  ['a box off the map', '/api/v1/sensors?bbox=-200,0,0,91', ['400 out-of-range bbox', '400 out-of-range bbox']],
  ['a box of three sides', '/api/v1/observations?bbox=1,2,3', ['400 too-few-items bbox']],
  ['a point without a radius', '/api/v1/sensors?point=1,2', ['400 missing-parameter radius_m']],
  ['a radius without a point', '/api/v1/sensors?radius_m=5', ['400 missing-parameter point']],
  ['a radius of 0', '/api/v1/sensors?point=1,2&radius_m=0', ['400 out-of-range radius_m']],
  ['a radius beyond the Earth', '/api/v1/sensors?point=1,2&radius_m=1e8', ['400 out-of-range radius_m']],
  ['a box and a point', '/api/v1/sensors?bbox=1,2,3,4&point=1,2&radius_m=3', ['400 contradictory-parameters point']],
  ['latitude before longitude', '/api/v1/sensors?point=40,-105&radius_m=3', ['400 out-of-range point']],
  [
    'several meanings wrong',
    '/api/v1/observations?bbox=0,9,1,5&band=2,1&datetime=2026-01-02T00:00:00Z/2026-01-01T00:00:00Z',
    ['400 upside-down bbox', '400 upside-down band', '400 stop-before-start datetime'],
  ],
  ['a time without an offset', '/api/v1/observations?datetime=2026-01-01T00:00:00', ['400 invalid-time datetime']],
  [
    'an offset whose plus became a space',
    '/api/v1/observations?datetime=2026-01-01T00:00:00+01:00/..',
    ['400 invalid-time datetime'],
  ],
  ['a day that does not exist', '/api/v1/observations?datetime=2026-02-30T00:00:00Z/..', ['400 invalid-time datetime']],
  ['an action with NUL', '/api/v1/sensors?action=m4s%00', ['400 invalid-name action']],
  [
    'an action of 65 octets',
    `/api/v1/sensors?action=${'x'.repeat(65)}`,
    ['400 too-long action', '400 invalid-name action'],
  ],
  ['a sensor that is no UUID', '/api/v1/tasks?sensor=1%27%20or%201=1', ['400 invalid-id sensor']],
  ['an id that is no UUID', '/api/v1/sensors/not-a-uuid', ['400 invalid-id id']],
  ['an id with NUL', '/api/v1/sensors/%00', ['400 invalid-id id']],
  ['an id that is not even encoded', '/api/v1/sensors/%ZZ', ['400 malformed-address ']],
  ['a boolean that is none', '/api/v1/schedule?is_active=maybe', ['400 wrong-type is_active']],
  ['a state that is none', '/api/v1/tasks?state=lost', ['400 not-allowed state']],
  ['a name with a control character', '/api/v1/schedule?name=a%0Ab', ['400 invalid-name name']],
  ['a cursor that is none', '/api/v1/sensors?cursor=!!', ['400 invalid-format cursor']],
  [
    'a cursor of somebody else',
    '/api/v1/sensors?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ['400 invalid-cursor cursor'],
  ],
  [
    'a bad cursor and a bad band',
    '/api/v1/sensors?cursor=AAAA&band=2,1',
    ['400 upside-down band', '400 invalid-cursor cursor'],
  ],
  [
    'an attack on the prototype',
    '/api/v1/sensors?__proto__=1&constructor=2',
    ['400 unknown-parameter __proto__', '400 unknown-parameter constructor'],
  ],
  ['a nested parameter', '/api/v1/sensors?limit[$gt]=1', ['400 unknown-parameter limit[$gt]']],
  ['a place in the record of events that is none', '/api/v1/events?after=latest', ['400 invalid-format after']],
  ['a place beyond every transaction', '/api/v1/events?after=9999999999999999999-1', ['400 out-of-range after']],
  ['an unknown page of documents', '/docs/..%2f..%2fpackage.json', ['400 not-allowed asset']],
];

const BODIES: readonly (readonly [string, string, object | string, readonly string[]])[] = [
  ['an unknown field', '/api/v1/schedule', { ...ENTRY, colour: 'red' }, ['400 unknown-field #/colour']],
  ['missing fields', '/api/v1/schedule', { area: AREA }, ['400 missing-field #/name', '400 missing-field #/action']],
  ['neither sensors nor area', '/api/v1/schedule', { ...ENTRY, area: undefined }, ['400 contradictory-fields #']],
  ['sensors and area', '/api/v1/schedule', { ...ENTRY, sensors: [SENSOR] }, ['400 contradictory-fields #']],
  [
    'a count without an area',
    '/api/v1/schedule',
    { ...ENTRY, area: undefined, sensors: [SENSOR], count: 2 },
    ['400 missing-field #/area'],
  ],
  [
    'stop and relative_stop',
    '/api/v1/schedule',
    { ...ENTRY, stop: '2027-01-01T00:00:00Z', relative_stop: 5 },
    ['400 contradictory-fields #'],
  ],
  ['an interval of 0', '/api/v1/schedule', { ...ENTRY, interval: 0 }, ['400 out-of-range #/interval']],
  ['a negative slot', '/api/v1/schedule', { ...ENTRY, slot: -1 }, ['400 out-of-range #/slot']],
  [
    'a stop before the start of all',
    '/api/v1/schedule',
    { ...ENTRY, relative_stop: 0 },
    ['400 out-of-range #/relative_stop'],
  ],
  ['a priority of 20', '/api/v1/schedule', { ...ENTRY, priority: 20 }, ['400 out-of-range #/priority']],
  ['a priority and a half', '/api/v1/schedule', { ...ENTRY, priority: 1.5 }, ['400 wrong-type #/priority']],
  ['a number as text', '/api/v1/schedule', { ...ENTRY, interval: '10' }, ['400 wrong-type #/interval']],
  ['null for nothing', '/api/v1/schedule', { ...ENTRY, start: null }, ['400 wrong-type #/start']],
  [
    'times without an offset',
    '/api/v1/schedule',
    { ...ENTRY, start: '2026-11-20T12:00:00', stop: '2026-11-21' },
    ['400 invalid-time #/start', '400 invalid-time #/stop'],
  ],
  [
    'a name of 65 octets',
    '/api/v1/schedule',
    { ...ENTRY, name: 'x'.repeat(65) },
    ['400 too-long #/name', '400 invalid-name #/name'],
  ],
  [
    'a name of 66 octets in 33 letters',
    '/api/v1/schedule',
    { ...ENTRY, name: 'é'.repeat(33) },
    ['400 invalid-name #/name'],
  ],
  ['a name with NUL', '/api/v1/schedule', { ...ENTRY, name: 'a\0b' }, ['400 invalid-name #/name']],
  ['an empty name', '/api/v1/schedule', { ...ENTRY, name: '' }, ['400 too-short #/name', '400 invalid-name #/name']],
  ['no sensors', '/api/v1/schedule', { ...ENTRY, area: undefined, sensors: [] }, ['400 too-few-items #/sensors']],
  [
    'one sensor twice',
    '/api/v1/schedule',
    { ...ENTRY, area: undefined, sensors: [SENSOR, SENSOR] },
    ['400 duplicate-item #/sensors'],
  ],
  [
    'a sensor that is no UUID',
    '/api/v1/schedule',
    { ...ENTRY, area: undefined, sensors: [SENSOR, 'boulder'] },
    ['400 invalid-id #/sensors/1'],
  ],
  ['parameters that are a list', '/api/v1/schedule', { ...ENTRY, parameters: [] }, ['400 wrong-type #/parameters']],
  [
    'parameters within parameters',
    '/api/v1/schedule',
    { ...ENTRY, parameters: { extra: {} } },
    ['400 wrong-type #/parameters/extra'],
  ],
  [
    'a frequency without end',
    '/api/v1/schedule',
    JSON.stringify(ENTRY).replace('98000000', '1e999'),
    ['400 wrong-type #/parameters/center_hz'],
  ],
  ['an unknown action', '/api/v1/schedule', { ...ENTRY, action: 'unknown' }, ['422 unknown-action #/action']],
  [
    'a polygon that is not closed',
    '/api/v1/schedule',
    {
      ...ENTRY,
      area: polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
    },
    ['422 not-closed #/area/coordinates/0'],
  ],
  [
    'a polygon that crosses itself',
    '/api/v1/sensors/search',
    {
      area: polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    },
    ['422 self-crossing-polygon #/area/coordinates'],
  ],
  [
    'a polygon of two corners',
    '/api/v1/sensors/search',
    {
      area: polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
    },
    ['422 too-few-positions #/area/coordinates/0'],
  ],
  [
    'coordinates off the map',
    '/api/v1/observations/search',
    {
      area: polygon([
        [0, 0],
        [400, 0],
        [1, 91],
        [0, 0],
      ]),
    },
    ['422 out-of-range #/area/coordinates/0/1/0', '422 out-of-range #/area/coordinates/0/2/1'],
  ],
  [
    'a polygon of words',
    '/api/v1/sensors/search',
    { area: { type: 'Polygon', coordinates: [['a']] } },
    ['400 wrong-type #/area/coordinates/0/0'],
  ],
  [
    'a polygon of 2001 positions',
    '/api/v1/sensors/search',
    { area: polygon([...circle(1000), ...circle(1000), [1, 0]]) },
    ['400 too-many-items #/area/coordinates/0'],
  ],
  [
    'many polygons of 2001 positions',
    '/api/v1/sensors/search',
    { area: { type: 'MultiPolygon', coordinates: [[circle(1000)], [circle(1001)]] } },
    ['422 too-many-positions #/area/coordinates'],
  ],
  [
    'a point for an area',
    '/api/v1/sensors/search',
    { area: { type: 'Point', coordinates: [[[0, 0]]] } },
    ['400 not-allowed #/area/type'],
  ],
  [
    'a circle without a unit',
    '/api/v1/sensors/search',
    { area: { circle: { center: [0, 0], radius: '10 kHz' } } },
    ['422 wrong-quantity #/area/circle/radius'],
  ],
  ['an area of nothing', '/api/v1/sensors/search', { area: {} }, ['400 too-few-items #/area']],
  [
    'several meanings wrong',
    '/api/v1/observations/search',
    {
      area: polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      band: { start_hz: 2, stop_hz: 1 },
      datetime: '2026-01-02T00:00:00Z/2026-01-01T00:00:00Z',
      cursor: 'AAAA',
    },
    [
      '422 not-closed #/area/coordinates/0',
      '422 upside-down #/band',
      '422 stop-before-start #/datetime',
      '422 invalid-cursor #/cursor',
    ],
  ],
  ['a scope that is none', '/api/v1/tokens', { user: 'client', scopes: ['ALL'] }, ['400 invalid-format #/scopes/0']],
  [
    'a sensor name with a wildcard',
    '/api/v1/join-tokens',
    { sensor_name: 'roof*' },
    ['400 invalid-format #/sensor_name'],
  ],
  ['a token for a second', '/api/v1/join-tokens', { ttl_seconds: 1 }, ['400 out-of-range #/ttl_seconds']],
  ['a body that is a list', '/api/v1/schedule', [], ['400 wrong-type #']],
  ['a body that is a word', '/api/v1/schedule', '"scan"', ['400 wrong-type #']],
  ['a body that is null', '/api/v1/schedule', 'null', ['400 wrong-type #']],
  [
    'an attack on the prototype',
    '/api/v1/join-tokens',
    '{"__proto__": {"ttl_seconds": 60}, "constructor": {"prototype": {}}}',
    ['400 unknown-field #/__proto__', '400 unknown-field #/constructor'],
  ],
  ['a field named like a pointer', '/api/v1/join-tokens', { 'a/b~c': 1 }, ['400 unknown-field #/a~1b~0c']],
  ['malformed JSON', '/api/v1/schedule', '{"name": "a",}', ['400 malformed-json #']],
  ['half a body', '/api/v1/schedule', '{"name": "a', ['400 malformed-json #']],
  [
    '30,000 sensors',
    '/api/v1/schedule',
    { ...ENTRY, sensors: Array.from({ length: 30_000 }, () => 0) },
    ['400 too-many-values #'],
  ],
  [
    'a body of many levels',
    '/api/v1/schedule',
    `{"parameters": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    ['400 too-deep #'],
  ],
];

function polygon(ring: readonly (readonly number[])[]): object {
  return { type: 'Polygon', coordinates: [ring] };
}

function circle(corners: number): (readonly number[])[] {
  const ring = Array.from({ length: corners - 1 }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / (corners - 1);
    return [Math.cos(angle), Math.sin(angle)];
  });
  return [...ring, ring[0] ?? []];
}

describe('bad input', () => {
  it.each(PARAMETERS)('in an address is named: %s', async (_name, path, expected) => {
    const faults = wrong(await get(path));
    expect([...faults].sort()).toEqual([...expected].sort());
    expect(edge.domain.asked).toEqual({});
  });

  it.each(BODIES)('in a body is named: %s', async (_name, path, body, expected) => {
    const answer = await post(path, body);
    expect(wrong(answer)).toEqual(expected);
    if (answer.status === 400) expect(edge.domain.asked).toEqual({});
  });

  it('names at most 50 faults, and says how many there are', async () => {
    const fields = Object.fromEntries(Array.from({ length: 200 }, (_, number) => [`field${number}`, 1]));
    const { body } = (await post('/api/v1/join-tokens', fields)) as { body: ProblemBody };
    expect(body.errors).toHaveLength(50);
    expect(body.detail).toBe('200 faults, of which 50 are listed');
  });

  it('says where malformed JSON goes wrong and repeats nothing of it', async () => {
    const { body } = (await post('/api/v1/schedule', '{\n "name": "secret",\n}')) as { body: ProblemBody };
    expect(body.detail).toBe(
      'the body is not JSON: at line 3, column 1 a name in double quotes was expected, but there is something else',
    );
  });

  it('says what would be right', async () => {
    const { body } = (await get('/api/v1/tasks?state=lost&datetime=..')) as { body: ProblemBody };
    expect(body.errors?.map(({ detail }) => detail)).toEqual([
      'unknown parameter `datetime`; known are `schedule_entry`, `sensor`, `state`, `limit`, `cursor`',
      expect.stringMatching(/^`state` must be one of `planned`, `dispatched`/),
    ]);
  });

  it('is refused when the body is over the limit, however it is sent', async () => {
    const large = await post('/api/v1/schedule', { ...ENTRY, name: 'x'.repeat(100_001) });
    expect([large.status, (large.body as ProblemBody).type]).toEqual([413, '/problems/body-too-large']);
    const body = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(20_000).fill(32));
      },
    });
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    const sent = fetch(`${edge.url}/api/v1/schedule`, { method: 'POST', headers, body, duplex: 'half' });
    // The answer comes before an endless body ends.
    expect((await sent).status).toBe(413);
  });

  it.each([
    ['no type', undefined],
    ['a form', 'application/x-www-form-urlencoded'],
    ['plain text', 'text/plain'],
    ['another JSON', 'application/geo+json'],
  ])('is refused when the body has %s', async (_name, type) => {
    const headers: Record<string, string> = {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      ...(type !== undefined && { 'content-type': type }),
    };
    const body = new TextEncoder().encode('{}');
    const response = await fetch(`${edge.url}/api/v1/join-tokens`, { method: 'POST', headers, body });
    expect(response.status).toBe(415);
    expect(response.headers.get('accept')).toBe('application/json');
  });

  it('is refused when the body is compressed, or not UTF-8', async () => {
    const packed = await post('/api/v1/join-tokens', '{}').set('content-encoding', 'gzip');
    expect(packed.status).toBe(415);
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const broken = await fetch(`${edge.url}/api/v1/join-tokens`, { method: 'POST', headers, body });
    expect(wrong({ status: broken.status, body: await broken.json() })).toEqual(['400 malformed-utf8 #']);
  });

  it('is a body that is not there', async () => {
    const response = await edge.fetch('/api/v1/schedule', { method: 'POST' });
    expect(wrong({ status: response.status, body: await response.json() })).toEqual(['400 missing-body #']);
  });
});
