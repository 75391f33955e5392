import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/policy/decide.ts';
import type { PolicyRequest } from '../../src/policy/request.ts';
import { loaded } from './policy-tests.ts';

const MHZ = 1e6;
const edge = fc.integer({ min: 0, max: 10 });
const band = fc
  .tuple(edge, edge)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => [`${Math.min(a, b)} MHz`, `${Math.max(a, b)} MHz`]);
const clock = fc.constantFrom('00:00', '06:00', '12:00', '18:00');
const days = fc.subarray(['Sun', 'Mon', 'Tue'], { minLength: 1 });
const window = fc.oneof(
  fc.record({ daily: fc.tuple(clock, clock) }),
  fc.record({ daily: fc.tuple(clock, clock), days }),
  fc.constantFrom(
    { from: '2026-03-01T06:00:00Z' },
    { to: '2026-03-02T00:00:00Z' },
    { from: '2026-03-01T12:00:00Z', to: '2026-03-03T00:00:00Z' },
  ),
);
const box = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0],
    ],
  ],
};
const actor = fc.constantFrom('ann', 'role:client', 'role:admin', 'group:Lab', '*');
const condition = fc.oneof(
  fc.constantFrom<object>(
    { equals: { purpose: 'study' } },
    { not: { equals: { purpose: 'study' } } },
    { lessthan: { 'wait-time': '30 s' } },
    { exists: { purpose: false } },
    { equals: { Actor: 'role:client' } },
    { in: { location: box } },
  ),
  band.map((one) => ({ anyOf: [{ in: { frequency: [one] } }, { equals: { purpose: 'test' } }] })),
);
const context = fc.record(
  {
    Actor: actor,
    Resource: fc.constantFrom('Foo:Sensors::*', 'Foo:Sensors::A', 'North'),
    'SCOS-Task': fc.constantFrom('Scanning', 'Calibration', '*'),
    frequency: fc.array(band, { minLength: 1, maxLength: 2 }),
    time: fc.array(window, { minLength: 1, maxLength: 2 }),
    location: fc.constant(box),
    Condition: condition,
  },
  { requiredKeys: [] },
);
const attributes = fc.constantFrom(
  { 'Min-resolution-bandwidth': '1 kHz' },
  { 'Min-resolution-bandwidth': '10 kHz' },
  { 'Max-concurrent-tasks': 2 },
);
const statement = fc.oneof(
  { weight: 4, arbitrary: context.map((one) => ({ 'Policy-Action': 'Permit', ...one })) },
  { weight: 1, arbitrary: context.map((one) => ({ 'Policy-Action': 'Deny', ...one })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(context, attributes)
      .map(([one, Attributes]) => ({ 'Policy-Action': 'Set', Attributes, ...one })),
  },
);
const type = fc.constantFrom('SSM-Policy', 'SSD-Policy', 'SPU-Policy', 'SPA-Policy');
const policies = fc
  .array(fc.record({ 'Policy-type': type, Statement: fc.array(statement, { minLength: 1, maxLength: 3 }) }), {
    maxLength: 5,
  })
  .map((list) => list.map((one, index) => ({ ...one, name: `p${index}`, Scope: 'sensing-management' })));
const defaults = fc.constantFrom(
  {},
  { 'sensing-management': { resource: 'accept' } },
  { 'sensing-management': { actor: 'accept', resource: 'accept' } },
);

const start = Date.UTC(2026, 2, 1);
const request: fc.Arbitrary<PolicyRequest> = fc.record(
  {
    scope: fc.constant('sensing-management' as const),
    actor: fc.record({
      user: fc.constantFrom('ann', 'bob'),
      roles: fc.subarray(['client', 'admin']),
      groups: fc.subarray(['Lab']),
    }),
    resource: fc.record({ id: fc.constantFrom('Foo:Sensors::A', 'Foo:Sensors::B'), groups: fc.subarray(['North']) }),
    task: fc.record({ operation: fc.constantFrom('Scanning', 'Scanning', 'Calibration') }),
    band: fc.tuple(edge, edge).map(([a, b]) => ({ startHz: Math.min(a, b) * MHZ, stopHz: Math.max(a, b) * MHZ })),
    time: fc.integer({ min: 0, max: 12 }).map((quarter) => new Date(start + quarter * 6 * 3_600_000)),
    durationSeconds: fc.constantFrom(0, 3600, 6 * 3600, 86_400),
    location: fc.constantFrom(
      { latitude: 1, longitude: 1 },
      { latitude: 2, longitude: 1 },
      { latitude: 3, longitude: 3 },
    ),
    attributes: fc.record(
      {
        purpose: fc.constantFrom('study', 'test', 'fun'),
        'wait-time': fc.constantFrom(10, 40),
        'resolution-bandwidth': fc.constantFrom(500, 5000, 50_000),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['scope', 'actor', 'resource', 'task'] },
);

const setOf = (list: readonly object[], more: object = {}) =>
  loaded([{ path: 'p.json', text: JSON.stringify({ Policies: list, ...more }) }]);
const runs = { numRuns: 300 };

describe('decisions', () => {
  it('never turn from a denial into a permit when a Deny is added', () => {
    fc.assert(
      fc.property(policies, defaults, context, request, (list, Defaults, extra, asked) => {
        const before = decide(setOf(list, { Defaults }), asked);
        const deny = {
          name: 'extra',
          'Policy-type': 'SPA-Policy',
          Scope: 'sensing-management',
          'Policy-Action': 'Deny',
          ...extra,
        };
        const after = decide(setOf([...list, deny], { Defaults }), asked);
        if (before.decision === 'Deny') expect(after.decision).toBe('Deny');
      }),
      runs,
    );
  });

  it('never turn into a permit when a policy of Permits is taken away', () => {
    fc.assert(
      fc.property(policies, defaults, request, fc.nat(), (list, Defaults, asked, pick) => {
        const permits = list.filter(({ Statement }) => Statement.every((one) => one['Policy-Action'] === 'Permit'));
        fc.pre(permits.length > 0);
        const gone = permits[pick % permits.length];
        const before = decide(setOf(list, { Defaults }), asked);
        const after = decide(
          setOf(
            list.filter((one) => one !== gone),
            { Defaults },
          ),
          asked,
        );
        if (before.decision === 'Deny') expect(after.decision).toBe('Deny');
      }),
      runs,
    );
  });

  it('do not depend on the order of policies and their division into files', () => {
    fc.assert(
      fc.property(policies, request, (list, asked) => {
        const split = loaded(
          [...list].reverse().map((Policy, index) => ({ path: `${index}.json`, text: JSON.stringify({ Policy }) })),
        );
        const whole = setOf(list);
        expect(split.hash).toBe(whole.hash);
        expect(decide(split, asked)).toEqual(decide(whole, asked));
      }),
      runs,
    );
  });

  it('agree with the decisions of the pieces of a request', () => {
    const counts = { Permit: 0, Deny: 0 };
    fc.assert(
      fc.property(policies, defaults, request, (list, Defaults, asked) => {
        const set = setOf(list, { Defaults });
        const whole = decide(set, asked);
        counts[whole.decision] += 1;
        const pieces = piecesOf(asked).map((piece) => decide(set, piece));
        expect(pieces.every(({ decision }) => decision === 'Permit')).toBe(whole.decision === 'Permit');
        if (whole.decision === 'Deny') expect(pieces.map(({ reason }) => reason)).toContain(whole.reason);
      }),
      { numRuns: 600 },
    );
    // The property says little about a set that permits nothing.
    expect(counts.Permit).toBeGreaterThan(50);
  });
});

/** The request cut at every megahertz and every six hours: finer than any edge of the generated policies. */
function piecesOf(asked: PolicyRequest): PolicyRequest[] {
  const bands =
    asked.band === undefined || asked.band.startHz === asked.band.stopHz
      ? [asked.band]
      : slices(asked.band.startHz, asked.band.stopHz, MHZ).map(([startHz, stopHz]) => ({ startHz, stopHz }));
  const { time, durationSeconds = 0 } = asked;
  const times =
    time === undefined || durationSeconds === 0
      ? [{}]
      : slices(time.getTime(), time.getTime() + durationSeconds * 1000, 6 * 3_600_000).map(([from, to]) => ({
          time: new Date(from),
          durationSeconds: (to - from) / 1000,
        }));
  return bands.flatMap((one) => times.map((part) => ({ ...asked, band: one, ...part })));
}

function slices(from: number, to: number, step: number): [number, number][] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => [
    from + index * step,
    Math.min(to, from + (index + 1) * step),
  ]);
}
