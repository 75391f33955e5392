import { describe, expect, it } from 'vitest';
import { ApiClient, ApiError } from '../../../../src/cli/api-client.ts';
import { reproduceDecision, reproductionLines } from '../../../../src/cli/policy/decision-source.ts';
import { sinceOf } from '../../../../src/cli/policy/impact-command.ts';
import { ImpactReplay } from '../../../../src/cli/policy/replay/impact.ts';
import { impactLines } from '../../../../src/cli/policy/replay/impact-report.ts';
import { type KeptDecision, keptDecisionsSince } from '../../../../src/cli/policy/replay/kept-decisions.ts';
import { UsageError } from '../../../../src/cli/command.ts';
import { decide } from '../../../../src/policy/decide.ts';
import { groundsOf, statementName } from '../../../../src/policy/decision-json.ts';
import type { PolicySet } from '../../../../src/policy/policy-set.ts';
import { parsePolicyRequest } from '../../../../src/policy/request-json.ts';
import {
  CLIENTS_MAY,
  closedBand,
  minimumSlot,
  type PolicyDocument,
  policySetOf,
} from '../../../enforcement/policies.ts';

const NOW = new Date('2026-11-20T12:00:00Z');

/** A decision as the Manager would have kept it under `set`. */
function kept(
  number: number,
  set: PolicySet,
  { sensor = 'roof', user = 'ann', minMHz = 88, maxMHz = 108 } = {},
): KeptDecision {
  const request = {
    scope: 'sensing-management',
    namespace: 'foo',
    actor: { user, groups: [], roles: ['client'] },
    resource: { id: `foo:Sensors::${sensor}`, groups: [] },
    task: { operation: 'Scanning', name: 'm4s' },
    frequency: { min: minMHz * 1e6, max: maxMHz * 1e6 },
    time: '2026-11-20T12:00:00.000Z',
  };
  const reading = parsePolicyRequest(request);
  if (!reading.ok) throw new Error('no request');
  const decision = decide(set, reading.request);
  return {
    id: `019a9f3e-7c00-7000-8000-00000000000${number}`,
    at: NOW.toISOString(),
    operation: 'schedule_create',
    actor: `foo:${user}`,
    scope: 'sensing-management',
    scos_task: 'Scanning',
    resource: `foo:Sensors::${sensor}`,
    outcome: decision.decision,
    reason: decision.reason,
    code: decision.code,
    statements: decision.matched.map(statementName),
    set: decision.decision === 'Permit' ? decision.settings : null,
    because:
      decision.decision === 'Deny' ? groundsOf(decision).map((one) => ({ ...one, values: [...one.values] })) : null,
    request,
    policy_set: set.hash,
  };
}

const aList = (number: number, set: PolicySet): KeptDecision => ({
  ...kept(number, set),
  request: null,
  resource: null,
});
const CLOSED = closedBand('closed', '100 MHz', '101 MHz');
const OPEN_SET = policySetOf(CLIENTS_MAY);
const CLOSED_SET = policySetOf([...CLIENTS_MAY, CLOSED]);

function impactOf(decisions: readonly KeptDecision[], inForce: PolicySet, draft: PolicySet) {
  const replay = new ImpactReplay(inForce, draft);
  for (const decision of decisions) replay.add(decision);
  return replay.result();
}

describe('the impact of a draft', () => {
  it('is what it turns round, by actor, sensor and band, the most frequent first', () => {
    const decisions = [
      kept(1, OPEN_SET, { user: 'bob' }),
      kept(2, OPEN_SET),
      kept(3, OPEN_SET),
      kept(4, OPEN_SET, { sensor: 'mast' }),
      kept(5, OPEN_SET, { minMHz: 88, maxMHz: 90 }),
    ];
    const impact = impactOf(decisions, OPEN_SET, CLOSED_SET);
    expect(impact).toMatchObject({ decisions: 5, replayed: 5, flips: 4, changedSince: 0, otherSettings: 0 });
    const common = { becomes: 'Deny', reason: 'explicit-deny', statements: ['global:closed#closed-1'] };
    expect(impact.groups).toEqual([
      {
        ...common,
        actor: 'foo:ann',
        resource: 'foo:Sensors::roof',
        band: { min: 88e6, max: 108e6 },
        count: 2,
        examples: [decisions[1]?.id, decisions[2]?.id],
      },
      {
        ...common,
        actor: 'foo:ann',
        resource: 'foo:Sensors::mast',
        band: { min: 88e6, max: 108e6 },
        count: 1,
        examples: [decisions[3]?.id],
      },
      {
        ...common,
        actor: 'foo:bob',
        resource: 'foo:Sensors::roof',
        band: { min: 88e6, max: 108e6 },
        count: 1,
        examples: [decisions[0]?.id],
      },
    ]);
  });

  it('names what permits then, and what no longer does', () => {
    const permitted = impactOf([kept(1, CLOSED_SET)], CLOSED_SET, OPEN_SET);
    expect(permitted.groups).toMatchObject([{ becomes: 'Permit', statements: ['global:clients-scan#clients-scan-1'] }]);
    const without = policySetOf(CLIENTS_MAY.slice(1));
    const unaccepted = impactOf([kept(1, OPEN_SET)], OPEN_SET, without);
    expect(unaccepted.groups).toMatchObject([
      { becomes: 'Deny', reason: 'no-accept-actor', statements: ['global:clients-scan#clients-scan-1'] },
    ]);
  });

  it('is held against the set in force, so that other changes since are not the draft’s', () => {
    const impact = impactOf([kept(1, OPEN_SET)], CLOSED_SET, policySetOf([...CLIENTS_MAY, CLOSED, minimumSlot('1 s')]));
    expect(impact).toMatchObject({ flips: 0, changedSince: 1, groups: [] });
  });

  it('counts other settings, and what can’t be made again', () => {
    const impact = impactOf(
      [kept(1, OPEN_SET), aList(2, OPEN_SET)],
      OPEN_SET,
      policySetOf([...CLIENTS_MAY, minimumSlot('1 s')]),
    );
    expect(impact).toMatchObject({ decisions: 2, replayed: 1, notReplayable: 1, otherSettings: 1, flips: 0 });
  });

  it('reads as what is denied then, what is permitted then, and what was left out', () => {
    const impact = impactOf([kept(1, OPEN_SET), kept(2, OPEN_SET), aList(3, OPEN_SET)], OPEN_SET, CLOSED_SET);
    expect(impactLines(impact, NOW)).toEqual([
      '2 of 2 decisions since 2026-11-20T12:00:00.000Z would be decided otherwise than the set in force decides them:',
      '  then denied:',
      '    2 ×  foo:ann  foo:Sensors::roof  88 MHz..108 MHz',
      '      explicit-deny by global:closed#closed-1',
      '      such as 019a9f3e-7c00-7000-8000-000000000001, 019a9f3e-7c00-7000-8000-000000000002',
      '  1 can not be made again: reads of many things',
    ]);
  });
});

