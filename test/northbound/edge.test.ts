import { pino } from 'pino';
import { Registry } from 'prom-client';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PolicyDeniedError } from '../../src/enforcement/policy-denied-error.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  RecordingRefusedError,
  SensorUnavailableError,
  StorageFullError,
  UnavailableError,
} from '../../src/errors.ts';
import { readContract } from '../../src/northbound/contract/contract-document.ts';
import { ok } from '../../src/northbound/contract/operation.ts';
import { openEdge } from '../../src/northbound/edge.ts';
import { makeHandlers } from '../../src/northbound/handlers/handlers.ts';
import { toExpress } from '../../src/northbound/http-app.ts';
import { CursorSeal } from '../../src/northbound/pages/cursor.ts';
import { Pager } from '../../src/northbound/pages/pager.ts';
import { PROBLEMS } from '../../src/northbound/problem-details.ts';
import { ScheduleConflictError } from '../../src/tasking/schedule-conflict-error.ts';
import { ADMIN_TOKEN, CLIENT_TOKEN, EXPIRED_TOKEN, FakeDomain } from './fake-domain.ts';
import { NOW, aSensor, idOf } from './fake-things.ts';
import { RunningEdge, problemOf } from './running-edge.ts';

let edge: RunningEdge;
beforeAll(async () => {
  edge = await RunningEdge.start();
});
afterAll(async () => {
  await edge[Symbol.asyncDispose]();
});
beforeEach(() => {
  edge.domain.failure = undefined;
  edge.domain.denial = undefined;
  edge.domain.isReady = true;
  edge.logged.length = 0;
});

const SENSORS = '/api/v1/sensors';
const NEW_ENTRY = { name: 'scan', action: 'm4s', sensors: [idOf('1', 1)] };

