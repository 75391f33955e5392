import type { Place } from './context/areas.ts';
import { microsOf } from './context/windows.ts';
import { scopeOf } from './documents.ts';
import type { JsonObject } from './json.ts';
import { isObject, loose, member } from './json.ts';
import { operationOf } from './tasks.ts';
import type { Decimal } from './values/decimals.ts';
import { compareDecimals, decimalOfNumber } from './values/decimals.ts';
import { DIMENSIONS, isAbsent, quantityOf } from './values/quantities.ts';

/** One of an Actor's names. */
export interface ActorName {
  readonly kind: 'user' | 'group' | 'role';
  readonly text: string;
}

/** A request whose shape is right; what is absent is `undefined`. */
export interface NaiveRequest {
  readonly scope: string;
  readonly namespace: string;
  readonly actor: readonly ActorName[];
  readonly resource: readonly string[];
  readonly operation: string | undefined;
  /** The name and the groups of the task; one that is called after an operation can't be told by that. */
  readonly task: readonly string[];
  readonly frequency: { readonly min: Decimal; readonly max: Decimal } | undefined;
  readonly time: bigint | undefined;
  readonly duration: Decimal | undefined;
  readonly place: Place | undefined;
  readonly altitude: Decimal | undefined;
  /** By lower-case name. */
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly resourceAttributes: ReadonlyMap<string, unknown>;
  readonly reports: readonly unknown[];
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['scope', 'namespace', 'actor', 'resource', 'task', 'frequency', 'time', 'duration', 'location'],
    ...['attributes', 'reports'],
  ],
  actor: ['user', 'groups', 'roles'],
  resource: ['id', 'groups', 'attributes'],
  task: ['operation', 'name', 'groups'],
  frequency: ['min', 'max'],
  location: ['lat', 'lon', 'altitude'],
};
const TEXTS = ['namespace', 'time', 'user', 'id', 'operation', 'name'];
const LISTS = ['groups', 'roles'];
const REGISTERED = new Map([...Object.keys(DIMENSIONS), 'ssm-proxy'].map((field) => [loose(field), field]));
const ZERO = decimalOfNumber(0);

/** Read a request; `undefined` when it is malformed (B-18, A-28) or has another shape than §4.2 gives it. */
export function readRequest(json: unknown): NaiveRequest | undefined {
  if (!isObject(json) || !isShaped(json, '')) return undefined;
  const [actor, resource, task] = ['actor', 'resource', 'task'].map((key) => member(json, key));
  const scope = member(json, 'scope');
  const request = {
    scope: typeof scope === 'string' ? scopeOf(scope) : undefined,
    namespace: textsOf(member(json, 'namespace'))[0] ?? 'global',
    actor: [
      ...namesAs('user', member(actor, 'user')),
      ...namesAs('group', member(actor, 'groups')),
      ...namesAs('role', member(actor, 'roles')),
    ],
    resource: [...textsOf(member(resource, 'id')), ...textsOf(member(resource, 'groups'))],
    operation: textsOf(member(task, 'operation')).map((text) => operationOf(text) ?? text)[0],
    task: [...textsOf(member(task, 'name')), ...textsOf(member(task, 'groups'))].filter(isNoOperation),
    frequency: frequencyOf(member(json, 'frequency')),
    time: instantOf(member(json, 'time')),
    duration: durationOf(member(json, 'duration')),
    place: placeOf(member(json, 'location')),
    // The specification is silent on an unusable altitude: as on a limited field (B-21), it counts as absent.
    altitude: quantityOf(member(member(json, 'location'), 'altitude'), 'length'),
    attributes: attributesOf(member(json, 'attributes')),
    resourceAttributes: attributesOf(member(resource, 'attributes')),
    reports: reportsOf(member(json, 'reports')),
  };
  const { scope: known, frequency, time, duration, place, attributes, resourceAttributes, reports } = request;
  if (known === undefined || frequency === 'bad' || time === 'bad' || duration === 'bad') return undefined;
  if (place === 'bad' || attributes === 'bad' || resourceAttributes === 'bad' || reports === 'bad') return undefined;
  return { ...request, scope: known, frequency, time, duration, place, attributes, resourceAttributes, reports };
}

/** True when the object has known keys only, texts where names stand, and lists of texts where lists of names stand. */
function isShaped(object: JsonObject, what: string): boolean {
  return Object.entries(object).every(([key, value]) => {
    const name = loose(key);
    if (KEYS[what]?.includes(name) !== true) return false;
    if (isAbsent(value)) return true;
    if (TEXTS.includes(name)) return isName(value);
    if (LISTS.includes(name)) return Array.isArray(value) && value.every(isName);
    if (name === 'attributes') return isObject(value);
    return KEYS[name] === undefined || (isObject(value) && isShaped(value, name));
  });
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && !/\p{Cc}/u.test(value);
}

function textsOf(value: unknown): readonly string[] {
  if (isAbsent(value)) return [];
  return (Array.isArray(value) ? value : [value]).map((text) => String(text).normalize('NFC'));
}

function isNoOperation(name: string): boolean {
  return operationOf(name) === undefined;
}

function namesAs(kind: ActorName['kind'], value: unknown): readonly ActorName[] {
  return textsOf(value).map((text) => ({ kind, text }));
}

/** B-13: with one edge absent, absent as a whole. B-18: from 0, and not downwards. */
function frequencyOf(value: unknown): NaiveRequest['frequency'] | 'bad' {
  const edges = [member(value, 'min'), member(value, 'max')];
  const [min, max] = edges.map((edge) => quantityOf(edge, 'frequency'));
  if (edges.some((edge) => !isAbsent(edge) && quantityOf(edge, 'frequency') === undefined)) return 'bad';
  if (min === undefined || max === undefined) return undefined;
  return compareDecimals(min, ZERO) < 0 || compareDecimals(max, min) < 0 ? 'bad' : { min, max };
}

function instantOf(value: unknown): bigint | undefined | 'bad' {
  if (isAbsent(value)) return undefined;
  return microsOf(String(value)) ?? 'bad';
}

function durationOf(value: unknown): Decimal | undefined | 'bad' {
  if (isAbsent(value)) return undefined;
  const duration = quantityOf(value, 'time');
  return duration === undefined || compareDecimals(duration, ZERO) < 0 ? 'bad' : duration;
}

function placeOf(value: unknown): Place | undefined | 'bad' {
  const [latitude, longitude] = [member(value, 'lat'), member(value, 'lon')];
  const isDegrees = (degrees: unknown) => isAbsent(degrees) || typeof degrees === 'number';
  if (!isDegrees(latitude) || !isDegrees(longitude)) return 'bad';
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  return Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? 'bad' : { latitude, longitude };
}

/** The values by the names of their fields; one field must not be given twice. */
function attributesOf(value: unknown): ReadonlyMap<string, unknown> | 'bad' {
  const entries = isObject(value) ? Object.entries(value) : [];
  const attributes = new Map(entries.map(([key, one]) => [fieldName(key), one]));
  return attributes.size < entries.length ? 'bad' : attributes;
}

/** §4.7: names compare without case; those of the registry are known however they are joined. */
export function fieldName(text: string): string {
  const name = text.normalize('NFC').toLowerCase();
  return REGISTERED.get(loose(name)) ?? name;
}

function reportsOf(value: unknown): readonly unknown[] | 'bad' {
  if (isAbsent(value)) return [];
  return Array.isArray(value) ? value : 'bad';
}
