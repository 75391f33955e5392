/**
 * Generated requests as measurements: asked under the scope and with the numbers with which the Manager asks about a task
 * of a sensor, so that the same question can be put to a policy set and to a fence.
 */
import { faultsOfRequest } from '../../../src/policy/evaluate/request-faults.ts';
import type { FenceSubject } from '../../../src/policy/fence/fence-subject.ts';
import type { PolicyActor, PolicyRequest } from '../../../src/policy/request.ts';
import { parsePolicyRequest } from '../../../src/policy/request-json.ts';
import { canonicalField } from '../../../src/policy/terms/registry.ts';
import { ACTION_NAMES } from '../../../src/spectrum/action-parameters.ts';
import { type Capture, readValues } from '../../../src/spectrum/fence/capture.ts';
import { FENCE_FIELDS, type FenceField } from '../../../src/spectrum/fence/fence.ts';
import { parseQuantity } from '../../../src/spectrum/quantity.ts';
import type { GeneratedRequest } from '../generation/requests.ts';

/** Told from the band and the time, not from attributes. */
const DERIVED: ReadonlySet<string> = new Set([
  'frequency.min',
  'frequency.max',
  'bandwidth',
  'duration',
  'location.altitude',
]);

/** The request as the Manager would ask it; undefined when it can't be one. */
export function measurementRequest(json: GeneratedRequest): PolicyRequest | undefined {
  const reading = parsePolicyRequest({ ...json, scope: 'sensing-management' });
  if (!reading.ok) return undefined;
  const { request } = reading;
  const { resource, band, time, actor } = request;
  if (resource?.id === undefined || band === undefined || time === undefined || actor === undefined) return undefined;
  const { user = 'zoe' } = actor;
  const operation = request.task?.operation === 'Calibration' ? 'Calibration' : 'Scanning';
  const name = ACTION_NAMES[(request.task?.name?.length ?? 0) % ACTION_NAMES.length];
  const measurement: PolicyRequest = {
    ...request,
    actor: { ...actor, user },
    task: { operation, name },
    attributes: numbersOf(request.attributes ?? {}),
    durationSeconds: request.durationSeconds ?? 0,
  };
  return faultsOfRequest(measurement).length > 0 ? undefined : measurement;
}

/** Only fields of measurements, read once. */
function numbersOf(attributes: NonNullable<PolicyRequest['attributes']>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const field = canonicalField(name);
      if (DERIVED.has(field) || !isField(field)) return [];
      const read = parseQuantity(value, FENCE_FIELDS[field]);
      return read.ok ? [[field, read.value]] : [];
    }),
  );
}

/** The same question as what a receiver is about to do. */
export function captureOfRequest(request: PolicyRequest): Capture {
  const { band, time, task, location } = request;
  if (band === undefined || time === undefined) throw new Error('a measurement has a band and a time');
  const startMicros = time.getTime() * 1000 + (request.timeMicroseconds ?? 0);
  const seconds = request.durationSeconds ?? 0;
  return {
    operation: task?.operation === 'Calibration' ? 'Calibration' : 'Scanning',
    action: task?.name ?? '',
    band,
    startMicros,
    stopMicros: startMicros + Math.floor(Math.round(seconds * 1e9) / 1e3),
    location,
    values: readValues({
      ...(request.attributes as Readonly<Record<string, number>>),
      'frequency.min': band.startHz,
      'frequency.max': band.stopHz,
      bandwidth: band.stopHz - band.startHz,
      duration: seconds,
      'location.altitude': location?.altitudeM,
    }),
  };
}

/** The sensor of the request. */
export function subjectOf({ resource, namespace, location }: PolicyRequest, mobile: boolean): FenceSubject {
  return {
    resource: resource?.id ?? '',
    groups: resource?.groups ?? [],
    namespace: namespace ?? 'global',
    attributes: resource?.attributes ?? {},
    location,
    mobile,
  };
}

const USERS = ['zoe', 'ann', 'bob', 'Andr\u00e9', 'nobody', 'client', 'admin', 'Lab'];
const OTHERS = [
  ...['ann', 'bea', 'Andr\u00e9', 'Lab', 'client', 'admin', 'FooX', 'nobody'].map((role) => ({ role })),
  ...['Lab', 'client', 'admin'].map((group) => ({ group })),
];

let actors: readonly PolicyActor[] | undefined;

/** Every Actor that generated policies could tell from the others, with up to three groups and roles; small ones first. */
export function actorsToTry(): readonly PolicyActor[] {
  actors ??= subsets(OTHERS, 3).flatMap((some) =>
    USERS.map((user) => ({
      user,
      roles: some.flatMap((one) => ('role' in one ? [one.role] : [])),
      groups: some.flatMap((one) => ('group' in one ? [one.group] : [])),
    })),
  );
  return actors;
}

function subsets<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  if (most === 0) return [[]];
  const smaller = subsets(all, most - 1);
  const grown = smaller
    .filter((subset) => subset.length === most - 1)
    .flatMap((subset) => {
      const last = subset.at(-1);
      return all.slice(last === undefined ? 0 : all.indexOf(last) + 1).map((one) => [...subset, one]);
    });
  return [...smaller, ...grown];
}

function isField(field: string): field is FenceField {
  return Object.hasOwn(FENCE_FIELDS, field);
}