describe('who may ask', () => {
  it.each([
    ['no token', undefined, 101],
    ['another scheme', 'Basic YWRtaW46YWRtaW4=', 101],
    ['nothing after the scheme', 'Bearer ', 101],
    ['a token with spaces', 'Bearer a b', 101],
    ['a foreign token', 'Bearer cb_token_foreign', 101],
    ['an expired token', `Bearer ${EXPIRED_TOKEN}`, 103],
  ])('is not somebody with %s', async (_name, authorization, code) => {
    const response = await fetch(
      `${edge.url}${SENSORS}`,
      authorization === undefined ? {} : { headers: { authorization } },
    );
    const problem = await problemOf(response);
    expect([response.status, problem.type, problem['scos_code']]).toEqual([401, '/problems/unauthenticated', code]);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="clearband"');
  });

  it('is asked before the body is looked at', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${edge.url}/api/v1/schedule`, { method: 'POST', headers, body: '{' });
    expect(response.status).toBe(401);
  });

  it('is not a token without the scope, and policy is not asked', async () => {
    const settled = edge.domain.settled.length;
    const headers = { authorization: `Bearer ${CLIENT_TOKEN}`, 'content-type': 'application/json' };
    const response = await edge.fetch('/api/v1/tokens', { method: 'POST', headers, body: '{"user": "client"}' });
    const problem = await problemOf(response);
    expect([response.status, problem.type, problem.detail]).toEqual([
      403,
      '/problems/forbidden',
      'the token lacks the scope `tokens:write`',
    ]);
    expect(edge.domain.settled).toHaveLength(settled);
  });

  it('is anybody where the table of open operations says so', async () => {
    const answers = await Promise.all(
      ['/livez', '/readyz', '/metrics', '/openapi.json', '/docs', '/problems/conflict'].map((path) =>
        fetch(`${edge.url}${path}`),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it('is told who it is', async () => {
    const response = await edge.fetch('/api/v1/me');
    expect(await response.json()).toMatchObject({
      user: 'admin',
      roles: ['admin'],
      element: { name: 'clearband' },
      token_id: 'token000admin',
    });
  });
});

describe('the gate', () => {
  it('is settled for every operation that answers', async () => {
    await edge.fetch(SENSORS);
    expect(edge.domain.settled.at(-1)).toEqual({
      operation: 'sensor_list',
      scope: 'sensing-management',
      scosTask: 'Discovery',
    });
  });

  it('is settled too when what was permitted then fails, and not when nothing was permitted', async () => {
    expect((await edge.fetch(`${SENSORS}/${idOf('1', 99)}`)).status).toBe(404);
    expect(edge.domain.settled.at(-1)?.operation).toBe('sensor_show');
    const settled = edge.domain.settled.length;
    edge.domain.denial = DENIAL;
    expect((await edge.fetch(`${SENSORS}/${idOf('1', 1)}`)).status).toBe(403);
    edge.domain.denial = undefined;
    edge.domain.failure = new NotFoundError('sensor', 'x');
    expect((await edge.fetch(SENSORS)).status).toBe(404);
    edge.domain.failure = undefined;
    expect(edge.domain.settled).toHaveLength(settled);
  });

  it('turns a handler that never asked it into a fault of the Manager', async () => {
    const domain = new FakeDomain();
    const pager = new Pager(new CursorSeal(new Uint8Array(32)));
    const handlers = makeHandlers(domain, {
      pager,
      metrics: new Registry(),
      contract: readContract(),
      heartbeatMs: 1000,
    });
    const forgetful = { ...handlers, sensor_show: () => ok(aSensor(1)) };
    const parts = {
      domain,
      metrics: new Registry(),
      log: pino({ level: 'silent' }),
      shutdown: new AbortController().signal,
    };
    const app = toExpress(await openEdge({ ...parts, bodyLimit: 1000, text: readContract(), handlers: forgetful }));
    const answer = await supertest(app)
      .get(`${SENSORS}/${idOf('1', 1)}`)
      .set('authorization', `Bearer ${ADMIN_TOKEN}`);
    expect([answer.status, answer.type]).toEqual([500, 'application/problem+json']);
  });
});

const DENIAL = new PolicyDeniedError({
  decisionId: 'd1',
  reason: 'explicit-deny',
  code: 201,
  because: [
    {
      policy: 'global:quiet-zone',
      statement: 's1',
      description: 'Nothing here.',
      detail: 'radio astronomy',
      values: [{ field: 'frequency', actual: { min: 1, max: 2 }, operator: 'in', limit: '1..2 Hz', unit: 'Hz' }],
    },
  ],
  nearest: { frequency: [3, 4] },
  policySetHash: 'abc',
});
const CONFLICT = new ScheduleConflictError([
  { sensorId: idOf('1', 1), sensorName: 'sensor-1', start: NOW, stop: NOW, nextFree: undefined },
]);

const FAILURES: readonly (readonly [string, Error, number, string, object])[] = [
  [
    'a fault in a body',
    new InvalidInputError([{ code: 'c-1', detail: 'd', pointer: '#/a' }]),
    422,
    'invalid-input',
    { errors: [{ code: 'c-1', detail: 'd', pointer: '#/a' }], detail: 'd' },
  ],
  [
    'a fault in a parameter',
    new InvalidInputError([{ code: 'c-1', detail: 'd', parameter: 'a' }]),
    400,
    'invalid-request',
    { errors: [{ code: 'c-1', detail: 'd', parameter: 'a' }] },
  ],
  [
    'a denial',
    DENIAL,
    403,
    'policy-denied',
    {
      decision_id: 'd1',
      reason: 'explicit-deny',
      scos_code: 201,
      policy_set: 'abc',
      nearest: { frequency: [3, 4] },
      reasons: DENIAL.denial.because,
    },
  ],
  ['something that is not there', new NotFoundError('sensor', 'x'), 404, 'not-found', { detail: 'no sensor `x`' }],
  ['a conflict', new ConflictError('the name is taken'), 409, 'conflict', { detail: 'the name is taken' }],
  [
    'a taken slot',
    CONFLICT,
    409,
    'schedule-conflict',
    {
      scos_code: 303,
      conflicts: [
        {
          sensor_id: idOf('1', 1),
          sensor_name: 'sensor-1',
          start: NOW.toISOString(),
          stop: NOW.toISOString(),
          next_free: null,
        },
      ],
    },
  ],
  [
    'no sensor',
    new SensorUnavailableError('none', [{ sensor: 's', reason: 'expired' }]),
    409,
    'sensor-unavailable',
    { scos_code: 300, rejected: [{ sensor: 's', reason: 'expired' }] },
  ],
  [
    'a refused recording',
    new RecordingRefusedError(403, [{ code: 'bad-hash', detail: 'd' }]),
    422,
    'recording-refused',
    { errors: [{ code: 'bad-hash', detail: 'd' }] },
  ],
  [
    'a database that is down',
    new UnavailableError('the database is down', 2.5),
    503,
    'unavailable',
    { detail: 'the database is down' },
  ],
  ['a full disk', new StorageFullError('the disk is full'), 507, 'storage-full', { detail: 'the disk is full' }],
];

describe('a failure', () => {
  it.each(FAILURES)('is one problem document: %s', async (_name, failure, status, kind, members) => {
    edge.domain.failure = failure;
    const response = await edge.post('/api/v1/schedule', NEW_ENTRY);
    const problem = await problemOf(response);
    expect([response.status, problem.type]).toEqual([status, `/problems/${kind}`]);
    expect(problem).toMatchObject(members);
    expect(problem.instance).toBe(`urn:clearband:request:${response.headers.get('x-request-id') ?? ''}`);
  });

  it('by policy is told as the gate says it', async () => {
    edge.domain.denial = DENIAL;
    expect((await edge.fetch(`${SENSORS}/${idOf('1', 1)}`)).status).toBe(403);
  });

  it('that passes says when to ask again', async () => {
    edge.domain.failure = new UnavailableError('the database is down', 2.5);
    expect((await edge.fetch(SENSORS)).headers.get('retry-after')).toBe('3');
  });

  it('that nobody foresaw shows nothing but an id, which the log has', async () => {
    edge.domain.failure = new Error('select secret from token where x = $1');
    const response = await edge.fetch(SENSORS);
    const problem = await problemOf(response);
    expect(Object.keys(problem).sort()).toEqual(['instance', 'status', 'title', 'type']);
    expect(response.status).toBe(500);
    const line = edge.logged.find((text) => text.includes('unexpected error')) ?? '';
    expect(line).toContain(problem.instance);
    expect(line).toContain('select secret');
  });

  it.each(Object.keys(PROBLEMS))('of the kind %s has a page that its type leads to', async (kind) => {
    const response = await fetch(`${edge.url}/problems/${kind}`);
    expect(await response.json()).toMatchObject({ type: `/problems/${kind}` });
  });

  it('of an unknown kind has none', async () => {
    expect((await problemOf(await fetch(`${edge.url}/problems/constructor`))).type).toBe('/problems/not-found');
  });
});

describe('addresses and methods', () => {
  it.each([
    '/',
    '/api/v1',
    '/api/v1/sensor',
    '/api/v1/sensors/a/b',
    '/api/v2/sensors',
    '/docs/',
    '//api/v1/sensors',
    '/livez/x',
  ])('%s', async (path) => {
    const response = await edge.fetch(path);
    if (path === '/docs/') expect(response.status).toBe(200);
    else expect((await problemOf(response)).type).toBe('/problems/no-such-route');
  });

  it.each([
    ['PUT', SENSORS, 'GET, HEAD, OPTIONS'],
    ['PATCH', `/api/v1/schedule/${idOf('a', 1)}`, 'GET, DELETE, HEAD, OPTIONS'],
    ['GET', '/api/v1/sensors/search', 'POST, OPTIONS'],
    ['POST', '/livez', 'GET, HEAD, OPTIONS'],
    ['TRACE', SENSORS, 'GET, HEAD, OPTIONS'],
  ])('%s %s is not allowed, and the answer says what is', async (method, path, allow) => {
    const send = supertest.agent(edge.url).set('authorization', `Bearer ${ADMIN_TOKEN}`);
    const answer = await send[method.toLowerCase() as 'put'](path);
    expect([answer.status, answer.headers['allow'], answer.type]).toEqual([405, allow, 'application/problem+json']);
  });

  it('OPTIONS says what is allowed, to anybody', async () => {
    const response = await fetch(`${edge.url}${SENSORS}`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it.each([SENSORS, '/livez', '/docs', `/api/v1/acquisitions/${idOf('c', 1)}/archive`, '/api/v1/events'])(
    'HEAD %s has the headers of GET and no body',
    async (path) => {
      const response = await edge.fetch(path, { method: 'HEAD' });
      expect([response.status, await response.text()]).toEqual([200, '']);
      expect(response.headers.get('content-type')).not.toBeNull();
    },
  );

  it('HEAD is as closed as GET', async () => {
    expect((await fetch(`${edge.url}${SENSORS}`, { method: 'HEAD' })).status).toBe(401);
  });
});

describe('every answer', () => {
  it('has strict headers and does not say what serves it', async () => {
    const { headers } = await edge.fetch(SENSORS);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('has the id that a proxy gave the request, where it is harmless', async () => {
    const given = await edge.fetch(SENSORS, { headers: { 'x-request-id': 'proxy-17' } });
    expect(given.headers.get('x-request-id')).toBe('proxy-17');
    const evil = await edge.fetch(SENSORS, { headers: { 'x-request-id': 'a b"<script>' } });
    expect(evil.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is logged and counted, without token, query or body', async () => {
    const response = await edge.fetch(`${SENSORS}?action=hush`);
    await response.text();
    await expect.poll(() => edge.logged.join('')).toContain('"operation":"sensor_list"');
    const line = edge.logged.join('');
    expect(line).toContain('"path":"/api/v1/sensors"');
    expect(line).toContain('"user":"admin"');
    expect(line).not.toContain(ADMIN_TOKEN);
    expect(line).not.toContain('hush');
    const figures = await (await fetch(`${edge.url}/metrics`)).text();
    expect(figures).toMatch(/clearband_http_request_duration_seconds_count\{operation="sensor_list",status="200"\} \d/);
    expect(figures).toContain('process_cpu_seconds_total');
  });
});

describe('the documents', () => {
  it('work without any other site and without inline script', async () => {
    const page = await fetch(`${edge.url}/docs`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(html).not.toMatch(/<script>|<style|https?:|\son\w+=/);
    const assets = [...html.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path]) => path ?? '');
    const answers = await Promise.all(assets.map((path) => fetch(`${edge.url}${path}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('have the contract as it is served', async () => {
    const served: unknown = await (await fetch(`${edge.url}/openapi.json`)).json();
    expect(served).toEqual(JSON.parse(readContract()));
  });

  it('say when the Manager is not ready, and why', async () => {
    edge.domain.isReady = false;
    const response = await fetch(`${edge.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      ready: false,
      checks: [{ name: 'database', ok: false, detail: 'as told' }],
    });
  });
});
