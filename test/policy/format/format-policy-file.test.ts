import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../../src/spectrum/quantity.ts';
import { parseQuantity } from '../../../src/spectrum/quantity.ts';
import { formatPolicyFile } from '../../../src/policy/format/format-policy-file.ts';
import { quantityText } from '../../../src/policy/format/quantity-text.ts';
import { loadPolicySet } from '../../../src/policy/policy-set.ts';
import { arbitraryPolicySet, toJson } from '../generation/policy-sets.ts';
import type { PolicyDocument } from '../generation/policy-sets.ts';
import { isLongRun } from '../../support/long-runs.ts';
import { filesBelow } from '../policy-tests.ts';
import { respelled } from './respelling.ts';

const root = join(import.meta.dirname, '../../..');

/** One document for the whole set: aliases of the global namespace at the top, the others in documents of their own. */
function oneDocument(document: PolicyDocument): Record<string, never> {
  const json = toJson({ ...document, isInDraftSpelling: false }).map(
    (one) => JSON.parse(JSON.stringify(one)) as Record<string, unknown>,
  );
  const [globals, ...others] = json
    .filter((one) => 'Aliases' in one)
    .sort((a) => (a['namespace'] === 'global' ? -1 : 1));
  const rest = json.find((one) => 'Policies' in one) ?? {};
  const documents = others.map((one) => ({ ...one, Version: '2017-02-15' }));
  const whole = {
    ...rest,
    Aliases: globals?.['Aliases'],
    Policies: [...(rest['Policies'] as unknown[]), ...documents],
  };
  return JSON.parse(JSON.stringify(whole)) as Record<string, never>;
}

function formatted(text: string): string {
  const result = formatPolicyFile({ path: 'a.json', text });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.text;
}

function hashOf(text: string): string {
  const load = loadPolicySet([{ path: 'a.json', text }]);
  if (!load.ok) throw new Error(JSON.stringify(load.faults));
  return load.set.hash;
}

