import { beforeEach, describe, expect, it } from 'vitest';
import type { OperationPolicy } from '../../../src/enforcement/access.ts';
import type { DecisionLog, NewDecision } from '../../../src/enforcement/decision-log.ts';
import { type EvaluationRequest, PolicyEvaluations } from '../../../src/enforcement/decisions/policy-evaluations.ts';
import { PolicyGate } from '../../../src/enforcement/gate.ts';
import { PolicyDeniedError } from '../../../src/enforcement/policy-denied-error.ts';
import { ForbiddenError, InvalidInputError, UnavailableError } from '../../../src/errors.ts';
import type { AuthenticatedActor } from '../../../src/identity/actor.ts';
import { HeldClock } from '../../events/held-clock.ts';
import { CLIENTS_MAY, closedBand, HeldPolicies, minimumSlot, policyOf } from '../policies.ts';

const EVALUATE: OperationPolicy = {
  operation: 'policy_evaluation_create',
  scope: 'sensing-management',
  scosTask: 'Scanning',
};
const actorOf = (user: string, roles: readonly string[]): AuthenticatedActor => ({
  user,
  userId: user,
  tokenId: 't',
  element: { id: 'e', name: 'foo' },
  groups: ['lab'],
  roles,
  scopes: [],
});
const alice = actorOf('alice', ['client']);
const regulator = actorOf('rita', ['regulator']);
const REGULATORS = policyOf('regulators', 'sensor-management', {
  'Policy-Action': 'Permit',
  Actor: 'role:regulator',
  Resource: ['foo:Policies::*', 'global:Policies::*'],
  'SCOS-Task': 'Policy-administration',
});
const SECRET = policyOf('secret', 'sensing-management', {
  'Policy-Action': 'Deny',
  frequency: [['100 MHz', '101 MHz']],
  Confidential: true,
});
const scan = (minMHz: number, maxMHz: number) => ({
  scope: 'sensing-management',
  namespace: 'foo',
  resource: { id: 'foo:Sensors::roof' },
  task: { operation: 'Scanning' },
  frequency: { min: `${minMHz} MHz`, max: `${maxMHz} MHz` },
});

