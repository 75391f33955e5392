import { describeBand, describeInstant, describePlace } from '../evaluate/describe.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import { ADJUSTABLE_FIELDS } from '../nearest/adjustable-fields.ts';
import type { PolicyRequest } from '../request.ts';
import { dimensionOf } from '../terms/registry.ts';
import { formatQuantity } from '../../spectrum/quantity.ts';

/** One thing in which two requests differ, as texts for people. */
export interface RequestChange {
  readonly kind: 'limits' | 'band' | 'start' | 'sensor';
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** In what `to` differs from `from`, of what `nearestPermitted` changes; the gravest first. */
export function changesBetween(from: PolicyRequest, to: PolicyRequest): readonly RequestChange[] {
  const [before, after] = [new RequestFacts(from), new RequestFacts(to)];
  const all: readonly RequestChange[] = [
    { kind: 'sensor', field: 'resource', from: from.resource?.id ?? NONE, to: to.resource?.id ?? NONE },
    { kind: 'sensor', field: 'namespace', from: before.namespace, to: after.namespace },
    { kind: 'sensor', field: 'location', from: placeOf(from), to: placeOf(to) },
    { kind: 'start', field: 'time', from: instantOf(before), to: instantOf(after) },
    { kind: 'band', field: 'frequency', from: bandOf(from), to: bandOf(to) },
    ...ADJUSTABLE_FIELDS.map((field): RequestChange => {
      return { kind: 'limits', field, from: valueOf(before, field), to: valueOf(after, field) };
    }),
  ];
  return all.filter((change) => change.from !== change.to);
}

const NONE = 'not given';

function placeOf({ location }: PolicyRequest): string {
  return location === undefined ? NONE : describePlace(location);
}

function instantOf({ startMicros }: RequestFacts): string {
  return startMicros === undefined ? NONE : describeInstant(startMicros);
}

function bandOf({ band }: PolicyRequest): string {
  return band === undefined ? NONE : describeBand(band);
}

function valueOf(facts: RequestFacts, field: string): string {
  const dimension = dimensionOf(field);
  const quantity = dimension && facts.quantity(field, dimension);
  if (dimension !== undefined && typeof quantity === 'number') return formatQuantity(quantity, dimension);
  const value = facts.value(field);
  return value === undefined ? NONE : typeof value === 'string' ? value : JSON.stringify(value);
}