describe('the canonical text of a policy file', () => {
  it('is the same for every spelling, and means the same', () => {
    fc.assert(
      fc.property(arbitraryPolicySet, fc.nat(), fc.nat(), (document, a, b) => {
        const whole = oneDocument(document);
        const [one, other] = [respelled(whole, a), respelled(whole, b)];
        const text = formatted(one);
        expect(formatted(other)).toBe(text);
        expect(hashOf(text)).toBe(hashOf(one));
        expect(formatted(text)).toBe(text);
      }),
      { numRuns: isLongRun ? 5000 : 60 },
    );
  });

  it.each<[string, object, object]>([
    ['draft spellings of keys', { PolicyName: 'p', Policy_Category: 'SPA-Policy', 'policy action': 'permit' }, {}],
    ['the single-statement shorthand', { 'Policy-Action': 'Permit' }, {}],
    ['a StatementId that says the number', { Statement: [{ StatementId: '1', 'Policy-Action': 'Permit' }] }, {}],
    ['the global namespace', { namespace: 'global', Confidential: false, 'Policy-Action': 'Permit' }, {}],
    ['a PolicyID, which is generated', { PolicyID: 'x', 'Policy-Action': 'Permit' }, {}],
    [
      'units',
      { 'Policy-Action': 'Permit', frequency: [{ max: 15e3, min: '0.01 MHz' }] },
      { frequency: [['10 kHz', '15 kHz']] },
    ],
    ['an alias in a list of one', { 'Policy-Action': 'Permit', frequency: ['X'] }, { frequency: 'X' }],
    ['names in another order', { 'Policy-Action': 'Permit', Actor: ['b', 'a', 'b'] }, { Actor: ['a', 'b'] }],
    [
      'task synonyms',
      { 'Policy-Action': 'Permit', 'SCOS-Task': ['scan', 'TRANSMIT'] },
      { 'SCOS-Task': ['Scanning', 'Transmission'] },
    ],
    [
      'all days',
      {
        'Policy-Action': 'Permit',
        time: { daily: ['22:00:00', '06:00'], days: ['mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'sun'] },
      },
      { time: [{ daily: ['22:00', '06:00'] }] },
    ],
    [
      'the end of the day',
      { 'Policy-Action': 'Permit', time: { daily: ['08:00', '00:00'] } },
      { time: [{ daily: ['08:00', '24:00'] }] },
    ],
    [
      'stamps',
      { 'Policy-Action': 'Permit', time: [{ to: '2026-03-01t00:00:00.500000z' }] },
      { time: [{ to: '2026-03-01T00:00:00.5Z' }] },
    ],
    [
      'field first',
      { 'Policy-Action': 'Permit', 'Condition-Block': { WAIT_TIME: { LessThan: 'PT1M' } } },
      { Condition: { lessthan: { 'wait-time': '1 min' } } },
    ],
    [
      'conditions that are all required',
      { 'Policy-Action': 'Permit', Condition: { allOf: [{ equals: { b: 1 } }, { allOf: [{ equals: { a: 1 } }] }] } },
      { Condition: { equals: { a: 1, b: 1 } } },
    ],
    [
      'a minus sign of the printers',
      { 'Policy-Action': 'Permit', Condition: { lessthan: { power: '\u2013114.50 dBm' } } },
      { Condition: { lessthan: { power: '-114.5 dBm' } } },
    ],
    ['letters of two code points', { 'Policy-Action': 'Permit', Actor: 'Andre\u0301' }, { Actor: 'Andr\u00e9' }],
  ])('has one spelling for %s', (_name, spelled, canonical) => {
    const policy = { name: 'p', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management', ...spelled };
    const given = 'PolicyName' in policy ? withoutKeys(policy, ['name', 'Policy-type']) : policy;
    const aliases = { Aliases: { frequency: { X: [[1, 2]] } } };
    const text = formatted(JSON.stringify({ Version: '2017-02-15', ...aliases, Policy: given }));
    expect(JSON.parse(text)).toEqual({
      Version: '2017-02-15',
      Aliases: { frequency: { X: [['1 Hz', '2 Hz']] } },
      Policy: {
        namespace: 'global',
        name: 'p',
        'Policy-type': 'SPA-Policy',
        Scope: 'sensing-management',
        Statement: [{ StatementId: '1', 'Policy-Action': 'Permit', ...canonical }],
      },
    });
  });

  it('writes every number so that it reads back the same', () => {
    const hz = fc.oneof(fc.double({ min: 1e-3, max: 1e15, noNaN: true }), fc.nat());
    fc.assert(
      fc.property(hz, fc.constantFrom('frequency', 'time', 'length', 'power'), (value, dimension) => {
        const exact = parseQuantity(value, dimension);
        const text = exact.ok ? quantityText(exact.value, dimension) : '';
        expect(parseQuantity(text, dimension)).toEqual(exact);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[number, Dimension, string]>([
    [0, 'frequency', '0 Hz'],
    [999, 'frequency', '999 Hz'],
    [15_000, 'frequency', '15 kHz'],
    [3_000_000, 'frequency', '3000 kHz'],
    [162_550_000, 'frequency', '162.55 MHz'],
    [3_000_000_000, 'frequency', '3000 MHz'],
    [3_550_000_000, 'frequency', '3.55 GHz'],
    [10, 'time', '10 s'],
    [90, 'time', '90 s'],
    [0.0015, 'time', '1500 us'],
    [86_400, 'time', '1 d'],
    [30_000, 'length', '30 km'],
    [304.8, 'length', '304.8 m'],
    [-114, 'power', '-114 dBm'],
    [1e300, 'power', '1e300 dBm'],
  ])('writes %d of %s as %s', (value, dimension, text) => {
    expect(quantityText(value, dimension)).toBe(text);
  });

  it('keeps what a person wrote for people, and what editors need', () => {
    const given = {
      $schema: '../policy.schema.json',
      Version: '2017-02-15',
      Policies: [
        {
          name: 'p',
          description: 'Why.',
          'Policy-type': 'SPA-Policy',
          Scope: 'sensing-management',
          Statement: [{ 'Policy-Action': 'Permit', description: 'What.' }],
        },
      ],
    };
    expect(JSON.parse(formatted(JSON.stringify(given)))).toMatchObject({
      $schema: '../policy.schema.json',
      Policy: { description: 'Why.', Statement: [{ StatementId: '1', description: 'What.' }] },
    });
  });

  it('keeps aliases of several namespaces apart', () => {
    const nested = { Version: '2017-02-15', namespace: 'Foo', Aliases: { actor: { A: ['x'] } } };
    const text = formatted(JSON.stringify({ Aliases: { actor: { A: ['y'] } }, Policies: [nested] }));
    expect(JSON.parse(text)).toEqual({
      Version: '2017-02-15',
      Aliases: { actor: { A: ['y'] } },
      Policies: [nested],
    });
  });

  it.each<[string, object, string]>([
    ['an unknown key', { Version: '2017-02-15', Policy: { nam: 'p' } }, 'unknown-key'],
    [
      'two policies of one name',
      { Policies: [1, 2].map(() => ({ name: 'p', 'Policy-type': 'SPA-Policy', 'Policy-Action': 'Deny' })) },
      'duplicate-policy',
    ],
    ['an alias in a circle', { Aliases: { actor: { A: ['A'] } } }, 'alias-cycle'],
    [
      'contradicting defaults',
      { Defaults: { 'sensor-management': { actor: 'deny' }, 'Sensor management': { actor: 'accept' } } },
      'contradicting-default',
    ],
    ['a value alias that reads as a quantity', { Aliases: { value: { '10 s': [5] } } }, 'bad-name'],
  ])('is refused for a file with %s', (_name, document, code) => {
    const result = formatPolicyFile({ path: 'a.json', text: JSON.stringify(document) });
    expect(result.ok ? [] : result.faults.map((fault) => fault.code)).toContain(code);
  });

  it('needs no other file: an alias may be defined there', () => {
    const Policy = {
      name: 'p',
      'Policy-type': 'SPA-Policy',
      Scope: 'sensing-management',
      'Policy-Action': 'Deny',
      frequency: 'X-band',
    };
    expect(formatted(JSON.stringify({ Version: '2017-02-15', Policy }))).toContain('"frequency": "X-band"');
  });

  it('of a shipped file or of the drafts’ examples is what prettier would leave alone', async () => {
    const examples = join(root, '../shared/reference/draft-policy-examples.json');
    const files = filesBelow(join(root, 'policies')).filter(({ path }) => !/\.(test|schema)\.json$/.test(path));
    const drafts = existsSync(examples) ? [{ path: examples, text: readFileSync(examples, 'utf8') }] : [];
    for (const { text } of [...files, ...drafts]) {
      const canonical = formatted(text);
      expect(await format(canonical, { parser: 'json', printWidth: 120 })).toBe(canonical);
    }
  });
});

function withoutKeys(object: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
