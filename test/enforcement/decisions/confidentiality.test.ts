import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewDecision } from '../../../src/enforcement/decision-log.ts';
import { type Insight, insightInto, outsiderInsight } from '../../../src/enforcement/decisions/insight.ts';
import { shownDecision } from '../../../src/enforcement/decisions/shown-decision.ts';
import { explainedTo, nearestFor, toDenial, toldOf } from '../../../src/enforcement/decisions/telling.ts';
import { toDecisionBody, toEvaluationBody } from '../../../src/northbound/bodies/decision.ts';
import { decide } from '../../../src/policy/decide.ts';
import type { Decision } from '../../../src/policy/decision.ts';
import { groundsOf, statementName } from '../../../src/policy/decision-json.ts';
import { loadPolicySet, type PolicySet } from '../../../src/policy/policy-set.ts';
import { parsePolicyRequest } from '../../../src/policy/request-json.ts';
import { toRequestJson } from '../../../src/policy/request-to-json.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import { type PolicyDocument, toFiles, withConfidential } from '../../policy/generation/policy-sets.ts';
import { arbitraryCase } from '../../policy/generation/requests.ts';
import { policyOf, policySetOf } from '../policies.ts';

const ID = '019a9f3e-7c00-7000-8000-0000000000d1';
const NOW = new Date('2026-11-20T12:00:00Z');

/** All that a reader of this insight can ever see of a decision: refusal, evaluation, record. */
function bytesFor(insight: Insight, request: PolicyRequest): { readonly decision: Decision; readonly bytes: string } {
  const decision = decide(insight.set, request);
  const explanation = explainedTo(request, insight);
  const evaluation = toEvaluationBody({
    decision: toldOf(decision, request, insight),
    request: toRequestJson(request),
    ...(explanation && { explanation }),
  });
  const refusal = decision.decision === 'Deny' ? toDenial({ decision, request, id: ID }, insight) : undefined;
  const nearest = decision.decision === 'Deny' ? nearestFor(request, insight) : undefined;
  const record = toDecisionBody(shownDecision(recordOf(decision, request), { insight, isPermitted: false }));
  return { decision, bytes: JSON.stringify([evaluation, refusal, nearest, record]) };
}

function recordOf(decision: Decision, request: PolicyRequest): NewDecision {
  return {
    at: NOW,
    id: ID,
    operation: 'schedule_create',
    actor: 'Foo:ann',
    scope: request.scope,
    scosTask: 'Scanning',
    resource: 'Foo:Sensors::A',
    outcome: decision.decision,
    reason: decision.reason,
    code: decision.code,
    statements: decision.matched.map(statementName),
    settings: decision.decision === 'Permit' ? decision.settings : undefined,
    because: decision.decision === 'Deny' ? groundsOf(decision) : undefined,
    request: JSON.parse(JSON.stringify(toRequestJson(request))) as unknown,
    setHash: decision.policySetHash,
  };
}

/** The set with what its confidential statements say taken from those of another one. */
function withOtherContents(document: PolicyDocument, other: PolicyDocument): PolicyDocument {
  const contents = other.policies.flatMap(({ Statement }) =>
    Statement.filter(({ Confidential }) => Confidential === true),
  );
  let next = 0;
  const policies = document.policies.map((policy) => ({
    ...policy,
    Statement: policy.Statement.map((statement) => {
      const content = contents[next % contents.length];
      if (statement['Confidential'] !== true || content === undefined) return statement;
      next += 1;
      return { ...content, StatementId: statement['StatementId'] };
    }),
  }));
  return { ...document, policies };
}

function load(document: PolicyDocument): PolicySet | undefined {
  const loaded = loadPolicySet(toFiles(document));
  return loaded.ok ? loaded.set : undefined;
}

const STEPS = { actor: 'accept', resource: 'accept' };
const SECRET = { 'Policy-Action': 'Deny', Resource: '*', Confidential: true, description: 'hush' };
const HIDDEN_POLICY = {
  Version: '2017-02-15',
  Policy: {
    ...{ namespace: 'global', name: 'secret', 'Policy-type': 'SSM-Policy', Scope: 'sensing-management' },
    ...{ Confidential: true, Statement: [{ StatementId: 'hush', 'Policy-Action': 'Deny', Resource: '*' }] },
  },
};
const OPEN_DENIAL = policyOf('closed', 'sensing-management', { 'Policy-Action': 'Deny', Resource: '*' });
const PERMIT = policyOf('open', 'sensing-management', { 'Policy-Action': 'Permit', Actor: '*', Resource: '*' });
const LIMIT = { 'Policy-Action': 'Set', Attributes: { 'Min-sensing-slot-duration': '1 s' } };
const request: PolicyRequest = {
  scope: 'sensing-management',
  namespace: 'foo',
  actor: { user: 'ann', roles: ['client'] },
  resource: { id: 'foo:Sensors::roof' },
  task: { operation: 'Scanning' },
  band: { startHz: 88e6, stopHz: 108e6 },
  time: NOW,
};

