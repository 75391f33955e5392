/**
 * The nearest permitted request by brute force, straight from the definition at the top of `src/policy/nearest.ts`:
 * every value at every edge of every policy, each combination decided, the least kept.
 */
import { decide } from '../../../src/policy/decide.ts';
import { ADJUSTABLE_FIELDS } from '../../../src/policy/nearest/adjustable-fields.ts';
import type { OfferedResource } from '../../../src/policy/nearest/offered-resource.ts';
import type { PolicySet } from '../../../src/policy/policy-set.ts';
import type { PolicyRequest } from '../../../src/policy/request.ts';
import { canonicalField } from '../../../src/policy/terms/registry.ts';
import { greatCircleDistanceM } from '../../../src/spectrum/location.ts';

/** What is compared: kinds first, then sensor, start, band and limits. Smaller is nearer. */
export type Cost = readonly number[];

type Change = (request: PolicyRequest) => PolicyRequest;

const DAY = 86_400e6;

/** The cost of turning `from` into `to`. */
export function costOf(from: PolicyRequest, to: PolicyRequest): Cost {
  const sensor = to.resource?.id === from.resource?.id ? 0 : 8;
  const start = microsOf(to) === microsOf(from) ? 0 : 4;
  const [a, b] = [from.band ?? { startHz: 0, stopHz: 0 }, to.band ?? { startHz: 0, stopHz: 0 }];
  const band = a.startHz === b.startHz && a.stopHz === b.stopHz ? 0 : 2;
  const fields = ADJUSTABLE_FIELDS.map((field) => (valueOf(from, field) === valueOf(to, field) ? 0 : 1));
  // A longer slot takes a longer task along: one change.
  const isSlot =
    fields[ADJUSTABLE_FIELDS.indexOf('slot-duration')] === 1 && to.durationSeconds === valueOf(to, 'slot-duration');
  if (isSlot) fields[ADJUSTABLE_FIELDS.indexOf('duration')] = 0;
  const changed: number = fields.reduce<number>((sum, one) => sum + one, 0);
  const kinds = [sensor, start, band, changed > 0 ? 1 : 0];
  const kept = Math.max(0, Math.min(a.stopHz, b.stopHz) - Math.max(a.startHz, b.startHz));
  return [
    kinds.filter((kind) => kind > 0).length,
    kinds.reduce((sum, one) => sum + one, 0),
    ...(sensor > 0 ? [greatCircleDistanceM(from.location ?? ORIGIN, to.location ?? ORIGIN)] : [0]),
    microsOf(to),
    -kept,
    Math.abs(b.stopHz - b.startHz - (a.stopHz - a.startHz)),
    Math.abs(b.startHz - a.startHz),
    b.startHz,
    changed,
    ...fields.map((one) => -one),
    ...ADJUSTABLE_FIELDS.map((field) => amountOf(valueOf(from, field), valueOf(to, field))),
  ];
}

