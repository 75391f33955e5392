/**
 * Requests as JSON, laid around the edges of a given policy set: bands that end on an edge, one hertz or one rounding
 * step beside it; instants and durations on the edge of a window or a microsecond beside it; places on corners, sides and
 * rims; names that the set knows and others; attributes around the set's limits; and now and then a part that is missing,
 * of a wrong type, or malformed. A request is drawn as a plan that knows no set and is then laid out on one, so that set
 * and requests shrink independently. `arbitraryRequest` lays out one; `arbitraryCase` draws a set and many requests.
 */
import fc from 'fast-check';
import type { Edges } from './edges.ts';
import { edgesOf } from './edges.ts';
import { arbitraryAttributes, arbitraryReports, arbitraryResourceAttributes } from './request-attributes.ts';
import { arbitraryBandPlan, arbitraryPlacePlan, arbitraryTimePlan } from './request-plans.ts';
import type { PolicyDocument } from './policy-sets.ts';
import { toJson } from './policy-sets.ts';

/** A request as JSON; it may be malformed. */
export type GeneratedRequest = Readonly<Record<string, unknown>>;

/** Lays a request out on a set with these edges. */
type Plan = (edges: Edges) => GeneratedRequest;

const mostly = <T>(arbitrary: fc.Arbitrary<T>, weight = 14) =>
  fc.oneof({ weight, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(undefined, null, 'NaN') });

const actor = fc.record(
  {
    user: fc.constantFrom('ann', 'ann', 'bob', 'Andr\u00e9', 'Eve'),
    groups: fc.subarray(['Lab', 'Team']),
    roles: fc.subarray(['client', 'admin', 'FooAdmin']),
  },
  { requiredKeys: ['roles'] },
);
const resource = fc.record(
  {
    id: fc.constantFrom('Foo:Sensors::A', 'Foo:Sensors::A', 'Foo:Sensors::B', 'Bar:Sensors::A', 'Foo:Stores::x'),
    groups: fc.subarray(['North', 'Foo:Sensors::B'], { maxLength: 1 }),
    attributes: mostly(arbitraryResourceAttributes),
  },
  { requiredKeys: ['id', 'attributes'] },
);
const operations = fc.constantFrom(
  'Scanning',
  'Scanning',
  'Scanning',
  'scan',
  'Calibration',
  'Storage',
  'Transmission',
);
const task = fc.record(
  {
    operation: mostly(fc.oneof({ weight: 9, arbitrary: operations }, fc.constantFrom('Discovery', 'transmit'))),
    name: fc.constantFrom('survey-1', 'survey-2', 'Discovery', 'task'),
    groups: fc.subarray(['Surveys']),
  },
  { requiredKeys: ['operation'] },
);
const scope = fc.constantFrom(
  ...['sensing-management', 'sensing-management', 'sensing-management', 'Sensing Management', 'sensing-management'],
  ...['sensing-data-management', 'sensing-data-management', 'sensor-management:'],
);

const malformed: fc.Arbitrary<object> = fc.constantFrom(
  ...[{ time: '2026-03-01T00:00:00' }, { time: 'noon' }, { time: '2026-02-30T00:00:00Z' }, { duration: -1 }],
  ...[{ duration: '5 Hz' }, { frequency: { min: 2, max: 1 } }, { frequency: { min: -1, max: 1 } }, { frequncy: {} }],
  ...[{ location: { lat: 90.5, lon: 0 } }, { location: { lat: 0, lon: 181 } }, { scope: 'sensing' }, { scope: null }],
  ...[{ actor: 'ann' }, { actor: { user: 'a\u0007' } }, { task: { operation: 7 } }, { resource: { groups: 'North' } }],
  ...[
    { reports: -80 },
    { attributes: [] },
    { frequency: { min: '1 s', max: '2 s' } },
    { location: { lat: '1', lon: 0 } },
  ],
);

const plan: fc.Arbitrary<Plan> = fc
  .record({
    scope,
    namespace: fc.constantFrom('Foo', 'Foo', 'Foo.North', undefined, 'global', 'Foobar', 'Bar'),
    actor: mostly(actor),
    resource: mostly(resource),
    task: mostly(task),
    band: arbitraryBandPlan,
    time: arbitraryTimePlan,
    place: arbitraryPlacePlan,
    attributes: mostly(arbitraryAttributes),
    reports: arbitraryReports,
    fault: fc.oneof({ weight: 27, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: malformed }),
  })
  .map(({ band, time, place, fault, ...rest }) => (edges) => ({
    ...rest,
    ...band(edges.hz),
    ...time(edges.micros),
    ...place(edges.places),
    ...fault,
  }));

/** Requests around the edges of `document`. */
export function arbitraryRequest(document: PolicyDocument): fc.Arbitrary<GeneratedRequest> {
  const edges = edgesOf(toJson(document));
  return plan.map((layOut) => withoutUndefined(layOut(edges)));
}

/** A set of `documents` and up to `requests` requests for it; both shrink. */
export function arbitraryCase(
  documents: fc.Arbitrary<PolicyDocument>,
  { requests }: { requests: number },
): fc.Arbitrary<{ readonly document: PolicyDocument; readonly requests: readonly GeneratedRequest[] }> {
  const plans = fc.array(plan, { minLength: 1, maxLength: requests, size: 'max' });
  return fc.tuple(documents, plans).map(([document, some]) => {
    const edges = edgesOf(toJson(document));
    return { document, requests: some.map((layOut) => withoutUndefined(layOut(edges))) };
  });
}

function withoutUndefined(request: GeneratedRequest): GeneratedRequest {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
