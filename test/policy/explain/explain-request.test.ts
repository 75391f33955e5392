import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.ts';
import { statementName } from '../../../src/policy/decision-json.ts';
import { explainRequest } from '../../../src/policy/explain/explain-request.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import { parsePolicyRequest } from '../../../src/policy/request-json.ts';
import { arbitraryPolicySet, loadPolicies } from '../generation/policy-sets.ts';
import { arbitraryCase } from '../generation/requests.ts';
import { loaded } from '../policy-tests.ts';

const Statement = [
  { StatementId: 'clients', 'Policy-Action': 'Permit', Actor: 'role:client', 'SCOS-Task': 'Scanning' },
  {
    StatementId: 'quiet',
    'Policy-Action': 'Deny',
    frequency: [['100 MHz', '105 MHz']],
    description: 'radio astronomy',
  },
  { StatementId: 'slow', 'Policy-Action': 'Deny', Condition: { not: { lessthan: { 'wait-time': 30 } } } },
  {
    StatementId: 'either',
    'Policy-Action': 'Deny',
    Condition: { anyOf: [{ equals: { priority: 9 } }, { in: { frequency: [[0, 1]] } }] },
  },
  { StatementId: 'coarse', 'Policy-Action': 'Set', Attributes: { 'Min-resolution-bandwidth': '10 kHz' } },
];
const policy = { name: 'p', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management', Statement };
const elsewhere = {
  ...policy,
  name: 'q',
  namespace: 'Bar',
  Statement: [{ StatementId: 'bar', 'Policy-Action': 'Permit' }],
};
const set = loaded([
  {
    path: 'p.json',
    text: JSON.stringify({ Policies: [policy, elsewhere], Defaults: { 'sensing-management': { resource: 'accept' } } }),
  },
]);
const request: PolicyRequest = {
  scope: 'sensing-management',
  actor: { user: 'ann', roles: ['client'] },
  resource: { id: 'Foo:Sensors::A' },
  task: { operation: 'Scanning' },
  band: { startHz: 95e6, stopHz: 102e6 },
  time: new Date('2026-03-01T00:00:00Z'),
  attributes: { 'wait-time': 10, 'resolution-bandwidth': 50_000, priority: 1 },
};

function explained(part: Partial<PolicyRequest> = {}) {
  return explainRequest(set, { ...request, ...part });
}

function statement(id: string, part: Partial<PolicyRequest> = {}) {
  return explained(part).statements.find((one) => one.statement.endsWith(`#${id}`));
}

describe('explainRequest', () => {
  it.each<[string, string, Partial<PolicyRequest>, object | undefined]>([
    [
      'a part that fails',
      'clients',
      { actor: { roles: ['guest'] } },
      { part: 'actor', detail: 'the actor is role:guest; the statement names role:client' },
    ],
    [
      'what is not given',
      'clients',
      { actor: undefined },
      { part: 'actor', detail: 'the actor is not given; the statement names role:client' },
    ],
    ['the piece outside', 'quiet', {}, { part: 'frequency', actual: '95 MHz..100 MHz' }],
    [
      'the value and the limit of a condition',
      'slow',
      {},
      {
        part: 'condition',
        field: 'wait-time',
        actual: 10,
        limit: 30,
        unit: 's',
        detail: 'wait-time is 10 s; the condition is less than 30 s, which stands under `not`',
      },
    ],
    [
      'the first of several conditions that fail',
      'either',
      {},
      { part: 'condition', field: 'priority', actual: 1, limit: 9 },
    ],
    ['another namespace', 'bar', {}, { part: 'namespace', limit: 'Bar' }],
    ['nothing where all matches', 'coarse', {}, undefined],
  ])('names %s', (_, id, part, failed) => {
    const found = statement(id, part)?.failed;
    if (failed === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(failed);
  });

  it('says which statements match in part, and which piece is denied by what', () => {
    expect(statement('quiet')).toMatchObject({ matches: 'yes', inPart: true, effect: 'deny' });
    expect(explained().pieces).toEqual([
      { band: { min: 95e6, max: 100e6 }, from: '2026-03-01T00:00:00Z', reasons: [], by: [] },
      {
        band: { min: 100e6, max: 102e6 },
        from: '2026-03-01T00:00:00Z',
        reasons: ['explicit-deny'],
        by: ['global:p#quiet'],
      },
    ]);
  });

  it('says who accepts, who imposes what, and the nearest permitted request', () => {
    const { steps, settings, nearest } = explained();
    expect(steps).toEqual([
      { step: 'actor', by: ['global:p#clients'], accepted: 'statements' },
      { step: 'resource', by: [], accepted: 'default' },
    ]);
    expect(settings).toEqual([
      { attribute: 'min-resolution-bandwidth', value: 10_000, unit: 'Hz', by: ['global:p#coarse'], against: [] },
    ]);
    expect(nearest).toMatchObject({
      changes: [{ kind: 'band', field: 'frequency', from: '95 MHz..102 MHz', to: '93 MHz..100 MHz' }],
      isComplete: true,
    });
  });

  it('has no more to say of a request that means nothing', () => {
    const explanation = explained({ durationSeconds: -1 });
    expect(explanation).toMatchObject({ decision: { reason: 'invalid-request' }, statements: [], pieces: [] });
  });

  it('agrees with the decision about matches, reasons and defaults, for sets and requests of every kind', () => {
    fc.assert(
      fc.property(arbitraryCase(arbitraryPolicySet, { requests: 8 }), ({ document, requests }) => {
        const policies = loadPolicies(document);
        for (const json of requests) {
          const reading = parsePolicyRequest(json);
          if (!reading.ok) continue;
          const { decision, statements, pieces, steps, nearest } = explainRequest(policies, reading.request);
          if (decision.decision === 'Deny' && decision.faults.length > 0) continue;
          const matching = statements.filter(({ matches }) => matches === 'yes').map((one) => one.statement);
          expect(matching).toEqual(decision.matched.map(statementName));
          for (const one of statements) expect(one.failed !== undefined).toBe(one.matches !== 'yes' || one.inPart);
          const refused = steps.filter(({ accepted }) => accepted === 'default').map(({ step }) => step);
          if (decision.decision === 'Permit') expect(refused).toEqual(decision.defaultsUsed);
          const reasons = pieces.flatMap((piece) => piece.reasons);
          if (pieces.length > 0 && decision.reason !== 'invalid-request') {
            expect(reasons.length === 0 ? 'permit' : reasons).toSatisfy(
              (all: unknown) => all === 'permit' || (Array.isArray(all) && all.includes(decision.reason)),
            );
          }
          if (nearest?.request !== undefined) expect(decide(policies, nearest.request).decision).toBe('Permit');
        }
      }),
      { numRuns: 60 },
    );
  });
});