describe('what an outsider is told', () => {
  it('is the same bytes, whatever confidential statements say, as long as decision and code are the same', () => {
    const seen = { compared: 0, otherwise: 0, codes: new Set<number>() };
    fc.assert(
      fc.property(arbitraryCase(withConfidential, { requests: 20 }), withConfidential, (one, other) => {
        const set = load(one.document);
        const changed = load(withOtherContents(one.document, other));
        fc.pre(set !== undefined && changed !== undefined);
        for (const json of one.requests) {
          const reading = parsePolicyRequest(json);
          if (!reading.ok) continue;
          const before = bytesFor(outsiderInsight(set), reading.request);
          const after = bytesFor(outsiderInsight(changed), reading.request);
          if (before.decision.decision !== after.decision.decision || before.decision.code !== after.decision.code)
            continue;
          seen.compared += 1;
          seen.codes.add(before.decision.code);
          if (JSON.stringify(before.decision) !== JSON.stringify(after.decision)) seen.otherwise += 1;
          expect(after.bytes).toBe(before.bytes);
        }
      }),
      { numRuns: 50 },
    );
    // The test means something: decisions that are the same by their code differ in what they would tell.
    expect(seen.otherwise).toBeGreaterThan(seen.compared / 10);
    expect([...seen.codes]).toContain(0);
    expect(seen.codes.size).toBeGreaterThan(3);
  });

  it('is a public denial of the same kind, with its reasons', () => {
    const set = policySetOf([PERMIT, OPEN_DENIAL, policyOf('secret', 'sensing-management', SECRET)]);
    const { decision, bytes } = bytesFor(outsiderInsight(set), request);
    expect(decision.matched).toHaveLength(3);
    expect(bytes).toContain('global:closed#closed-1');
    expect(bytes).not.toMatch(/secret|hush/);
  });

  it.each([
    { why: 'a denial of a hidden policy', document: HIDDEN_POLICY, code: 201 },
    { why: 'a hidden denial', document: policyOf('secret', 'sensing-management', SECRET), code: 201 },
    {
      why: 'a hidden limit that imposes its value',
      document: policyOf('secret', 'sensing-management', { ...LIMIT, Confidential: true }),
      code: 0,
    },
    {
      why: 'a hidden limit that refuses',
      document: policyOf('secret', 'sensing-management', {
        ...LIMIT,
        Attributes: { 'Min-resolution-bandwidth': '1 MHz' },
        Confidential: true,
      }),
      code: 202,
    },
  ])('is nothing but the code of $why', ({ document, code }) => {
    const set = policySetOf([PERMIT, document]);
    const { decision, bytes } = bytesFor(outsiderInsight(set), {
      ...request,
      attributes: { 'resolution-bandwidth': 1000 },
    });
    expect(decision.code).toBe(code);
    expect(bytes).toContain(`"code":${code}`);
    expect(bytes).not.toMatch(/secret|hush|slot|1000000/);
    expect(bytes).not.toContain(set.hash);
  });

  it('is no nearest request where a confidential statement might refuse that too', () => {
    const narrow = policyOf('narrow', 'sensing-management', {
      'Policy-Action': 'Deny',
      frequency: [['100 MHz', '101 MHz']],
    });
    const elsewhere = policyOf('secret', 'sensor-management', SECRET);
    const here = policyOf('secret', 'sensing-management', { ...SECRET, Actor: 'user:nobody' });
    const withSecret = (secret: ReturnType<typeof policyOf>) =>
      nearestFor(request, outsiderInsight(policySetOf([PERMIT, narrow, secret])));
    expect(withSecret(elsewhere)).toMatchObject({ band: { stopHz: 100e6 } });
    expect(withSecret(here)).toBeUndefined();
  });
});

describe('what an Actor with Policy-administration is told', () => {
  const set = policySetOf([PERMIT, policyOf('secret', 'sensing-management', SECRET)]);
  const insight = (mayAdminister: boolean) => insightInto(set, { mayAdminister: () => mayAdminister, knowsSets: true });

  it('is everything, the hash of the set included', () => {
    const { bytes } = bytesFor(insight(true), request);
    expect(bytes).toContain('global:secret#secret-1');
    expect(bytes).toContain(set.hash);
  });

  it('is what outsiders are told, where it administers other policies', () => {
    const { bytes } = bytesFor(insight(false), request);
    expect(bytes).toBe(bytesFor(outsiderInsight(set), request).bytes);
  });

  it('is everything in a namespace to which no policy applies that it may not administer', () => {
    const document = policyOf('secret', 'sensing-management', SECRET);
    const ofBar = { ...document, Policy: { ...(document['Policy'] as object), namespace: 'bar' } };
    const both = policySetOf([policyOf('own', 'sensing-management', SECRET), ofBar]);
    const reader = insightInto(both, { mayAdminister: ({ namespace }) => namespace === 'global', knowsSets: true });
    expect(bytesFor(reader, request).bytes).toContain('global:own#own-1');
    expect(bytesFor(reader, { ...request, namespace: 'bar' }).bytes).not.toMatch(/own-1|bar:secret/);
    expect(bytesFor(reader, request).bytes).not.toMatch(new RegExp(`bar:secret|${both.hash}`));
  });
});

describe('a default that accepted', () => {
  it('is told as the public part has it', () => {
    const defaults = { Defaults: { 'sensing-management': STEPS } };
    const secret = policyOf('secret', 'sensing-management', {
      'Policy-Action': 'Permit',
      Actor: '*',
      Confidential: true,
    });
    const { decision, bytes } = bytesFor(outsiderInsight(policySetOf([secret, defaults])), request);
    expect(decision).toMatchObject({ decision: 'Permit', defaultsUsed: ['resource'] });
    expect(bytes).toContain('"defaults":["actor","resource"]');
  });
});
