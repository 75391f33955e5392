import type { Band } from '../../spectrum/band.ts';
import type { Location } from '../../spectrum/location.ts';
import type { Dimension } from '../../spectrum/quantity.ts';
import { isAbsentValue, parseQuantity } from '../../spectrum/quantity.ts';
import type { RequestNames } from '../compile/name-set.ts';
import type { JsonValue } from '../source/json-text.ts';
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
  readonly #attributes: ReadonlyMap<string, JsonValue>;
  readonly #resourceAttributes: ReadonlyMap<string, JsonValue>;

  constructor(request: PolicyRequest) {
    this.request = request;
    this.scope = request.scope;
    this.namespace = request.namespace?.normalize('NFC') ?? 'global';
    const operation = request.task?.operation;
    this.operation = operation === undefined ? undefined : canonicalOperation(operation.normalize('NFC'));
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
    this.#attributes = canonicalAttributes(request.attributes);
    this.#resourceAttributes = canonicalAttributes(request.resource?.attributes);
  }

  /** The value of a field by its canonical name; `undefined` when it is not given. */
  value(field: string): JsonValue | undefined {
    switch (field) {
      case 'frequency.min':
        return this.band?.startHz;
      case 'frequency.max':
        return this.band?.stopHz;
      case 'bandwidth':
        return this.band && this.band.stopHz - this.band.startHz;
      case 'duration':
        return this.request.durationSeconds;
      case 'location.altitude':
        return this.location?.altitudeM;
      default:
        return field.startsWith('resource.')
          ? this.#resourceAttributes.get(canonicalField(field.slice('resource.'.length)))
          : this.#attributes.get(field);
    }
  }

  /** The value of a field in the base unit of its dimension; anything else than such a quantity is unusable. */
  quantity(field: string, dimension: Dimension): FactQuantity {
    const reading = parseQuantity(this.value(field), dimension);
    if (reading.ok) return reading.value;
    return reading.problem === 'absent' ? 'absent' : 'unusable';
  }
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
    if (value !== undefined && !isAbsentValue(value)) values.set(canonicalField(name), composed(value));
  }
  return values;
}

function composed(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.normalize('NFC');
  return Array.isArray(value) ? value.map((item: JsonValue) => composed(item)) : value;
}

function actorNames({ actor }: PolicyRequest): RequestNames {
  const named = (kind: 'user' | 'group' | 'role', texts: readonly string[]) =>
    texts.map((text) => ({ kind, text: text.normalize('NFC') }));
  const names = [
    ...named('user', actor?.user === undefined ? [] : [actor.user]),
    ...named('group', actor?.groups ?? []),
    ...named('role', actor?.roles ?? []),
  ];
  return { names, complete: names.length > 0 };
}

function resourceNames({ resource }: PolicyRequest): RequestNames {
  const texts = [...(resource?.id === undefined ? [] : [resource.id]), ...(resource?.groups ?? [])];
  return { names: texts.map((text) => ({ text: text.normalize('NFC') })), complete: texts.length > 0 };
}

function taskNames({ task }: PolicyRequest, operation: string | undefined): RequestNames {
  const texts = [...(task?.name === undefined ? [] : [task.name]), ...(task?.groups ?? [])].map((text) =>
    text.normalize('NFC'),
  );
  // A Client names its tasks: one called after an operation must not pass for that operation.
  const own = texts.filter((text) => !isOperation(canonicalOperation(text)));
  const names = [...(operation === undefined ? [] : [operation]), ...own].map((text) => ({ text }));
  return { names, complete: operation !== undefined };
}
