import { describe, expect, it } from 'vitest';
import { ADVICE } from '../../../src/policy/check/advice.ts';
import { checkPolicies } from '../../../src/policy/check/check-policies.ts';
import type { Finding } from '../../../src/policy/check/finding.ts';

const NOW = new Date('2026-03-01T00:00:00Z');
const SCOPE = 'sensing-management';

function check(document: unknown, now?: Date): readonly Finding[] {
  return checkPolicies([{ path: 'p.json', text: JSON.stringify(document) }], now);
}

/** The findings of one policy, without the notes on names and ids that most of them draw. */
function ofStatements(statements: readonly object[], more: object = {}): string[] {
  const Statement = statements.map((one, index) => ({ StatementId: `s${index + 1}`, ...one }));
  const policy = { name: 'p', 'Policy-type': 'SPA-Policy', Scope: SCOPE, Statement };
  return check({ Version: '2017-02-15', Policies: [policy], ...more }, NOW).map(
    ({ code, severity, pointer }) => `${severity} ${code} ${pointer}`,
  );
}

const at = (index: number) => `#/Policies/0/Statement/${index}`;
const permit = { 'Policy-Action': 'Permit' };
const deny = { 'Policy-Action': 'Deny' };
const set = (value: unknown, more: object = {}) => ({
  'Policy-Action': 'Set',
  Attributes: { 'Min-sensing-slot-duration': value },
  ...more,
});
const band = (min: string, max: string) => ({ frequency: [[min, max]] });
const box = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

