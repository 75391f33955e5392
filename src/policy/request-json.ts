import type { Fault } from '../errors.ts';
import type { Band } from '../spectrum/band.ts';
import type { Location } from '../spectrum/location.ts';
import type { Dimension } from '../spectrum/quantity.ts';
import { isAbsentValue, parseQuantity } from '../spectrum/quantity.ts';
import type { JsonValue } from './source/json-text.ts';
import { looseKey } from './terms/registry.ts';
import { parseScope, SCOPES } from './terms/scope.ts';
import { parseTimestamp } from './terms/timestamp.ts';
import type { PolicyAttributes, PolicyRequest } from './request.ts';

/** A request, or every fault of the JSON. */
export type PolicyRequestReading =
  { readonly ok: true; readonly request: PolicyRequest } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Read a request in the JSON form of the policy language. Malformed times, durations, frequencies and places, unknown
 * keys and wrong shapes are faults with pointers; an unusable attribute is not, it only makes conditions unknown.
 */
export function parsePolicyRequest(json: unknown): PolicyRequestReading {
  const reader = new RequestReader();
  const request = reader.read(json);
  return request === undefined || reader.faults.length > 0
    ? { ok: false, faults: reader.faults }
    : { ok: true, request };
}

type Members = ReadonlyMap<string, unknown>;

const KEYS = [
  'scope',
  'namespace',
  'actor',
  'resource',
  'task',
  'frequency',
  'time',
  'duration',
  'location',
  'attributes',
  'reports',
];

class RequestReader {
  readonly faults: Fault[] = [];

  read(json: unknown): PolicyRequest | undefined {
    const members = this.#object(json, KEYS, '#');
    if (members === undefined) return undefined;
    const scope = this.#scope(members.get('scope'));
    const request = {
      namespace: this.#text(members.get('namespace'), '#/namespace'),
      actor: this.#named(members.get('actor'), { texts: ['user'], lists: ['groups', 'roles'] }, '#/actor'),
      resource: this.#resource(members.get('resource')),
      task: this.#named(members.get('task'), { texts: ['operation', 'name'], lists: ['groups'] }, '#/task'),
      band: this.#band(members.get('frequency')),
      ...this.#time(members.get('time')),
      durationSeconds: this.#quantity(members.get('duration'), 'time', '#/duration'),
      location: this.#location(members.get('location')),
      attributes: this.#attributes(members.get('attributes'), '#/attributes'),
      reports: this.#reports(members.get('reports')),
    };
    return scope === undefined ? undefined : { scope, ...request };
  }

