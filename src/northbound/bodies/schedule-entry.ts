import type { components } from '../../../openapi/generated/contract.ts';
import type { Fault } from '../../errors.ts';
import type { ScheduleEntry, ScheduleRequest, SensorSelection } from '../../tasking/schedule-entry.ts';
import { toAreaBody, toAreaPlace, toBandBody } from './place.ts';

type Schemas = components['schemas'];

/** As the contract says: `priority` and `count` of a ScheduleRequest. */
const DEFAULT_PRIORITY = 10;
const DEFAULT_COUNT = 1;

/** What a Client asks for; undefined when its area is no area, which `faults` then says. */
export function toScheduleRequest(body: Schemas['ScheduleRequest'], faults: Fault[]): ScheduleRequest | undefined {
  const selection = toSelection(body, faults);
  if (selection === undefined) return undefined;
  return {
    name: body.name,
    action: body.action,
    parameters: body.parameters ?? {},
    selection,
    start: toDate(body.start),
    stop: toDate(body.stop),
    relativeStopSeconds: body.relative_stop,
    intervalSeconds: body.interval,
    slotSeconds: body.slot,
    priority: body.priority ?? DEFAULT_PRIORITY,
  };
}

function toSelection(
  { sensors, area, count }: Schemas['ScheduleRequest'],
  faults: Fault[],
): SensorSelection | undefined {
  if (sensors !== undefined) {
    const sensorIds = sensors.map((id) => id.toLowerCase());
    faults.push(...repeated(sensorIds));
    return { kind: 'sensors', sensorIds };
  }
  if (area === undefined) return undefined;
  const place = toAreaPlace(area, faults);
  return place === undefined ? undefined : { kind: 'place', place, count: count ?? DEFAULT_COUNT };
}

/** The contract refuses equal texts; an id may be spelled in two ways. */
function repeated(ids: readonly string[]): Fault[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ code: 'duplicate', detail: `sensor \`${id}\` is named twice`, pointer: `#/sensors/${index}` }],
  );
}

function toDate(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}

export function toScheduleEntryBody(entry: ScheduleEntry): Schemas['ScheduleEntry'] {
  return {
    id: entry.id,
    name: entry.name,
    owner: { user: entry.owner.user, element: entry.owner.element.name },
    action: entry.action,
    parameters: toParametersBody(entry.parameters),
    band: toBandBody(entry.band),
    selection: toSelectionBody(entry.selection),
    sensor_ids: entry.sensorIds,
    start: entry.start.toISOString(),
    stop: entry.stop?.toISOString() ?? null,
    interval: entry.intervalSeconds ?? null,
    slot: entry.slotSeconds,
    priority: entry.priority,
    is_active: entry.isActive,
    settings: entry.toldSettings ?? entry.settings,
    planned_until: entry.plannedUntil?.toISOString() ?? null,
    created_at: entry.createdAt.toISOString(),
    modified_at: entry.modifiedAt.toISOString(),
  };
}

function toSelectionBody(selection: SensorSelection): Schemas['Selection'] {
  if (selection.kind === 'sensors') return { sensors: selection.sensorIds, area: null, count: null };
  return { sensors: null, area: toAreaBody(selection.place), count: selection.count };
}

function toParametersBody(parameters: unknown): Schemas['ScheduleEntry']['parameters'] {
  return typeof parameters === 'object' && parameters !== null ? { ...parameters } : {};
}
