import type { Band } from '../../spectrum/band.ts';
import { add, decimalOf, toNumber } from '../../spectrum/decimal.ts';
import type { Location } from '../../spectrum/location.ts';
import type { Dimension } from '../../spectrum/quantity.ts';
import { isAbsentValue, parseQuantity } from '../../spectrum/quantity.ts';
import type { RequestName, RequestNames } from '../compile/name-set.ts';
import type { JsonValue } from '../source/json-text.ts';
import { composed } from '../source/reading.ts';
import { canonicalField, canonicalOperation, isOperation } from '../terms/registry.ts';
import type { NameField, Scope } from '../terms/tree.ts';
import type { PolicyAttributes, PolicyRequest } from '../request.ts';

/** A field read as a quantity: its value in base units, or why there is none. */
export type FactQuantity = number | 'absent' | 'unusable';

/**
 * A request made ready for matching: names in form C, fields by canonical name, time in microseconds. Made only from
 * requests without faults (`request-faults.ts`).
 */
export class RequestFacts {
  readonly request: PolicyRequest;
  readonly scope: Scope;
  readonly namespace: string;
  readonly names: Readonly<Record<NameField, RequestNames>>;
  readonly operation: string | undefined;
  readonly band: Band | undefined;
  readonly location: Location | undefined;
  /** Microseconds since 1970. */
  readonly startMicros: number | undefined;
  /** At least `startMicros`; equal for an instant. */
  readonly stopMicros: number | undefined;
  #attributes: ReadonlyMap<string, JsonValue> | undefined;
  #resourceAttributes: ReadonlyMap<string, JsonValue> | undefined;

  constructor(request: PolicyRequest) {
    this.request = request;
    this.scope = request.scope;
    this.namespace = request.namespace === undefined ? 'global' : composed(request.namespace);
    const operation = request.task?.operation;
    this.operation = operation === undefined ? undefined : canonicalOperation(composed(operation));
    this.names = {
      actor: actorNames(request),
      resource: resourceNames(request),
      task: taskNames(request, this.operation),
    };
    this.band = request.band;
    this.location = request.location;
    this.startMicros = request.time && request.time.getTime() * 1000 + (request.timeMicroseconds ?? 0);
    this.stopMicros =
      this.startMicros === undefined ? undefined : this.startMicros + microsOf(request.durationSeconds ?? 0);
  }

  /** The value of a field by its canonical name; `undefined` when it is not given. */
  value(field: string): JsonValue | undefined {
    switch (field) {
      case 'frequency.min':
        return this.band?.startHz;
      case 'frequency.max':
        return this.band?.stopHz;
      case 'bandwidth':
        return this.band && difference(this.band.stopHz, this.band.startHz);
      case 'duration':
        return this.request.durationSeconds;
      case 'location.altitude':
        return this.location?.altitudeM;
      default:
        return field.startsWith(OF_RESOURCE)
          ? this.#ofResource(canonicalField(field.slice(OF_RESOURCE.length)))
          : this.#ofRequest(field);
    }
  }

  /** The value of a field in the base unit of its dimension; anything else than such a quantity is unusable. */
  quantity(field: string, dimension: Dimension): FactQuantity {
    const reading = parseQuantity(this.value(field), dimension);
    if (reading.ok) return reading.value;
    return reading.problem === 'absent' ? 'absent' : 'unusable';
  }

  #ofRequest(field: string): JsonValue | undefined {
    const { attributes } = this.request;
    if (attributes === undefined) return undefined;
    const value = asSpelled(attributes, field);
    if (value !== undefined) return value;
    this.#attributes ??= canonicalAttributes(attributes);
    return this.#attributes.get(field);
  }

  #ofResource(field: string): JsonValue | undefined {
    const attributes = this.request.resource?.attributes;
    if (attributes === undefined) return undefined;
    const value = asSpelled(attributes, field);
    if (value !== undefined) return value;
    this.#resourceAttributes ??= canonicalAttributes(attributes);
    return this.#resourceAttributes.get(field);
  }
}

/** The value of a field that is spelled canonically; no other spelling gives it another value, which were a fault. */
function asSpelled(attributes: PolicyAttributes, field: string): JsonValue | undefined {
  const value = Object.hasOwn(attributes, field) ? attributes[field] : undefined;
  return value === undefined || isAbsentValue(value) ? undefined : composedValue(value);
}

const OF_RESOURCE = 'resource.';

/** `a - b` as their decimals say: 0.3 - 0.1 is 0.2. */
function difference(a: number, b: number): number {
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a - b;
  return toNumber(add(decimalOf(a), decimalOf(-b)));
}

/** Whole microseconds of a duration in seconds; what is finer is cut. */
function microsOf(seconds: number): number {
  // Rounding at a nanosecond first takes out the error of a double such as 1.001.
  return Math.floor(Math.round(seconds * 1e9) / 1e3);
}

/** Attributes by canonical field name, without those that count as absent. */
function canonicalAttributes(attributes: PolicyAttributes | undefined): ReadonlyMap<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && !isAbsentValue(value)) values.set(canonicalField(name), composedValue(value));
  }
  return values;
}

/** Texts in form C, also those in a list: nothing deeper is ever compared. */
function composedValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return composed(value);
  return Array.isArray(value)
    ? value.map((item: JsonValue) => (typeof item === 'string' ? composed(item) : item))
    : value;
}

function actorNames({ actor }: PolicyRequest): RequestNames {
  const names: RequestName[] = [];
  if (actor?.user !== undefined) names.push({ text: composed(actor.user), kind: 'user' });
  for (const group of actor?.groups ?? NO_NAMES) names.push({ text: composed(group), kind: 'group' });
  for (const role of actor?.roles ?? NO_NAMES) names.push({ text: composed(role), kind: 'role' });
  return { names, complete: names.length > 0 };
}

function resourceNames({ resource }: PolicyRequest): RequestNames {
  const names: RequestName[] = [];
  if (resource?.id !== undefined) names.push({ text: composed(resource.id) });
  for (const group of resource?.groups ?? NO_NAMES) names.push({ text: composed(group) });
  return { names, complete: names.length > 0 };
}

function taskNames({ task }: PolicyRequest, operation: string | undefined): RequestNames {
  const names: RequestName[] = [];
  if (operation !== undefined) names.push({ text: operation });
  const add = (text: string) => {
    // A Client names its tasks: one called after an operation must not pass for that operation.
    if (!isOperation(canonicalOperation(text))) names.push({ text });
  };
  if (task?.name !== undefined) add(composed(task.name));
  for (const group of task?.groups ?? NO_NAMES) add(composed(group));
  return { names, complete: operation !== undefined };
}

const NO_NAMES: readonly string[] = [];
