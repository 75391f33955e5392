import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperationPolicy, ResourceQuery } from '../../src/enforcement/access.ts';
import { ListDecisions } from '../../src/enforcement/list-decisions.ts';
import { toPolicyRequest } from '../../src/enforcement/policy-question.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { decide } from '../../src/policy/decide.ts';
import { closedBand, policyOf, policySetOf } from './policies.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const LIST: OperationPolicy = { operation: 'list', scope: 'sensing-management', scosTask: 'Discovery' };
const SCAN: OperationPolicy = { ...LIST, scosTask: 'Scanning' };
const actorOf = (role: string): Actor => ({ user: 'u', element: { id: 'e', name: 'foo' }, groups: [], roles: [role] });
const ACTORS = [actorOf('client'), actorOf('guest')];

const permit = (part: object) => ({ 'Policy-Action': 'Permit', Actor: 'role:client', Resource: '*', ...part });
const deny = (part: object) => ({ 'Policy-Action': 'Deny', ...part });
const ofScope = (name: string, statement: object) => policyOf(name, 'sensing-management', { ...statement });
const POLICIES = [
  ofScope('open', permit({})),
  ofScope('roofs', permit({ Resource: 'foo:Sensors::roof' })),
  ofScope('masts-closed', deny({ Resource: 'foo:Sensors::mast' })),
  ofScope('group-closed', deny({ Resource: 'foo:SensorGroups::quiet' })),
  closedBand('closed', '90 MHz', '100 MHz'),
  ofScope('high', deny({ Condition: { greaterthan: { 'location.altitude': '1 km' } } })),
  ofScope('urgent', deny({ Condition: { lessthan: { priority: 0 } } })),
  ofScope('tuned', deny({ Condition: { equals: { 'resource.mode': 'sweep' } } })),
  ofScope('long', deny({ Condition: { greaterthan: { duration: '10 s' } } })),
];
const NOW_AND_THEN = ofScope('then', deny({ time: [{ from: '2026-11-20T12:10:00Z', to: '2026-11-20T12:20:00Z' }] }));

const sets = fc
  .record({ some: fc.subarray(POLICIES), windows: fc.boolean() })
  .map(({ some, windows }) => policySetOf(windows ? [...some, NOW_AND_THEN] : some));
const priority = fc.constantFrom(-1, 10).map((value) => ({ priority: value }));
const queries: fc.Arbitrary<ResourceQuery> = fc.record(
  {
    resource: fc.constantFrom('foo:Sensors::roof', 'foo:Sensors::mast'),
    namespace: fc.constant('foo'),
    groups: fc.constantFrom([], ['foo:SensorGroups::quiet']),
    taskName: fc.constantFrom('m4s', 'iq'),
    band: fc.constantFrom(
      { startHz: 80e6, stopHz: 85e6 },
      { startHz: 80e6, stopHz: 95e6 },
      { startHz: NaN, stopHz: 1 },
    ),
    location: fc.constantFrom({ latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2, altitudeM: 2000 }),
    time: fc.nat(30).map((minute) => new Date(NOON + minute * 60_000)),
    durationSeconds: fc.constantFrom(1, 11, NaN),
    attributes: priority,
    resourceAttributes: fc.constantFrom({ mode: 'sweep' }, { mode: 'still' }),
  },
  { requiredKeys: ['resource', 'namespace'] },
);
const asked = fc.record({
  query: queries,
  actor: fc.constantFrom(...ACTORS),
  operation: fc.constantFrom(LIST, SCAN),
  minute: fc.nat(30),
});

describe('decisions remembered for lists', () => {
  it('are what deciding anew says, whatever was asked before, under whichever set', () => {
    fc.assert(
      fc.property(fc.array(sets, { minLength: 1, maxLength: 3 }), fc.array(asked, { maxLength: 15 }), (some, all) => {
        const lists = new ListDecisions();
        for (const { query, actor, operation, minute } of [...all, ...all]) {
          const now = new Date(NOON + minute * 60_000);
          for (const set of some) {
            const remembered = lists.decide(set, actor, { operation, query, now });
            expect(remembered).toEqual(decide(set, toPolicyRequest(actor, operation, query, now)));
          }
        }
      }),
    );
  });

  it('are remembered where no statement looks at the time, attributes or not, and not elsewhere', () => {
    const lists = new ListDecisions();
    const [client] = ACTORS;
    if (client === undefined) throw new Error('this test has no Actor');
    const query = { resource: 'foo:Sensors::roof', namespace: 'foo', attributes: { priority: 1 } };
    const twice = (set: ReturnType<typeof policySetOf>) =>
      [0, 1].map((minute) => lists.decide(set, client, { operation: LIST, query, now: new Date(NOON + minute) }));
    const [first, second] = twice(policySetOf(POLICIES));
    expect(second).toBe(first);
    const [one, other] = twice(policySetOf([...POLICIES, NOW_AND_THEN]));
    expect(other).not.toBe(one);
  });
});
