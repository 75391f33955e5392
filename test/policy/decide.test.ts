import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decideJson } from '../../src/policy/decide.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import { setOf, shippedPolicies } from './policy-tests.ts';

const shipped = shippedPolicies();
const scan: PolicyRequest = {
  scope: 'sensing-management',
  namespace: 'clearband',
  actor: { user: 'alice', groups: [], roles: ['client'] },
  resource: { id: 'clearband:Sensors::boulder', groups: [] },
  task: { operation: 'Scanning', name: 'm4s' },
  band: { startHz: 700e6, stopHz: 710e6 },
  time: new Date('2026-03-01T12:00:00Z'),
  durationSeconds: 1,
  location: { latitude: 39.995, longitude: -105.2617 },
};
const greenBank = { latitude: 38.4331, longitude: -79.8398 };

function denialOf(request: PolicyRequest, set = shipped) {
  const decision = decide(set, request);
  if (decision.decision === 'Permit') throw new Error('expected a denial');
  return decision;
}

describe('decide', () => {
  it('carries the settings, the statements and the hash of the set', () => {
    expect(decide(shipped, scan)).toMatchObject({
      decision: 'Permit',
      settings: { 'min-sensing-slot-duration': 1 },
      matched: [{ policy: 'Clients-may-scan' }, { policy: 'Minimum-sensing-slot', statement: 'one-second' }],
      policySetHash: shipped.hash,
      defaultsUsed: [],
    });
  });

  it('says which value a limit refuses, beside the limit', () => {
    const band = { startHz: 777e6, stopHz: 787e6 };
    const denial = denialOf({ ...scan, band, attributes: { 'resolution-bandwidth': 15_000 } });
    expect(denial).toMatchObject({ reason: 'constraint-violation', code: 202 });
    expect(denial.detail).toBe('resolution-bandwidth 15 kHz is finer than the permitted 100 kHz');
    expect(denial.because).toMatchObject([
      {
        namespace: 'global',
        policy: 'Cellular-uplink-resolution',
        statement: 'coarse-only',
        confidential: false,
        values: [{ field: 'resolution-bandwidth', actual: 15_000, operator: 'at-least', limit: 100_000, unit: 'Hz' }],
      },
    ]);
    expect(denial.because[0]?.description).toContain('telephones');
  });

  it('says which part of the band is denied, and where', () => {
    const denial = denialOf({ ...scan, band: { startHz: 1390e6, stopHz: 1410e6 }, location: greenBank });
    expect(denial.because).toHaveLength(1);
    expect(denial.detail).toBe(
      '`global:Radio-astronomy-protection` (green-bank-1400) denies Scanning: the frequency is 1.4 GHz..1.41 GHz; the statement names 1.4 GHz..1.427 GHz; the place is 38.4331, -79.8398; the statement names 30 km around 38.4331, -79.8398',
    );
  });

  it('says what is not known when a denial can’t be told', () => {
    const denial = denialOf({ ...scan, band: { startHz: 1400e6, stopHz: 1410e6 }, location: undefined });
    expect(denial.reason).toBe('indeterminate-deny');
    expect(denial.detail).toContain('the place is not known');
  });

  it('lists the permits that came nearest, and what failed first in each', () => {
    const denial = denialOf({ ...scan, actor: { user: 'mallory', groups: [], roles: ['guest'] } });
    expect(denial.reason).toBe('no-accept-actor');
    expect(denial.because.map(({ policy, values }) => [policy, values[0]?.detail])).toEqual([
      ['Administrators-may-sense', 'the actor is user:mallory, role:guest; the statement names role:admin'],
      ['Clients-may-scan', 'the actor is user:mallory, role:guest; the statement names role:client'],
    ]);
  });

  it('lists at most five of them, nearest first', () => {
    const policy = Array.from({ length: 9 }, (_, index) => ({
      Policy: {
        name: `p${index}`,
        'Policy-type': 'SPA-Policy',
        Scope: 'sensing-management',
        'Policy-Action': 'Permit',
        Actor: index === 8 ? 'role:client' : 'role:other',
        frequency: [[`${index + 1} GHz`, `${index + 2} GHz`]],
      },
    }));
    const { because } = denialOf(scan, setOf({ id: 'many', title: '', policy, cases: [] }));
    expect(because.map(({ policy: name }) => name)).toEqual(['p8', 'p0', 'p1', 'p2', 'p3']);
    expect(because[0]?.values).toMatchObject([
      { field: 'frequency', actual: '700 MHz..710 MHz', limit: '9 GHz..10 GHz' },
    ]);
  });

  it('flags confidential statements and keeps them out of the summary', () => {
    const statement = { 'Policy-Action': 'Deny', Confidential: true, frequency: [['700 MHz', '1 GHz']] };
    const policy = {
      Policy: { name: 'secret', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management', Statement: [statement] },
    };
    const denial = denialOf(scan, setOf({ id: 'secret', title: '', policy, cases: [] }));
    expect(denial.because).toMatchObject([{ policy: 'secret', confidential: true }]);
    expect(denial.detail).toBe('denied by policy');
  });

  it('describes the test of a condition that failed', () => {
    const policy = {
      Policy: {
        name: 'p',
        'Policy-type': 'SPA-Policy',
        Scope: 'sensing-management',
        'Policy-Action': 'Permit',
        Condition: {
          allOf: [{ greaterthanequals: { 'resolution-bandwidth': '1 MHz' } }, { in: { purpose: ['study', 'test'] } }],
        },
      },
    };
    const set = setOf({ id: 'c', title: '', policy, cases: [] });
    const attributes = { 'resolution-bandwidth': '1 MHz', purpose: 'fun' };
    expect(
      denialOf({ ...scan, attributes: { ...attributes, 'resolution-bandwidth': '15 kHz' } }, set).because[0]?.values,
    ).toMatchObject([
      {
        field: 'resolution-bandwidth',
        actual: 15_000,
        operator: 'greaterthanequals',
        limit: 1_000_000,
        unit: 'Hz',
        detail: 'resolution-bandwidth is 15 kHz; the condition is at least 1 MHz',
      },
    ]);
    expect(denialOf({ ...scan, attributes }, set).because[0]?.values).toMatchObject([
      {
        field: 'purpose',
        actual: 'fun',
        operator: 'in',
        limit: ['study', 'test'],
        detail: 'purpose is fun; the condition is one of study, test',
      },
    ]);
    expect(denialOf(scan, set).because[0]?.values[0]?.detail).toBe(
      "resolution-bandwidth is not given or can't be compared; the condition is at least 1 MHz",
    );
  });

  it.each<[string, Partial<PolicyRequest>, string]>([
    ['an inverted band', { band: { startHz: 2, stopHz: 1 } }, '#/frequency/max'],
    ['a frequency that is no number', { band: { startHz: NaN, stopHz: 1 } }, '#/frequency'],
    ['a time that does not exist', { time: new Date(NaN) }, '#/time'],
    ['an endless duration', { durationSeconds: Infinity }, '#/duration'],
    ['a latitude that is no number', { location: { latitude: NaN, longitude: 0 } }, '#/location/lat'],
    ['a control character in a name', { task: { operation: 'Scanning', name: 'a\u0000' } }, '#/task/name'],
    ['an attribute given twice', { attributes: { 'slot-duration': 1, Slot_Duration: 2 } }, '#/attributes'],
  ])('answers invalid-request to %s', (_, part, pointer) => {
    const denial = denialOf({ ...scan, ...part });
    expect(denial).toMatchObject({ reason: 'invalid-request', code: 206, faults: [{ pointer }] });
  });

  it('keeps microseconds that a Date can’t hold', () => {
    const window = { 'Policy-Action': 'Permit', time: [{ from: '2026-03-01T12:00:00.000001Z' }] };
    const set = setOf({
      id: 't',
      title: '',
      policy: { Policy: { name: 't', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management', Statement: [window] } },
      cases: [],
    });
    expect(decide(set, scan).decision).toBe('Deny');
    expect(decide(set, { ...scan, timeMicroseconds: 1 }).decision).toBe('Permit');
  });

  it('answers any JSON without throwing', () => {
    const keys = fc.constantFrom(
      'scope',
      'actor',
      'resource',
      'task',
      'frequency',
      'time',
      'location',
      'attributes',
      'reports',
      'min',
      'max',
      'user',
      '__proto__',
      'constructor',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>('sensing-management', '1 GHz', 5, 'NaN', []),
    );
    const request = fc.dictionary(keys, fc.oneof(value, fc.dictionary(keys, value)));
    fc.assert(
      fc.property(fc.oneof(request, fc.jsonValue()), (json) => {
        const decision = decideJson(shipped, json);
        expect(['Permit', 'Deny']).toContain(decision.decision);
      }),
      { numRuns: 1000 },
    );
  });
});
