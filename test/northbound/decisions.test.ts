import { describe, expect, it } from 'vitest';
import { PolicyDeniedError } from '../../src/enforcement/policy-denied-error.ts';
import { NotFoundError } from '../../src/errors.ts';
import { problemOf, RunningEdge } from './running-edge.ts';

const ID = '019a9f3e-7c00-7000-8000-d00000000001';

describe('decisions over HTTP', () => {
  it('are asked for by all that the contract offers', async () => {
    await using edge = await RunningEdge.start();
    const query = new URLSearchParams({
      actor: 'clearband:client',
      resource: 'clearband:Sensors::boulder',
      sensor: '019A9F3E-7C00-7000-8000-000000000001',
      outcome: 'Deny',
      statement: 'global:astronomy#one',
      operation: 'schedule_create',
      reason: 'explicit-deny',
      datetime: '2026-11-20T00:00:00Z/..',
    });
    const response = await edge.fetch(`/api/v1/decisions?${query.toString()}`);
    expect(response.status).toBe(200);
    expect(edge.domain.asked.decisions).toEqual({
      actor: 'clearband:client',
      resource: 'clearband:Sensors::boulder',
      sensorId: '019a9f3e-7c00-7000-8000-000000000001',
      outcome: 'Deny',
      statement: 'global:astronomy#one',
      operation: 'schedule_create',
      reason: 'explicit-deny',
      from: new Date('2026-11-20T00:00:00Z'),
    });
  });

  it('are shown whole, with null for what there is none of and for what may not be known', async () => {
    await using edge = await RunningEdge.start();
    const known = edge.domain.decisionList[0];
    edge.domain.decisionList.splice(0, 1, { ...known, setHash: undefined, because: undefined } as never);
    const shown: unknown = await (await edge.fetch(`/api/v1/decisions/${ID}`)).json();
    expect(shown).toMatchObject({ id: ID, set: null, because: null, policy_set: null, scos_task: 'Scanning' });
  });

  it.each([
    { what: 'an unknown outcome', query: 'outcome=Maybe', parameter: 'outcome' },
    {
      what: 'an interval that stops before it starts',
      query: 'datetime=2026-02-01T00:00:00Z/2026-01-01T00:00:00Z',
      parameter: 'datetime',
    },
    { what: 'a foreign cursor', query: 'cursor=abc', parameter: 'cursor' },
    // No database can hold it.
    ...['actor', 'resource', 'statement', 'operation', 'reason'].map((parameter) => {
      return { what: `a control character in ${parameter}`, query: `${parameter}=a%00b`, parameter };
    }),
  ])('are refused for $what', async ({ query, parameter }) => {
    await using edge = await RunningEdge.start();
    const problem = await problemOf(await edge.fetch(`/api/v1/decisions?${query}`));
    expect(problem.errors).toMatchObject([{ parameter }]);
  });

  it('that are not to be seen are not there', async () => {
    await using edge = await RunningEdge.start();
    edge.domain.failure = new NotFoundError('decision', ID);
    expect(await problemOf(await edge.fetch(`/api/v1/decisions/${ID}`))).toMatchObject({ status: 404 });
  });
});

describe('a refusal over HTTP', () => {
  it('does not name the set of policies where the Actor may not know it', async () => {
    await using edge = await RunningEdge.start();
    edge.domain.denial = new PolicyDeniedError({ decisionId: ID, reason: 'explicit-deny', code: 201, because: [] });
    const problem = await problemOf(await edge.fetch('/api/v1/sensors/019a9f3e-7c00-7000-8000-000000000001'));
    expect(problem).toEqual({
      type: '/problems/policy-denied',
      title: 'Denied by policy',
      status: 403,
      detail: 'denied by policy: explicit-deny',
      instance: problem.instance,
      scos_code: 201,
      decision_id: ID,
      reason: 'explicit-deny',
      reasons: [],
    });
  });
});

describe('policy evaluations over HTTP', () => {
  it('hand on what is asked, with nothing where it does not say', async () => {
    await using edge = await RunningEdge.start();
    const answer = await edge.post('/api/v1/policy-evaluations', { request: { scope: 'x' } });
    expect(answer.status).toBe(200);
    expect(edge.domain.asked.evaluation).toEqual({ request: { scope: 'x' }, drafts: [], whole: false, explain: false });
    expect(await answer.json()).toEqual({
      decision: 'Permit',
      reason: 'permit',
      code: 0,
      matched: ['global:open#one'],
      set: { 'min-sensing-slot-duration': 1 },
      obligations: [],
      occupied: null,
      defaults: [],
      because: [],
      request: { scope: 'x' },
    });
  });

  it('leave it to the policy language what a request is', async () => {
    await using edge = await RunningEdge.start();
    expect((await edge.post('/api/v1/policy-evaluations', { request: 'no request' })).status).toBe(200);
    expect((await edge.post('/api/v1/policy-evaluations', {})).status).toBe(400);
    expect((await edge.post('/api/v1/policy-evaluations', { request: {}, drafts: ['x'] })).status).toBe(400);
  });
});
