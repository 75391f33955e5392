import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/policy/decide.ts';
import { diffPolicySets } from '../../../src/policy/diff/diff-policy-sets.ts';
import type { PolicyDifference } from '../../../src/policy/diff/policy-difference.ts';
import { loaded } from '../policy-tests.ts';

interface Extras {
  readonly Aliases?: object;
  readonly Defaults?: object;
}

const SENSING = { 'Policy-type': 'SPA-Policy', Scope: 'sensing-management' };

function setOf(statements: readonly object[], extras: Extras = {}, type: object = SENSING) {
  const Statement = statements.map((one, index) => ({ StatementId: `s${index}`, ...one }));
  const Policy = { name: 'p', ...type, Statement };
  return loaded([{ path: 'p.json', text: JSON.stringify({ Policy, ...extras }) }]);
}

const permit = {
  'Policy-Action': 'Permit',
  'SCOS-Task': 'Scanning',
  frequency: [['100 MHz', '200 MHz']],
  time: [{ daily: ['08:00', '17:00'], days: ['Mon', 'Tue'] }],
  location: [{ circle: { center: [10, 50], radius: '30 km' } }],
};
const anything = { 'Policy-Action': 'Permit' };

function differences(before: readonly object[], after: readonly object[], extras: Extras = {}) {
  const sets = [setOf(before, extras), setOf(after, extras)] as const;
  const found = diffPolicySets(...sets);
  for (const { change, counterexample } of found.differences) {
    const [old, now] = sets.map((set) => decide(set, counterexample.request));
    expect(old?.decision === now?.decision).toBe(change === 'settings' || change === 'obligations');
  }
  return found;
}