describe('the checks', () => {
  it.each<[string, object[], string]>([
    [
      'an operation that the action does not speak of',
      [{ ...permit, 'SCOS-Task': 'Scanning', Condition: { equals: { 'SCOS-Task': 'Calibration' } } }],
      `warning never-matches ${at(0)}`,
    ],
    [
      'bands that have nothing in common',
      [{ ...permit, ...band('1 GHz', '2 GHz'), Condition: { in: { frequency: [['2 GHz', '3 GHz']] } } }],
      `warning never-matches ${at(0)}`,
    ],
    [
      'times that have nothing in common',
      [
        {
          ...permit,
          time: [{ daily: ['06:00', '12:00'] }],
          Condition: { in: { time: [{ daily: ['12:00', '18:00'] }] } },
        },
      ],
      `warning never-matches ${at(0)}`,
    ],
    [
      'days on which a window never begins',
      [
        {
          ...permit,
          time: [{ daily: ['06:00', '12:00'], days: ['Mon'] }],
          Condition: { in: { time: [{ daily: ['06:00', '12:00'], days: ['Tue'] }] } },
        },
      ],
      `warning never-matches ${at(0)}`,
    ],
    [
      'two users at once',
      [{ ...permit, Actor: 'user:a', Condition: { equals: { Actor: 'user:b' } } }],
      `warning never-matches ${at(0)}`,
    ],
    [
      'conditions that can’t hold together',
      [{ ...permit, Condition: { lessthan: { priority: 3 }, greaterthan: { priority: 4 } } }],
      `warning never-matches ${at(0)}`,
    ],
    [
      'conditions that can’t hold together, however often negated',
      [{ ...permit, Condition: { not: { not: { lessthan: { priority: 3 } } }, greaterthan: { priority: 4 } } }],
      `warning never-matches ${at(0)}`,
    ],
    [
      'a permit that a denial covers',
      [
        { ...permit, ...band('1 GHz', '2 GHz'), Actor: 'role:client' },
        { ...deny, ...band('1 GHz', '3 GHz') },
      ],
      `warning permit-denied ${at(0)}`,
    ],
    [
      'a permit that two denials cover between them',
      [
        { ...permit, ...band('1 GHz', '2 GHz') },
        { ...deny, ...band('1 GHz', '1.5 GHz') },
        { ...deny, ...band('1.5 GHz', '3 GHz') },
      ],
      `warning permit-denied ${at(0)}`,
    ],
    [
      'a permit that two denials cover between them in time',
      [
        { ...permit, time: [{ daily: ['06:00', '06:00'], days: ['Sat'] }] },
        { ...deny, time: [{ daily: ['00:00', '12:00'] }] },
        { ...deny, time: [{ daily: ['12:00', '00:00'] }] },
      ],
      `warning permit-denied ${at(0)}`,
    ],
    [
      'a permit that a denial covers with several windows of the week and of the year',
      [
        { ...permit, time: [{ daily: ['06:00', '06:00'], days: ['Mon'] }, { from: '2027-01-01T00:00:00Z' }] },
        {
          ...deny,
          time: [
            { daily: ['00:00', '00:00'], days: ['Mon', 'Tue'] },
            { from: '2027-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' },
            { from: '2028-01-01T00:00:00Z' },
          ],
        },
      ],
      `warning permit-denied ${at(0)}`,
    ],
    [
      'a permit of two operations, each of which a denial takes back',
      [
        { ...permit, 'SCOS-Task': ['Scanning', 'Calibration'] },
        { ...deny, 'SCOS-Task': 'Calibration' },
        { ...deny, 'SCOS-Task': 'Scanning' },
      ],
      `warning permit-denied ${at(0)}`,
    ],
    [
      'a permit that another covers through an alias and a wildcard',
      [
        { ...permit, Actor: 'role:client', Resource: 'Foo:Sensors::A' },
        { ...permit, Actor: 'role:*', Resource: 'Foo:Sensors::*' },
      ],
      `warning redundant-permit ${at(0)}`,
    ],
    ['the second of two equal permits', [permit, permit], `warning redundant-permit ${at(1)}`],
    [
      'a denial that another covers',
      [
        permit,
        { ...deny, Condition: { lessthan: { priority: 2 } } },
        { ...deny, Condition: { lessthan: { priority: 3 } } },
      ],
      `note redundant-denial ${at(1)}`,
    ],
    [
      'a limit that a stricter one always beats',
      [permit, set('5 s'), set('10 s')],
      `warning beaten-setting ${at(1)}/Attributes/Min-sensing-slot-duration`,
    ],
    ['a window that is over', [{ ...permit, time: [{ to: '2026-02-28T00:00:00Z' }] }], `warning ended-window ${at(0)}`],
    [
      'a permit for one step, without one for the other',
      [{ ...permit, Actor: 'role:client' }],
      `warning idle-permit ${at(0)}`,
    ],
    [
      'an operation that is asked in another scope',
      [{ ...permit, 'SCOS-Task': 'Deletion' }],
      `note operation-of-another-scope ${at(0)}`,
    ],
    [
      'a denial that hangs on a field nobody fills in',
      [permit, { ...deny, Condition: { equals: { mood: 'bad' } } }],
      `warning unfilled-field ${at(1)}/Condition/equals/mood`,
    ],
    ['a name without prefix', [{ ...permit, Actor: 'ann', Resource: '*' }], `note unprefixed-actor ${at(0)}/Actor`],
    ['a prefix in capitals', [{ ...permit, Actor: 'Role:client' }], `warning no-such-prefix ${at(0)}/Actor`],
    [
      'a task that is nearly an operation',
      [{ ...permit, 'SCOS-Task': 'Scaning' }],
      `warning like-an-operation ${at(0)}/SCOS-Task`,
    ],
    ['a Resource with one colon', [{ ...permit, Resource: 'Foo:Sensors:A' }], `warning single-colon ${at(0)}/Resource`],
    [
      'a Cyrillic letter in a Latin name',
      [{ ...permit, Actor: ['role:client', 'role:сlient'] }],
      `warning mixed-scripts ${at(0)}/Actor/1`,
    ],
    [
      'names that look alike in two scripts',
      [{ ...permit, Actor: ['role:client', 'role:сlient'] }],
      `warning look-alike-names ${at(0)}/Actor/1`,
    ],
    [
      'names that differ in O and 0',
      [{ ...permit, Resource: ['Foo:Sensors::SD-10', 'Foo:Sensors::SD-1O'] }],
      `warning look-alike-names ${at(0)}/Resource/1`,
    ],
    [
      'names that differ in l and 1',
      [{ ...permit, Resource: ['Foo:Sensors::l', 'Foo:Sensors::1'] }],
      `warning look-alike-names ${at(0)}/Resource/1`,
    ],
    [
      'names that differ in case alone',
      [{ ...permit, Resource: ['North-Id', 'North-id'] }],
      `warning look-alike-names ${at(0)}/Resource/1`,
    ],
    [
      'a character that can’t be seen',
      [{ ...permit, Resource: 'Nor\u200Bth' }],
      `warning invisible-character ${at(0)}/Resource`,
    ],
    ['a space at the end of a name', [{ ...permit, Resource: 'North ' }], `warning outer-space ${at(0)}/Resource`],
    ['a band without units', [{ ...permit, frequency: [[1400, 1427]] }], `warning tiny-band ${at(0)}/frequency/0`],
    [
      'a circle the size of a coin',
      [{ ...permit, location: { circle: { center: [0, 0], radius: 0.01 } } }],
      `warning tiny-area ${at(0)}/location`,
    ],
    [
      'a circle round half of the Earth',
      [{ ...permit, location: { circle: { center: [0, 0], radius: '9000 km' } } }],
      `warning huge-area ${at(0)}/location`,
    ],
    [
      'a hole outside of its polygon',
      [{ ...permit, location: { type: 'Polygon', coordinates: [box(0, 0, 1), box(3, 3, 1)] } }],
      `warning hole-outside ${at(0)}/location`,
    ],
  ])('report %s', (_name, statements, expected) => {
    expect(ofStatements(statements)).toContain(expected);
  });

  it.each<[string, object[]]>([
    [
      'a permit and a denial of part of it',
      [
        { ...permit, ...band('1 GHz', '3 GHz') },
        { ...deny, ...band('1 GHz', '2 GHz') },
      ],
    ],
    [
      'a polygon with a hole',
      [{ ...permit, location: { type: 'Polygon', coordinates: [box(0, 0, 3), box(1, 1, 1)] } }],
    ],
    ['a limit that a specific statement loosens', [permit, set('10 s'), set('5 s', { Resource: 'Foo:Sensors::A' })]],
    ['a window still to come', [{ ...permit, time: [{ to: '2026-03-02T00:00:00Z' }] }]],
    [
      'names in another script, behind what is always Latin',
      [
        {
          ...permit,
          Actor: 'role:клиент',
          Resource: 'Минцифры:Sensors::датчик',
          Condition: { equals: { Actor: 'user:Ρόδος' } },
        },
      ],
    ],
    ['a registered field', [{ ...permit, Condition: { lessthan: { 'wait-time': '30 s' } } }]],
    [
      'denials that leave one second of the day',
      [
        { ...permit, time: [{ daily: ['00:00', '00:00'] }] },
        { ...deny, time: [{ daily: ['00:00', '12:00'] }] },
        { ...deny, time: [{ daily: ['12:00', '23:59:59'] }] },
      ],
    ],
    [
      'denials that leave one of three operations',
      [
        { ...permit, 'SCOS-Task': ['Scanning', 'Calibration', 'Discovery'] },
        { ...deny, 'SCOS-Task': 'Calibration' },
        { ...deny, 'SCOS-Task': 'Scanning' },
      ],
    ],
    [
      'two windows of one week',
      [
        {
          ...permit,
          time: [{ daily: ['22:00', '06:00'], days: ['Sun'] }],
          Condition: { in: { time: [{ daily: ['00:00', '06:00'], days: ['Mon'] }] } },
        },
      ],
    ],
  ])('say nothing of %s', (_name, statements) => {
    expect(ofStatements(statements)).toEqual([]);
  });

  it('report aliases that nothing uses, though other aliases that nothing uses hold them', () => {
    const Aliases = { actor: { Used: ['role:a', 'Inner'], Inner: ['role:b'], Outer: ['Lost'], Lost: ['role:c'] } };
    const statement = { ...permit, Actor: 'Used', Resource: '*' };
    expect(ofStatements([statement], { Aliases })).toEqual([
      'warning unused-alias #/Aliases/actor/Outer',
      'warning unused-alias #/Aliases/actor/Lost',
    ]);
  });

  it('report a namespace that stands beside policies', () => {
    expect(ofStatements([permit], { namespace: 'Foo' })).toEqual(['warning namespace-beside-policy #/namespace']);
  });

  it('report defaults that accept', () => {
    expect(ofStatements([permit], { Defaults: { [SCOPE]: { actor: 'accept' } } })).toEqual([
      'note default-accept #/Defaults',
    ]);
  });

  it('report statements that are called by their number', () => {
    const findings = check({
      Version: '2017-02-15',
      Policy: {
        name: 'p',
        'Policy-type': 'SPA-Policy',
        Scope: SCOPE,
        Statement: [permit, { ...deny, ...band('1 Hz', '1 GHz') }],
      },
    });
    expect(findings.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'generated-statement-id #/Policy/Statement/0',
      'generated-statement-id #/Policy/Statement/1',
    ]);
  });

  it('say nothing of windows that are over without a clock', () => {
    const policy = {
      name: 'p',
      'Policy-type': 'SPA-Policy',
      Scope: SCOPE,
      ...permit,
      time: [{ to: '1999-01-01T00:00:00Z' }],
    };
    expect(check({ Version: '2017-02-15', Policy: policy })).toEqual([]);
  });

  it('give every fault of the loader as an error with its line, its column and what to do', () => {
    const text = '{\n  "Version": "2017-02-15",\n  "Policy": { "name": "p", "Policy-type": "SPA", "Scop": 1 }\n}';
    const findings = checkPolicies([{ path: 'p.json', text }]);
    expect(findings.map(({ code, severity, line, column }) => [code, severity, line, column])).toContainEqual([
      'unknown-type',
      'error',
      3,
      28,
    ]);
    expect(findings.every(({ advice }) => advice.length > 10)).toBe(true);
  });

  it('have an advice for everything they report', () => {
    expect([...ADVICE.values()].every((advice) => advice.length > 10)).toBe(true);
  });
});