describe('an evaluation', () => {
  let policies: HeldPolicies;
  let kept: NewDecision[];
  let gate: PolicyGate;
  let evaluations: PolicyEvaluations;

  beforeEach(() => {
    policies = new HeldPolicies([...CLIENTS_MAY, REGULATORS]);
    kept = [];
    const log: Pick<DecisionLog, 'store' | 'note'> = {
      store: (decisions) => {
        kept.push(...decisions);
        return Promise.resolve();
      },
      note: (decision) => void kept.push(decision),
    };
    const clock = new HeldClock();
    gate = new PolicyGate(policies, log as DecisionLog, clock);
    const files = () =>
      Promise.resolve(policies.documents.map((one, index) => ({ path: `${index}.json`, text: JSON.stringify(one) })));
    evaluations = new PolicyEvaluations({
      gate,
      sets: { files },
      sensorsFor: () =>
        Promise.resolve(['hidden', 'mast'].map((name) => ({ resource: `foo:Sensors::${name}`, namespace: 'foo' }))),
      clock,
    });
  });

  const evaluate = (actor: AuthenticatedActor, asked: Partial<EvaluationRequest>) =>
    evaluations.evaluate(
      { request: scan(88, 108), drafts: [], whole: false, explain: false, ...asked },
      gate.open(actor, EVALUATE),
    );

  it('decides as the gate would, for the caller and for now where the request does not say', async () => {
    policies.put(...CLIENTS_MAY, minimumSlot('2 s'));
    const { decision, request } = await evaluate(alice, {});
    expect(decision).toMatchObject({ decision: 'Permit', settings: { 'min-sensing-slot-duration': 2 } });
    expect(request).toMatchObject({
      actor: { user: 'alice', groups: ['lab'], roles: ['client'] },
      time: '2026-11-20T12:00:00.000Z',
      frequency: { min: 88e6, max: 108e6 },
    });
  });

  it('leaves nothing but its own passage', async () => {
    policies.put(...CLIENTS_MAY, closedBand('closed', '100 MHz', '101 MHz'));
    const access = gate.open(alice, EVALUATE);
    await evaluations.evaluate({ request: scan(88, 108), drafts: [], whole: false, explain: true }, access);
    expect(kept).toEqual([]);
    await gate.settle(access);
    expect(kept).toMatchObject([
      { operation: 'policy_evaluation_create', outcome: 'Permit', reason: 'evaluation', request: undefined },
    ]);
  });

  it('explains a denial with the nearest request that would pass, when asked to', async () => {
    policies.put(...CLIENTS_MAY, closedBand('closed', '100 MHz', '101 MHz'));
    const asked = { request: scan(99.5, 100.5) };
    expect(await evaluate(alice, asked)).not.toHaveProperty('explanation');
    const { decision, explanation } = await evaluate(alice, { ...asked, explain: true });
    expect(decision).toMatchObject({ decision: 'Deny', reason: 'explicit-deny' });
    expect(explanation?.nearest).toMatchObject({ request: { frequency: { max: 100e6 } }, complete: true });
    expect(explanation?.statements).toMatchObject([
      { statement: 'global:clients-scan#clients-scan-1', matches: 'yes' },
      { statement: 'global:closed#closed-1', matches: 'yes', in_part: true },
    ]);
  });

  it('offers another sensor that the caller may find', async () => {
    const denial = (name: string, Resource: string, task: string) =>
      policyOf(name, 'sensing-management', { 'Policy-Action': 'Deny', Resource, 'SCOS-Task': task });
    policies.put(
      ...CLIENTS_MAY,
      denial('a', 'foo:Sensors::roof', 'Scanning'),
      denial('b', 'foo:Sensors::hidden', 'Discovery'),
    );
    const { explanation } = await evaluate(alice, { explain: true });
    expect(explanation?.nearest?.request).toMatchObject({ resource: { id: 'foo:Sensors::mast' } });
  });

  it.each([
    { what: 'an unknown key', request: { ...scan(88, 108), frequncy: {} }, detail: 'unknown key `frequncy`' },
    { what: 'an inverted band', request: scan(108, 88), detail: 'frequency' },
    { what: 'no object', request: 'scan', detail: 'object' },
  ])('of $what is a denial as an invalid request', async ({ request, detail }) => {
    const { decision } = await evaluate(alice, { request });
    expect(decision).toMatchObject({ decision: 'Deny', reason: 'invalid-request', code: 206 });
    expect(JSON.stringify(decision)).toContain(detail);
  });

  describe('as somebody', () => {
    it.each([
      { whom: 'nobody named', actor: undefined },
      { whom: 'the user', actor: { user: 'alice' } },
      { whom: 'all its names', actor: { user: 'alice', groups: ['lab'], roles: ['client'] } },
    ])('is open to everybody for itself ($whom)', async ({ actor }) => {
      const { decision } = await evaluate(alice, { request: { ...scan(88, 108), actor } });
      expect(decision.decision).toBe('Permit');
    });

    it.each([
      { whom: 'another user', actor: { user: 'bob', roles: ['client'] } },
      { whom: 'one more role', actor: { user: 'alice', roles: ['client', 'admin'] } },
      { whom: 'one role less', actor: { user: 'alice', roles: [] } },
    ])('else is refused without Policy-administration ($whom), and that is kept', async ({ actor }) => {
      const refused = evaluate(alice, { request: { ...scan(88, 108), actor } });
      await expect(refused).rejects.toThrow(PolicyDeniedError);
      expect(kept).toMatchObject([
        { outcome: 'Deny', scosTask: 'Policy-administration', resource: 'foo:Policies::in-force' },
      ]);
    });

    it('else is decided for who administers policies', async () => {
      const { decision } = await evaluate(regulator, { request: { ...scan(88, 108), actor: { roles: ['guest'] } } });
      expect(decision).toMatchObject({ decision: 'Deny', reason: 'no-accept-actor' });
    });
  });

  describe('under confidential statements', () => {
    beforeEach(() => {
      policies.put(...CLIENTS_MAY, REGULATORS, SECRET);
    });

    it('tells an outsider the code and nothing else', async () => {
      const { decision, explanation } = await evaluate(alice, { request: scan(99, 102), explain: true });
      expect(decision).toMatchObject({ code: 201, matched: [], because: [], policySetHash: '' });
      expect(explanation).toBeUndefined();
      expect(JSON.stringify(decision)).not.toContain('secret');
    });

    it('tells who administers them all of it', async () => {
      const actor = { user: 'alice', roles: ['client'] };
      const { decision } = await evaluate(regulator, { request: { ...scan(99, 102), actor }, explain: true });
      expect(decision).toMatchObject({ code: 201, policySetHash: policies.current?.hash });
      expect(JSON.stringify(decision)).toContain('secret-1');
    });

    it('takes no drafts over the set from who administers only a part of it', async () => {
      const ofBar = { ...SECRET, Policy: { ...(SECRET['Policy'] as object), namespace: 'bar' } };
      policies.put(...CLIENTS_MAY, REGULATORS, ofBar);
      await expect(evaluate(regulator, { drafts: [minimumSlot('1 s')] })).rejects.toThrow(ForbiddenError);
    });
  });

  describe('under drafts', () => {
    const draft = closedBand('closed', '100 MHz', '101 MHz');

    it('lays them over the set in force', async () => {
      policies.put(...CLIENTS_MAY, REGULATORS, closedBand('closed', '88 MHz', '108 MHz'));
      const as = { actor: { user: 'alice', roles: ['client'] } };
      const decide = async (drafts: readonly unknown[]) =>
        (await evaluate(regulator, { request: { ...scan(88, 90), ...as }, drafts })).decision.decision;
      expect(await decide([])).toBe('Deny');
      expect(await decide([draft])).toBe('Permit');
    });

    it('is refused over the set in force without Policy-administration', async () => {
      await expect(evaluate(alice, { drafts: [draft] })).rejects.toThrow(PolicyDeniedError);
    });

    it('takes them alone from everybody', async () => {
      const { decision } = await evaluate(alice, { drafts: [draft], whole: true, request: scan(88, 90) });
      expect(decision).toMatchObject({ decision: 'Deny', reason: 'no-accept-actor' });
      expect(decision.policySetHash).toMatch(/^[0-9a-f]{64}$/);
    });

    it('names every fault of them by its place in the body', async () => {
      const bad = { ...draft, Policy: { ...(draft['Policy'] as object), Scope: 'sensing' } };
      const error: unknown = await evaluate(regulator, { drafts: [draft, bad] }).catch((reason: unknown) => reason);
      if (!(error instanceof InvalidInputError)) throw error;
      expect(error.faults.map(({ pointer }) => pointer)).toContain('#/drafts/1/Policy/Scope');
    });
  });

  describe('of a set that cuts the request into very many pieces', () => {
    const any = { StatementId: 'any', 'Policy-Action': 'Permit' };
    const setOf = (conditions: readonly object[]) => {
      const Statement = conditions.map((Condition, index) => ({
        StatementId: `s${index}`,
        'Policy-Action': 'Deny',
        Condition: { in: Condition },
      }));
      const Policy = { name: 'many', 'Policy-type': 'SSM-Policy', Statement: [...Statement, any] };
      return [{ Version: '2017-02-15', Policy }];
    };
    const bands = (count: number) =>
      setOf(
        Array.from({ length: count }, (_, n) => ({
          frequency: [[`${90 + n / 1000} MHz`, `${90.0005 + n / 1000} MHz`]],
        })),
      );
    const instant = (minute: number) => new Date(Date.UTC(2026, 10, 21) + minute * 60_000).toISOString();
    const windows = (count: number) =>
      setOf(Array.from({ length: count }, (_, n) => ({ time: [{ from: instant(2 * n), to: instant(2 * n + 1) }] })));
    const month = { ...scan(88, 108), duration: '30 d' };

    it('is decided, and not explained: that would hold everybody up', async () => {
      const asked = { whole: true, drafts: bands(1500) };
      expect((await evaluate(alice, asked)).decision).toMatchObject({ reason: 'explicit-deny' });
      await expect(evaluate(alice, { ...asked, explain: true })).rejects.toThrow(
        /1501 statements cut the request into 3001 pieces/,
      );
      const narrow = { ...asked, request: scan(90, 90.01), explain: true };
      expect((await evaluate(alice, narrow)).explanation?.pieces).toHaveLength(20);
    });

    it('is refused when even a decision would', async () => {
      await expect(evaluate(alice, { whole: true, drafts: windows(1500), request: month })).rejects.toThrow(
        /1500 windows/,
      );
      const { decision } = await evaluate(alice, { whole: true, drafts: windows(100), request: month });
      expect(decision).toMatchObject({ reason: 'explicit-deny' });
    });
  });

  it('is not possible without a set', async () => {
    policies.current = undefined;
    await expect(evaluate(alice, {})).rejects.toThrow(UnavailableError);
    const alone = await evaluate(alice, {
      drafts: [policyOf('any', 'sensing-management', { 'Policy-Action': 'Permit' })],
      whole: true,
    });
    expect(alone.decision.decision).toBe('Permit');
  });
});
