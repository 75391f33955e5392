import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyFile } from '../../src/policy/policy-set.ts';
import { loadPolicySet } from '../../src/policy/policy-set.ts';
import { loaded } from './policy-tests.ts';

const file = (path: string, document: unknown): PolicyFile => ({ path, text: JSON.stringify(document, null, 2) });
const policy = (name: string, statement: object, more: object = {}) => ({
  Version: '2017-02-15',
  Policy: {
    name,
    'Policy-type': 'SPA-Policy',
    Scope: 'sensing-management',
    Statement: [{ StatementId: 's', ...statement }],
    ...more,
  },
});

describe('loadPolicySet', () => {
  it('points to file, line and column, and names every fault at once', () => {
    const load = loadPolicySet([
      file('good.json', policy('good', { 'Policy-Action': 'Deny' })),
      {
        path: 'bad.json',
        text: '{\n  "Policy": {\n    "name": "x",\n    "Policy-type": "SPA-Policy",\n    "Colour": 1\n  }\n}',
      },
      { path: 'broken.json', text: '{\n  "Policy": {,}\n}' },
    ]);
    expect(load.ok).toBe(false);
    const faults = load.ok ? [] : load.faults;
    expect(faults.map(({ code, path, line, column }) => [code, path, line, column])).toEqual([
      ['unknown-key', 'bad.json', 5, 5],
      ['missing-key', 'bad.json', 2, 3],
      ['malformed-json', 'broken.json', 2, 14],
    ]);
  });

  it('warns of what it filled in', () => {
    const load = loadPolicySet([
      file('a.json', { Policy: { name: 'p', 'Policy-type': 'SPU-Policy', 'Policy-Action': 'Deny' } }),
    ]);
    expect(load.ok).toBe(true);
    expect(load.warnings.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
      expect.stringContaining('no `Version`'),
      expect.stringContaining('no `Scope`'),
      expect.stringContaining('should name `Actor`'),
    ]);
  });

  it('never loads policy tests', () => {
    const load = loadPolicySet([{ path: 'global/x.test.json', text: 'not even JSON' }]);
    expect(load.ok && load.set.policies).toEqual([]);
  });

  it('keeps two Defaults that disagree apart from two that agree', () => {
    const accept = { Defaults: { 'sensing-management': { actor: 'accept' } } };
    const deny = { Defaults: { 'Sensing-management:': { actor: 'deny' } } };
    expect(loadPolicySet([file('a', accept), file('b', accept)]).ok).toBe(true);
    expect(loadPolicySet([file('a', accept), file('b', deny)]).ok).toBe(false);
  });

  it('gives a policy the same id wherever it stands', () => {
    const one = loaded([file('a', policy('p', { 'Policy-Action': 'Deny' }))]).policies[0];
    const other = loaded([
      file('b', { Policies: [policy('q', { 'Policy-Action': 'Deny' }), policy('p', { 'Policy-Action': 'Permit' })] }),
    ]);
    expect(other.policies.find(({ name }) => name === 'p')?.id).toBe(one?.id);
  });

  it('hashes what policies mean, not how they are written', () => {
    const canonical = policy(
      'p',
      {
        'Policy-Action': 'Discard-Sensing-Data',
        'SCOS-Task': 'Storage',
        Condition: { lessthan: { 'wait-time': '60 s' } },
      },
      { 'Policy-type': 'SDM-Policy' },
    );
    const draft = {
      Version: '2017-02-15',
      Policy: {
        PolicyName: 'p',
        'Policy-Category': 'sds-policy',
        policy_scope: 'Sensing-management:',
        StatementId: 's',
        PolicyAction: 'discard-data',
        'scos-task': 'store',
        'Condition-Block': { 'Wait-Time': { LessThan: '1 min' } },
      },
    };
    expect(loaded([file('a', draft)]).hash).toBe(loaded([file('a', canonical)]).hash);
    const another = policy(
      'p',
      {
        'Policy-Action': 'Discard-Sensing-Data',
        'SCOS-Task': 'Storage',
        Condition: { lessthan: { 'wait-time': '61 s' } },
      },
      { 'Policy-type': 'SDM-Policy' },
    );
    expect(loaded([file('a', another)]).hash).not.toBe(loaded([file('a', canonical)]).hash);
  });

  it('never throws, whatever the text', () => {
    const keys = fc.constantFrom(
      'Policy',
      'Policies',
      'Aliases',
      'Defaults',
      'Statement',
      'name',
      'Policy-type',
      'Policy-Action',
      'frequency',
      'time',
      'location',
      'Condition',
      'equals',
      'not',
      'anyOf',
      'Attributes',
      'Sensitivity',
      'actor',
      '__proto__',
      'circle',
      'coordinates',
      'type',
      'daily',
    );
    const leaves = fc.oneof(
      fc.constantFrom<unknown>('SSD-Policy', 'Set', 'Deny', 'Polygon', '*', 'A', '5 MHz', null, 1e300, -1),
      fc.jsonValue(),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaves,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const documents = fc.record({ Policy: fc.dictionary(keys, tree), Aliases: tree }, { requiredKeys: [] });
    fc.assert(
      fc.property(
        fc.oneof(
          documents.map((one) => JSON.stringify(one)),
          fc.string(),
        ),
        (text) => {
          const load = loadPolicySet([{ path: 'x.json', text }]);
          expect(load.ok || load.faults.length > 0).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
