import { splitActorName } from '../parse/names.ts';
import { instantText } from '../format/time-text.ts';
import type { JsonObject, JsonValue } from '../source/json-text.ts';
import { isOperation } from '../terms/registry.ts';
import type { Scope } from '../terms/tree.ts';

/** A request part by part, so that edges of different parts can be put together. A part that is null is left out. */
export interface RequestParts {
  /** Names as policies write them: `role:client`, `ann`. */
  readonly actor: readonly string[] | null;
  readonly resource: readonly string[] | null;
  /** At most one of them an operation. */
  readonly task: readonly string[] | null;
  readonly band: { readonly min: number; readonly max: number } | null;
  /** Microseconds since 1970. */
  readonly time: number | null;
  readonly place: { readonly lat: number; readonly lon: number } | null;
  /** `duration`, `location.altitude`, `resource.X` and attributes, by canonical name. */
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** Wednesday, 7 January 2026, noon: a moment like any other. */
const SOME_TIME_MICROS = Date.UTC(2026, 0, 7, 12) * 1000;
const OPERATIONS: Readonly<Record<Scope, string>> = {
  'sensing-management': 'Scanning',
  'sensing-data-management': 'Transmission',
  'sensor-management': 'Configuration',
};
/** A name that no policy means unless it means everyone. */
export const STRANGER = 'nobody-in-particular';

/** A request that has every part and means nothing in particular. */
export function someRequest(scope: Scope): RequestParts {
  return {
    actor: [`user:${STRANGER}`],
    resource: [`${STRANGER}:Sensors::${STRANGER}`],
    task: [OPERATIONS[scope]],
    band: { min: 1e9, max: 1e9 },
    time: SOME_TIME_MICROS,
    place: { lat: 0.5, lon: 0.5 },
    values: {},
  };
}

/** The request in the JSON form of the policy language. */
export function toRequest(parts: RequestParts, { scope, namespace }: { scope: Scope; namespace: string }): JsonObject {
  const { actor, resource, task, band, time, place, values } = parts;
  const { duration, 'location.altitude': altitude, ...others } = values;
  const attributes = Object.entries(others).filter(([field]) => !field.startsWith('resource.'));
  const ofResource = Object.entries(others)
    .filter(([field]) => field.startsWith('resource.'))
    .map(([field, value]) => [field.slice('resource.'.length), value] as const);
  return {
    scope,
    namespace,
    ...(actor && { actor: actorOf(actor) }),
    ...(resource && { resource: resourceOf(resource, ofResource) }),
    ...(task && { task: taskOf(task) }),
    ...(band && { frequency: { min: band.min, max: band.max } }),
    ...(time !== null && { time: instantText(time) }),
    ...(duration !== undefined && { duration }),
    ...(place && { location: { ...place, ...(altitude === undefined ? {} : { altitude }) } }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  };
}

function actorOf(names: readonly string[]): JsonObject {
  const split = names.map(splitActorName);
  const of = (kind: string | undefined) => split.filter((name) => name.kind === kind).map(({ text }) => text);
  const user = of('user').at(-1);
  return { ...(user === undefined ? {} : { user }), groups: [...of('group'), ...of(undefined)], roles: of('role') };
}

function resourceOf(names: readonly string[], attributes: readonly (readonly [string, JsonValue])[]): JsonObject {
  const [id, ...groups] = names;
  return {
    ...(id === undefined ? {} : { id }),
    groups,
    ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}),
  };
}

function taskOf(names: readonly string[]): JsonObject {
  const operation = names.findLast(isOperation);
  const [name, ...groups] = names.filter((one) => !isOperation(one));
  return {
    ...(operation === undefined ? {} : { operation }),
    ...(name === undefined ? {} : { name }),
    ...(groups.length === 0 ? {} : { groups }),
  };
}
