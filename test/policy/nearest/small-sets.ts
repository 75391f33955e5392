/**
 * Policy sets small enough to search by brute force: few statements over few edges, with limits, windows and conditions
 * on what the one who asks can change; and requests and sensors on offer around them.
 */
import fc from 'fast-check';
import type { PolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import { loaded } from '../policy-tests.ts';

const MHZ = 1e6;
const DAY = Date.UTC(2026, 2, 2);
const HOUR = 3_600_000;

const edge = fc.integer({ min: 0, max: 12 }).map((step) => step * 5 * MHZ);
const band = fc.tuple(edge, edge).filter(([a, b]) => a !== b);
const bands = fc
  .array(band, { minLength: 1, maxLength: 2 })
  .map((list) => list.map(([a, b]) => [Math.min(a, b), Math.max(a, b)]));
const hour = fc.integer({ min: 0, max: 23 }).map((one) => `${String(one).padStart(2, '0')}:00`);
const window = fc.oneof(
  fc.tuple(hour, hour).map((daily) => ({ daily })),
  fc.tuple(hour, hour, fc.subarray(['Mon', 'Tue', 'Sat'], { minLength: 1 })).map(([a, b, days]) => ({
    daily: [a, b],
    days,
  })),
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 40 })).map(([from, length]) => ({
    from: new Date(DAY + from * HOUR).toISOString(),
    to: new Date(DAY + (from + length) * HOUR).toISOString(),
  })),
);
const test = fc.constantFrom(
  ...[{ lessthan: { 'wait-time': 30 } }, { greaterthanequals: { priority: 3 } }, { lessthanequals: { priority: 7 } }],
  ...[{ lessthanequals: { bandwidth: '8 MHz' } }, { greaterthan: { bandwidth: '3 MHz' } }],
  ...[{ lessthan: { duration: 3600 } }, { 'frequency.min': { greaterthan: '7 MHz' } }],
  ...[{ equals: { 'ssm-proxy': false } }, { in: { frequency: [[0, 10 * MHZ]] } }],
  ...[{ in: { time: [{ daily: ['06:00', '12:00'] }] } }, { exists: { 'wait-time': true } }],
);
const condition = fc.oneof(
  { weight: 3, arbitrary: test },
  { weight: 1, arbitrary: fc.record({ not: test }) },
  { weight: 1, arbitrary: fc.record({ anyOf: fc.tuple(test, test) }) },
);
const settings = fc.constantFrom<object>(
  ...[{ 'Min-resolution-bandwidth': '100 kHz' }, { 'Min-resolution-bandwidth': '20 kHz' }],
  ...[{ 'Min-sensing-slot-duration': '10 s' }, { 'Max-data-storage-duration': '1 d' }],
  ...[{ Sensitivity: -100 }, { 'Max-concurrent-tasks': 2 }],
);

const parts = fc.record(
  {
    Actor: fc.constantFrom('ann', 'role:client'),
    Resource: fc.constantFrom('Foo:Sensors::A', 'Foo:Sensors::*'),
    frequency: bands,
    time: fc.array(window, { minLength: 1, maxLength: 2 }),
    Condition: condition,
  },
  { requiredKeys: [] },
);
const statement = fc.oneof(
  { weight: 4, arbitrary: parts.map((one) => ({ 'Policy-Action': 'Permit', ...one })) },
  { weight: 3, arbitrary: parts.map((one) => ({ 'Policy-Action': 'Deny', ...one, Confidential: false })) },
  {
    weight: 2,
    arbitrary: fc.tuple(parts, settings).map(([one, Attributes]) => ({ 'Policy-Action': 'Set', ...one, Attributes })),
  },
);

/** A set of two to six statements of one policy. */
export const arbitrarySmallSet: fc.Arbitrary<PolicySet> = fc
  .array(statement, { minLength: 2, maxLength: 6 })
  .map((statements) => {
    const wide = { 'Policy-Action': 'Permit', frequency: [[0, 45 * MHZ]] };
    const policy = { name: 'p', 'Policy-type': 'SPA-Policy', Scope: 'sensing-management' };
    const Statement = [wide, ...statements].map((one, index) => ({ StatementId: `s${index}`, ...one }));
    return loaded([{ path: 'p.json', text: JSON.stringify({ Policy: { ...policy, Statement } }) }]);
  });

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** A request that such sets speak of. */
export const arbitrarySmallRequest: fc.Arbitrary<PolicyRequest> = fc
  .record({
    startHz: fc.integer({ min: 0, max: 22 }).map((step) => step * 2.5 * MHZ),
    width: fc.constantFrom(0, 1 * MHZ, 5 * MHZ, 9 * MHZ, 20 * MHZ),
    hours: fc.integer({ min: 0, max: 30 }),
    duration: fc.constantFrom(0, 1800, 4 * 3600),
    sensitivity: fc.constantFrom(-90, -110),
    attributes: fc.record({
      'resolution-bandwidth': maybe(fc.constantFrom(10_000, 50_000)),
      'wait-time': maybe(fc.constantFrom(10, 60)),
      priority: maybe(fc.constantFrom(1, 9)),
      'storage-duration': maybe(fc.constantFrom(3600, 200_000)),
    }),
  })
  .map(({ startHz, width, hours, duration, sensitivity, attributes }) => ({
    scope: 'sensing-management',
    actor: { user: 'ann', roles: ['client'] },
    resource: { id: 'Foo:Sensors::A', attributes: { sensitivity } },
    task: { operation: 'Scanning' },
    band: { startHz, stopHz: startHz + width },
    time: new Date(DAY + hours * HOUR),
    timeMicroseconds: 0,
    durationSeconds: duration,
    location: { latitude: 10, longitude: 10 },
    attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
  }));

/** Sensors beside the one that is asked for. */
export const OFFER = [
  {
    resource: { id: 'Foo:Sensors::C', attributes: { sensitivity: -120 } },
    location: { latitude: 12, longitude: 10 },
  },
  {
    resource: { id: 'Bar:Sensors::B', attributes: { sensitivity: -90 } },
    location: { latitude: 10.5, longitude: 10 },
  },
];