  #scope(value: unknown) {
    const text = this.#text(value, '#/scope');
    const scope = text === undefined ? undefined : parseScope(text);
    if (scope === undefined) this.#fault('unknown-scope', `the scope must be one of ${SCOPES.join(', ')}`, '#/scope');
    return scope;
  }

  #resource(value: unknown) {
    const members = isAbsentValue(value)
      ? undefined
      : this.#object(value, ['id', 'groups', 'attributes'], '#/resource');
    return (
      members && {
        id: this.#text(members.get('id'), '#/resource/id'),
        groups: this.#texts(members.get('groups'), '#/resource/groups'),
        attributes: this.#attributes(members.get('attributes'), '#/resource/attributes'),
      }
    );
  }

  /** An object of texts and lists of texts. */
  #named<Text extends string, List extends string>(
    value: unknown,
    keys: { readonly texts: readonly Text[]; readonly lists: readonly List[] },
    pointer: string,
  ): (Partial<Record<Text, string>> & Partial<Record<List, readonly string[]>>) | undefined {
    const members = isAbsentValue(value) ? undefined : this.#object(value, [...keys.texts, ...keys.lists], pointer);
    if (members === undefined) return undefined;
    const texts = keys.texts.map((key) => [key, this.#text(members.get(key), `${pointer}/${key}`)] as const);
    const lists = keys.lists.map((key) => [key, this.#texts(members.get(key), `${pointer}/${key}`)] as const);
    const given = [...texts, ...lists].filter(([, item]) => item !== undefined);
    return Object.fromEntries(given) as Partial<Record<Text, string>> & Partial<Record<List, readonly string[]>>;
  }

  #band(value: unknown): Band | undefined {
    const members = isAbsentValue(value) ? undefined : this.#object(value, ['min', 'max'], '#/frequency');
    if (members === undefined) return undefined;
    const startHz = this.#quantity(members.get('min'), 'frequency', '#/frequency/min');
    const stopHz = this.#quantity(members.get('max'), 'frequency', '#/frequency/max');
    // With one edge missing the whole band is not known.
    return startHz === undefined || stopHz === undefined ? undefined : { startHz, stopHz };
  }

  #time(value: unknown): Pick<PolicyRequest, 'time' | 'timeMicroseconds'> {
    const text = this.#text(value, '#/time');
    const reading = text === undefined ? undefined : parseTimestamp(text);
    if (reading === undefined) return {};
    if (!reading.ok) {
      this.#fault('bad-time', reading.detail, '#/time');
      return {};
    }
    const milliseconds = Math.floor(reading.micros / 1000);
    return { time: new Date(milliseconds), timeMicroseconds: reading.micros - milliseconds * 1000 };
  }

  #location(value: unknown): Location | undefined {
    const members = isAbsentValue(value) ? undefined : this.#object(value, ['lat', 'lon', 'altitude'], '#/location');
    if (members === undefined) return undefined;
    const latitude = this.#degrees(members.get('lat'), '#/location/lat');
    const longitude = this.#degrees(members.get('lon'), '#/location/lon');
    if (latitude === undefined || longitude === undefined) return undefined;
    const altitude = parseQuantity(members.get('altitude'), 'length');
    return { latitude, longitude, ...(altitude.ok ? { altitudeM: altitude.value } : {}) };
  }

  #degrees(value: unknown, pointer: string): number | undefined {
    if (isAbsentValue(value)) return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.#fault('wrong-type', 'expected a number of degrees', pointer);
    return undefined;
  }

  #quantity(value: unknown, dimension: Dimension, pointer: string): number | undefined {
    const reading = parseQuantity(value, dimension);
    if (reading.ok) return reading.value;
    if (reading.problem !== 'absent') this.#fault('malformed', reading.detail, pointer);
    return undefined;
  }

  #attributes(value: unknown, pointer: string): PolicyAttributes | undefined {
    if (isAbsentValue(value)) return undefined;
    if (!isObject(value)) {
      this.#fault('wrong-type', 'expected an object', pointer);
      return undefined;
    }
    return value;
  }

  #reports(value: unknown): readonly JsonValue[] | undefined {
    if (isAbsentValue(value)) return undefined;
    if (Array.isArray(value)) return value as readonly JsonValue[];
    this.#fault('wrong-type', 'expected a list of readings', '#/reports');
    return undefined;
  }

  #texts(value: unknown, pointer: string): readonly string[] | undefined {
    if (isAbsentValue(value)) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    this.#fault('wrong-type', 'expected a list of names', pointer);
    return undefined;
  }

  #text(value: unknown, pointer: string): string | undefined {
    if (isAbsentValue(value)) return undefined;
    if (typeof value === 'string') return value;
    this.#fault('wrong-type', 'expected a text', pointer);
    return undefined;
  }

  /** The members of an object by lower-case key. */
  #object(value: unknown, known: readonly string[], pointer: string): Members | undefined {
    if (!isObject(value)) {
      this.#fault('wrong-type', 'expected an object', pointer);
      return undefined;
    }
    const members = new Map<string, unknown>();
    for (const [key, member] of Object.entries(value)) {
      const name = looseKey(key);
      if (!known.includes(name))
        this.#fault('unknown-key', `unknown key \`${key}\`; expected ${known.join(', ')}`, pointer);
      else if (members.has(name)) this.#fault('duplicate-key', `\`${key}\` is given twice`, pointer);
      else members.set(name, member);
    }
    return members;
  }

  #fault(code: string, detail: string, pointer: string): void {
    this.faults.push({ code, detail, pointer });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