describe('diffPolicySets', () => {
  it.each<[string, object, Partial<Pick<PolicyDifference, 'change'>>, object]>([
    [
      'a wider band',
      { frequency: [['100 MHz', '210 MHz']] },
      { change: 'permitted' },
      { frequency: { kind: 'bands', bands: [{ startHz: 200e6, stopHz: 210e6 }], texts: [] } },
    ],
    [
      'a narrower band, by one hertz',
      { frequency: [['100 MHz', 199_999_999]] },
      { change: 'denied' },
      { frequency: { kind: 'bands', bands: [{ startHz: 199_999_999, stopHz: 200e6 }], texts: [] } },
    ],
    [
      'a later evening',
      { time: [{ daily: ['08:00', '18:00'], days: ['Mon', 'Tue'] }] },
      { change: 'permitted' },
      { time: { kind: 'texts', texts: ['Mon 17:00 to Mon 18:00 UTC', 'Tue 17:00 to Tue 18:00 UTC'] } },
    ],
    [
      'one more day',
      { time: [{ daily: ['08:00', '17:00'], days: ['Mon', 'Tue', 'Sun'] }] },
      { change: 'permitted' },
      {},
    ],
    [
      'a smaller circle, by one metre',
      { location: [{ circle: { center: [10, 50], radius: 29_999 } }] },
      { change: 'denied' },
      {},
    ],
    [
      'a second area',
      { location: [...permit.location, { circle: { center: [20, 50], radius: '1 km' } }] },
      { change: 'permitted' },
      {},
    ],
    [
      'another operation',
      { 'SCOS-Task': ['Scanning', 'Calibration'] },
      { change: 'permitted' },
      { task: { kind: 'texts', texts: ['Calibration'] } },
    ],
    ['a condition', { Condition: { lessthan: { 'wait-time': 30 } } }, { change: 'denied' }, {}],
    ['an Actor', { Actor: 'role:client' }, { change: 'denied' }, {}],
  ])('tells %s', (_, part, change, parts) => {
    const { differences: found, isComplete } = differences([permit], [{ ...permit, ...part }]);
    expect(isComplete).toBe(true);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect(one).toMatchObject(change);
    expect(found[0]?.parts).toMatchObject(parts);
  });

  it.each<[string, readonly object[], readonly object[], Extras]>([
    [
      'order of statements',
      [permit, { 'Policy-Action': 'Deny', Actor: 'eve' }],
      [{ 'Policy-Action': 'Deny', Actor: 'eve' }, permit],
      {},
    ],
    [
      'bands that touch',
      [permit],
      [
        {
          ...permit,
          frequency: [
            ['150 MHz', '200 MHz'],
            [100e6, '150 MHz'],
          ],
        },
      ],
      {},
    ],
    [
      'one statement as two',
      [permit],
      [
        { ...permit, frequency: [['100 MHz', '150 MHz']] },
        { ...permit, frequency: [['150 MHz', '200 MHz']] },
      ],
      {},
    ],
    [
      'an alias',
      [permit],
      [{ ...permit, frequency: 'Low' }],
      { Aliases: { frequency: { Low: [['100 MHz', '200 MHz']] } } },
    ],
    [
      'a permit within another',
      [permit],
      [permit, { ...permit, Actor: 'ann', frequency: [['120 MHz', '130 MHz']] }],
      {},
    ],
    ['a permit where all is denied', [{ 'Policy-Action': 'Deny' }], [{ 'Policy-Action': 'Deny' }, permit], {}],
    [
      'a denial where nothing is permitted',
      [permit],
      [permit, { 'Policy-Action': 'Deny', frequency: [['300 MHz', '400 MHz']] }],
      {},
    ],
    [
      'a limit where nothing is permitted',
      [permit],
      [permit, { 'Policy-Action': 'Set', frequency: [['300 MHz', '400 MHz']], Attributes: { Sensitivity: -90 } }],
      {},
    ],
    ['a weaker limit', [anything, limit(1000)], [anything, limit(1000), limit(500)], {}],
    [
      'the same week in other words',
      [permit],
      [
        {
          ...permit,
          time: [
            { daily: ['08:00', '12:00'], days: ['Tue', 'Mon'] },
            { daily: ['12:00', '17:00'], days: ['Mon', 'Tue'] },
          ],
        },
      ],
      {},
    ],
    [
      'a condition turned round',
      [{ ...anything, Condition: { lessthan: { 'wait-time': 30 } } }],
      [{ ...anything, Condition: { not: { greaterthanequals: { 'wait-time': '30 s' } } } }],
      {},
    ],
  ])('says nothing of %s', (_, before, after, extras) => {
    expect(differences(before, after, extras)).toEqual({ differences: [], isComplete: true, notLookedAt: [] });
  });

  it('tells other settings where both permit, and what goes against the new limit', () => {
    const { differences: found } = differences([anything], [anything, limit(1000)]);
    expect(found.map(({ change, fields }) => ({ change, fields }))).toEqual([
      { change: 'settings', fields: { 'resolution-bandwidth': ['not given', '1 kHz', 'above 1 kHz'] } },
      { change: 'denied', fields: { 'resolution-bandwidth': ['below 1 kHz'] } },
    ]);
  });

  it('tells other obligations', () => {
    const store = { 'Policy-Action': 'Store-Sensing-Data', Resource: 'Foo:Stores::x', 'SCOS-Task': 'Storage' };
    const type = { 'Policy-type': 'SDM-Policy', Scope: 'sensing-data-management' };
    const [old, now] = [{ ...store, 'Policy-Action': 'Permit' }, store].map((one) =>
      setOf([one], { Defaults: { 'sensing-data-management': { actor: 'accept' } } }, type),
    );
    const found = old && now ? diffPolicySets(old, now).differences : [];
    expect(found.map(({ change }) => change)).toContain('obligations');
  });

  it('tells that a default accepts now', () => {
    const [before, after] = [{}, { 'sensing-management': { actor: 'accept', resource: 'accept' } }];
    const sets = [before, after].map((Defaults) =>
      setOf([{ 'Policy-Action': 'Deny', Actor: 'role:guest' }], { Defaults }),
    );
    const [old, now] = sets;
    const { differences: found, isComplete } =
      old && now ? diffPolicySets(old, now) : { differences: [], isComplete: false };
    expect(isComplete).toBe(true);
    expect(found.map(({ change, parts }) => [change, parts.actor?.texts])).toEqual([['permitted', ['any other']]]);
  });

  it('sees what concerns only Actors that are no user', () => {
    const nobodyElse = { 'Policy-Action': 'Deny', Actor: 'user:*' };
    const limit = { 'Policy-Action': 'Set', Attributes: { 'Min-resolution-bandwidth': '1 kHz' } };
    const { differences: found } = differences([anything, nobodyElse], [anything, nobodyElse, limit]);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ parts }) => parts.actor?.texts.join()))).toEqual(new Set(['no user']));
  });

  it('looks on each side of an edge at which a switch of both sets changes', () => {
    const averaging = (value: number, frequency: unknown) => {
      return { 'Policy-Action': 'Set', Attributes: { 'Averaging-bandwidth': value }, frequency };
    };
    const both = [averaging(2000, [['0 Hz', '200 MHz']]), averaging(500, [['200 MHz', '1 GHz']])];
    const open = { ...anything, frequency: [['100 MHz', '250 MHz']] };
    const { differences: found } = differences(
      [open, ...both],
      [open, ...both, { ...open, 'Policy-Action': 'Deny', Actor: 'role:client' }],
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it('sees a condition on the whole band and on the duration', () => {
    const wide = { ...anything, Condition: { lessthanequals: { bandwidth: '20 MHz' } } };
    const { differences: found } = differences(
      [wide],
      [{ ...anything, Condition: { lessthanequals: { bandwidth: '21 MHz' } } }],
    );
    const band = found[0]?.counterexample.request.band;
    expect((band?.stopHz ?? 0) - (band?.startHz ?? 0)).toBeGreaterThan(20e6);
    const long = (seconds: number) => ({ ...anything, Condition: { lessthan: { duration: seconds } } });
    expect(differences([long(60)], [long(61)]).differences[0]?.counterexample.request.durationSeconds).toBe(60);
  });

  it('says so when there is too much to look at', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...anything,
      Condition: { equals: { [`field-${index}`]: index } },
    }));
    const [old, now] = [
      setOf(many),
      setOf([...many, { 'Policy-Action': 'Deny', Condition: { equals: { other: 1 } } }]),
    ];
    expect(diffPolicySets(old, now, { looks: 1000, decided: 5 })).toMatchObject({
      isComplete: false,
      notLookedAt: ['some of very many kinds of requests'],
    });
  });
});

function limit(hz: number): object {
  return { 'Policy-Action': 'Set', Attributes: { 'Min-resolution-bandwidth': hz } };
}
