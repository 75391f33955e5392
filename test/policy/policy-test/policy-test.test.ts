import { describe, expect, it } from 'vitest';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import { coverageOf } from '../../../src/policy/policy-test/coverage.ts';
import { readPolicyTests } from '../../../src/policy/policy-test/read-policy-tests.ts';
import type { CaseResult, PoliciesAround } from '../../../src/policy/policy-test/run-policy-tests.ts';
import { runPolicyTests } from '../../../src/policy/policy-test/run-policy-tests.ts';

const SCOPE = 'sensing-management';
const policy = (Statement: readonly object[]) => ({
  Version: '2017-02-15',
  Policy: { name: 'p', 'Policy-type': 'SPA-Policy', Scope: SCOPE, Statement },
});
const OPEN = [
  { StatementId: 'open', 'Policy-Action': 'Permit' },
  { StatementId: 'slot', 'Policy-Action': 'Set', Attributes: { 'Min-sensing-slot-duration': '10 s' } },
  { StatementId: 'closed', 'Policy-Action': 'Deny', frequency: [['1 GHz', '2 GHz']] },
];

function around(): PoliciesAround {
  const load = loadPolicySet([{ path: 'p.json', text: JSON.stringify(policy(OPEN)) }]);
  return load.ok ? { ok: true, set: load.set } : load;
}

function run(tests: unknown, policies = around()): readonly CaseResult[] {
  const reading = readPolicyTests({ path: 't.test.json', text: JSON.stringify(tests) });
  expect(reading.faults).toEqual([]);
  return runPolicyTests(reading.tests, policies);
}

const request = { scope: SCOPE, frequency: { min: '3 GHz', max: '3 GHz' } };

describe('a policy test', () => {
  it.each<[string, object]>([
    ['the decision alone', { decision: 'Permit' }],
    ['matched in another order', { matched: ['slot', 'open'] }],
    ['settings in base units', { set: { 'min-sensing-slot-duration': 10.0 } }],
    ['no obligations', { obligations: [] }],
    ['nothing said of occupancy', { occupied: null }],
  ])('passes with %s', (_name, expected) => {
    expect(run([{ id: 'a', cases: [{ request, expect: expected }] }])).toMatchObject([
      { passed: true, differences: [] },
    ]);
  });

  it('says what is not as expected, key by key, and nothing of keys that are left out', () => {
    const expected = { decision: 'Deny', code: 0, matched: ['open'], set: null };
    const [result] = run([{ id: 'a', cases: [{ request, expect: expected, why: 'closed' }] }]);
    expect(result?.differences).toEqual([
      { key: 'decision', expected: '"Deny"', actual: '"Permit"' },
      { key: 'matched', expected: '["open"]', actual: '["open", "slot"]' },
      { key: 'set', expected: 'null', actual: '{ "min-sensing-slot-duration": 10 }' },
    ]);
  });

  it('uses its own policies, aliases and defaults when it has any', () => {
    const own = {
      id: 'own',
      policy: policy([{ 'Policy-Action': 'Deny', Actor: 'Us' }]),
      aliases: { actor: { Us: ['ann'] } },
    };
    const asked = { scope: SCOPE, actor: { user: 'ann' } };
    const [result] = run([
      { ...own, cases: [{ request: asked, expect: { reason: 'explicit-deny', matched: ['1'] } }] },
    ]);
    expect(result?.passed).toBe(true);
  });

  it('fails in every case where its policies do not load, and says where in the test file that is', () => {
    const broken = policy([{ 'Policy-Action': 'Deny', frequency: 'no-such-band' }]);
    const cases = [
      { request, expect: { code: 0 } },
      { request, expect: { code: 201 } },
    ];
    const results = run([
      { id: 'ok', cases },
      { id: 'own', policy: [broken], cases },
    ]).slice(2);
    expect(results.map(({ passed }) => passed)).toEqual([false, false]);
    expect(results[0]?.faults).toMatchObject([
      { code: 'unknown-alias', path: 't.test.json', pointer: '#/1/policy/0/Policy/Statement/0/frequency', line: 1 },
    ]);
  });

  it('is malformed, not failed, when a request is: such requests can be tested', () => {
    expect(run([{ id: 'a', cases: [{ request: { scope: 7 }, expect: { code: 206 } }] }])).toMatchObject([
      { passed: true },
    ]);
  });

  it('covers the statements that its cases matched', () => {
    const results = run([
      {
        id: 'a',
        cases: [
          { request, expect: { code: 0 } },
          { request, expect: { code: 0 } },
        ],
      },
    ]);
    const [first] = results;
    const counts = coverageOf(results, first?.set === undefined ? [] : [first.set]);
    expect(counts.map(({ statement, cases, test }) => [statement.statement.id, cases, test])).toEqual([
      ['open', 2, undefined],
      ['slot', 2, undefined],
      ['closed', 0, undefined],
    ]);
  });
});

describe('a test file', () => {
  const whole = { id: 'a', cases: [{ request, expect: { code: 0 } }] };
  it.each<[string, unknown, string]>([
    ['no list', {}, 'wrong-type #'],
    ['an empty list', [], 'empty-list #'],
    ['no id', [{ cases: whole.cases }], 'missing-key #/0'],
    ['no cases', [{ id: 'a' }], 'missing-key #/0'],
    ['an empty list of cases', [{ id: 'a', cases: [] }], 'empty-list #/0/cases'],
    ['a key that is none', [{ ...whole, titel: 'x' }], 'unknown-key #/0/titel'],
    [
      'a key of a case that is none',
      [{ id: 'a', cases: [{ request, expect: { code: 0 }, reason: 'x' }] }],
      'unknown-key #/0/cases/0/reason',
    ],
    ['a case without a request', [{ id: 'a', cases: [{ expect: { code: 0 } }] }], 'missing-key #/0/cases/0'],
    ['a case without expectations', [{ id: 'a', cases: [{ request }] }], 'missing-key #/0/cases/0'],
    ['a case that expects nothing', [{ id: 'a', cases: [{ request, expect: {} }] }], 'empty-list #/0/cases/0/expect'],
    [
      'an expectation that is none',
      [{ id: 'a', cases: [{ request, expect: { result: 1 } }] }],
      'unknown-key #/0/cases/0/expect/result',
    ],
    [
      'a decision that is none',
      [{ id: 'a', cases: [{ request, expect: { decision: 'permit' } }] }],
      'wrong-type #/0/cases/0/expect/decision',
    ],
    [
      'a reason that is none',
      [{ id: 'a', cases: [{ request, expect: { reason: 'denied' } }] }],
      'wrong-type #/0/cases/0/expect/reason',
    ],
    [
      'settings in capitals',
      [{ id: 'a', cases: [{ request, expect: { set: { Sensitivity: 1 } } }] }],
      'wrong-type #/0/cases/0/expect/set',
    ],
  ])('with %s is refused, with the place', (_name, json, fault) => {
    const { faults } = readPolicyTests({ path: 't.test.json', text: JSON.stringify(json) });
    expect(faults.map(({ code, pointer }) => `${code} ${pointer}`)).toContain(fault);
    expect(faults.every(({ line, column }) => line !== undefined && column !== undefined)).toBe(true);
  });

  it('that is no JSON is refused', () => {
    expect(readPolicyTests({ path: 't.test.json', text: '[{' }).faults).toMatchObject([{ code: 'malformed-json' }]);
  });
});