describe('--since', () => {
  it.each([
    ['30d', '2026-10-21T12:00:00.000Z'],
    ['12 h', '2026-11-20T00:00:00.000Z'],
    ['P7D', '2026-11-13T12:00:00.000Z'],
    ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(sinceOf(text, NOW).toISOString()).toBe(instant);
  });

  it.each(['yesterday', '30', '5 Hz', '2026-13-01'])('%s is neither a duration nor an instant', (text) => {
    expect(() => sinceOf(text, NOW)).toThrow(UsageError);
  });
});

/** A Manager that has these answers. */
class KnownAnswers extends ApiClient {
  readonly asked: string[] = [];
  readonly #answers: Readonly<Record<string, unknown>>;
  constructor(answers: Readonly<Record<string, unknown>>) {
    super({ url: 'http://127.0.0.1:0', token: undefined });
    this.#answers = answers;
  }
  override get<T>(path: string): Promise<T> {
    this.asked.push(path);
    const answer = Object.entries(this.#answers).find(([known]) => path.startsWith(known));
    return answer === undefined ? Promise.reject(new ApiError(`no ${path}`, 1)) : Promise.resolve(answer[1] as T);
  }
}

describe('a kept decision', () => {
  const documents: readonly PolicyDocument[] = [...CLIENTS_MAY, CLOSED, minimumSlot('2 s')];
  const set = policySetOf(documents);
  const files = documents.map((one, index) => ({ path: `${index}.json`, text: JSON.stringify(one), origin: 'api' }));
  const manager = (decision: KeptDecision) =>
    new KnownAnswers({ '/api/v1/decisions/': decision, [`/api/v1/policy-set/${set.hash}`]: { hash: set.hash, files } });
  const reproduce = (decision: KeptDecision) => reproduceDecision(decision.id, manager(decision));

  it.each([
    ['denied', kept(1, set)],
    ['permitted with settings', kept(2, set, { minMHz: 88, maxMHz: 90 })],
    ['of a user whom nothing permits', kept(3, set, { user: 'eve' })],
  ])('is reproduced exactly (%s)', async (_what, decision) => {
    const reproduction = await reproduce(decision);
    expect(reproduction.differences).toEqual([]);
    expect(reproductionLines(reproduction)).toEqual([expect.stringMatching(/: reproduced exactly$/)]);
  });

  it('tells each member that comes out otherwise', async () => {
    const reproduction = await reproduce({ ...kept(1, set), code: 202, statements: [] });
    expect(reproduction.differences.map(({ member }) => member)).toEqual(['code', 'statements']);
    expect(reproductionLines(reproduction)[1]).toBe('  code: it was 202, and is 201 now');
  });

  it.each([
    ['a read of many things', aList(1, set)],
    ['a set that may not be seen', { ...kept(1, set), policy_set: null }],
    ['no set at all', { ...kept(1, set), policy_set: '' }],
  ])('can not be reproduced of %s', async (_what, decision) => {
    await expect(reproduce(decision)).rejects.toThrow(ApiError);
  });

  it('is read with all others since, page after page', async () => {
    const client = new KnownAnswers({
      '/api/v1/decisions?datetime=2026-11-20T12%3A00%3A00.000Z%2F..&limit=1000&cursor=next': {
        items: [aList(2, set)],
        next_cursor: null,
      },
      '/api/v1/decisions?datetime=': { items: [aList(1, set)], next_cursor: 'next' },
    });
    const ids: string[] = [];
    for await (const page of keptDecisionsSince(client, NOW)) ids.push(...page.map(({ id }) => id));
    expect(ids).toHaveLength(2);
    expect(client.asked).toHaveLength(2);
  });
});