/** Negative when `a` is nearer. */
export function compareCosts(a: Cost, b: Cost): number {
  for (const [index, one] of a.entries()) {
    const difference = one - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The least cost of a permitted request, and that request; of more than `most` candidates an even sample is taken. */
export function bruteForce(
  set: PolicySet,
  request: PolicyRequest,
  { offer, most }: { readonly offer: readonly OfferedResource[]; readonly most: number },
): { readonly request: PolicyRequest; readonly cost: Cost } | undefined {
  const unchanged: Change = (one) => one;
  const sensors = offer.map((one): Change => (asked) => ({ ...asked, namespace: undefined, ...one }));
  const axes = { 1: limitsOf(set, request), 2: bandsOf(set, request), 4: startsOf(set, request), 8: sensors };
  for (const count of [1, 2, 3, 4]) {
    for (let kinds = 1; kinds < 16; kinds += 1) {
      const chosen = ([1, 2, 4, 8] as const).filter((kind) => (kinds & kind) !== 0);
      if (chosen.length !== count) continue;
      const [a = [unchanged], b = [unchanged], c = [unchanged], d = [unchanged]] = chosen.map((kind) => axes[kind]);
      const total = a.length * b.length * c.length * d.length;
      const stride = Math.max(1, Math.ceil(total / most));
      let best: { request: PolicyRequest; cost: Cost } | undefined;
      for (let at = total % stride; at < total; at += stride) {
        const picked = [a, b, c, d].reduce<{ rest: number; request: PolicyRequest }>(
          ({ rest, request: one }, axis) => ({
            rest: Math.floor(rest / axis.length),
            request: (axis[rest % axis.length] ?? unchanged)(one),
          }),
          { rest: at, request },
        ).request;
        if (decide(set, picked).decision === 'Deny') continue;
        const cost = costOf(request, picked);
        if (best === undefined || compareCosts(cost, best.cost) < 0) best = { request: picked, cost };
      }
      if (best !== undefined) return best;
    }
  }
  return undefined;
}

const ORIGIN = { latitude: 0, longitude: 0 };

function microsOf({ time, timeMicroseconds = 0 }: PolicyRequest): number {
  return (time?.getTime() ?? 0) * 1000 + timeMicroseconds;
}

function valueOf(request: PolicyRequest, field: string): unknown {
  if (field === 'duration') return request.durationSeconds;
  return Object.entries(request.attributes ?? {}).find(([name]) => canonicalField(name) === field)?.[1];
}

function amountOf(from: unknown, to: unknown): number {
  // Of a value that was not given, no other is nearer.
  if (from === to || from === undefined) return 0;
  return typeof from === 'number' ? Math.abs(Number(to) - from) : Number(to);
}

function bandsOf(set: PolicySet, { band }: PolicyRequest): readonly Change[] {
  if (band === undefined) return [];
  const width = band.stopHz - band.startHz;
  const values = testValues(set, ['frequency.min', 'frequency.max']);
  const edges = [
    ...new Set([
      ...set.statements.flatMap(({ bandSets }) =>
        bandSets.flatMap(({ bands }) => bands.flatMap((one) => [one.startHz, one.stopHz])),
      ),
      ...values,
      band.startHz,
      band.stopHz,
    ]),
  ];
  const widths = [width, ...testValues(set, ['bandwidth']).filter(() => width > 0)];
  const shifted = edges.flatMap((edge) =>
    widths.flatMap((one) => [
      [edge, edge + one],
      [edge - one, edge],
    ]),
  );
  const points = width === 0 ? edges.map((edge) => [edge - 1, edge - 1]) : [];
  const narrowed = width === 0 ? [] : edges.flatMap((from) => edges.filter((to) => to > from).map((to) => [from, to]));
  return (
    [...shifted, ...points, ...narrowed]
      // A band never becomes a single frequency.
      .filter(([from = 0, to = 0]) => from >= 0 && to - from <= Math.max(...widths) && (to > from || width === 0))
      .map(([startHz = 0, stopHz = 0]): Change => (one) => ({ ...one, band: { startHz, stopHz } }))
  );
}

function startsOf(set: PolicySet, request: PolicyRequest): readonly Change[] {
  if (request.time === undefined) return [];
  const now = microsOf(request);
  const lengths = [request.durationSeconds ?? 0, ...testValues(set, ['duration'])].map((one) => Math.round(one * 1e6));
  const windows = set.statements.flatMap(({ windowSets }) => windowSets);
  const spans = windows.flatMap((one) => one.spanEdgesWithin(now, Infinity));
  const dailies = windows.flatMap((one) => [
    ...one.dailyEdgesWithin(now, Infinity),
    ...one.dailyEdgesWithin(now + 5 * DAY, Infinity),
  ]);
  const starts = [...spans, ...dailies].flatMap((edge) => [edge, ...lengths.map((length) => edge - length)]);
  return [...new Set(starts)]
    .filter((start) => start > now && Number.isFinite(start))
    .sort((a, b) => a - b)
    .map((start): Change => (one) => ({
      ...one,
      time: new Date(Math.floor(start / 1000)),
      timeMicroseconds: ((start % 1000) + 1000) % 1000,
    }));
}

function limitsOf(set: PolicySet, request: PolicyRequest): readonly Change[] {
  let changes: Change[] = [(one) => one];
  for (const field of ADJUSTABLE_FIELDS) {
    const limits = set.statements
      .flatMap(({ statement }) => statement.settings)
      .flatMap(({ attribute, value }) => (attribute.field === field ? [value] : []));
    const values = [...new Set([...limits, ...testValues(set, [field]), ...(field === 'ssm-proxy' ? [false] : [])])];
    changes = changes.flatMap((change) => [
      change,
      ...values.map(
        (value): Change =>
          (one) =>
            settingField(change(one), field, value),
      ),
    ]);
  }
  return changes.filter((change) => change(request) !== request);
}

function settingField(request: PolicyRequest, field: string, value: number | boolean | string): PolicyRequest {
  if (field === 'duration') return { ...request, durationSeconds: Number(value) };
  const attributes = { ...request.attributes, [field]: value };
  const isLonger = field === 'slot-duration' && Number(value) > (request.durationSeconds ?? Infinity);
  return { ...request, attributes, ...(isLonger ? { durationSeconds: Number(value) } : {}) };
}

/** What conditions on these fields compare with, and the nearest values on both sides. */
function testValues(set: PolicySet, fields: readonly string[]): readonly number[] {
  return set.tests.flatMap(({ test: { field }, operand }) => {
    if (!fields.includes(field.name) || operand.kind !== 'quantity' || field.kind !== 'quantity') return [];
    const step = field.dimension === 'time' ? 1e-6 : 1;
    return [operand.value - step, operand.value, operand.value + step];
  });
}
