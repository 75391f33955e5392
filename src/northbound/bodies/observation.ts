import type { components } from '../../../openapi/generated/contract.ts';
import type { Fault } from '../../errors.ts';
import type { Observation, ObservationQuery } from '../../observations/observation.ts';
import type { OpenInterval } from '../contract/formats.ts';
import { parseInterval } from '../contract/formats.ts';
import { toBandBody, toLocationBody } from './place.ts';

type Schemas = components['schemas'];

export function toObservationBody(observation: Observation): Schemas['Observation'] {
  return {
    id: observation.id,
    acquisition_id: observation.id,
    task_id: observation.taskId,
    schedule_entry_id: observation.entryId,
    sensor_id: observation.sensorId,
    sensor: observation.sensorName,
    element: observation.element.name,
    action: observation.action,
    location: toLocationBody(observation.location),
    band: toBandBody(observation.band),
    started_at: observation.window.start.toISOString(),
    stopped_at: observation.window.stop.toISOString(),
    datatype: observation.datatype,
    data_bytes: observation.dataBytes,
    accepted_at: observation.acceptedAt.toISOString(),
    archive: archivePath(observation),
  };
}

export function toAcquisitionBody(observation: Observation): Schemas['Acquisition'] {
  return {
    id: observation.id,
    task_id: observation.taskId,
    schedule_entry_id: observation.entryId,
    schedule_entry: observation.entryName,
    sequence: observation.sequence,
    sensor_id: observation.sensorId,
    sensor: observation.sensorName,
    action: observation.action,
    started_at: observation.window.start.toISOString(),
    stopped_at: observation.window.stop.toISOString(),
    datatype: observation.datatype,
    data_bytes: observation.dataBytes,
    sha512: observation.sha512,
    accepted_at: observation.acceptedAt.toISOString(),
    archive: archivePath(observation),
  };
}

export function toAcquisitionWithMetadataBody(observation: Observation): Schemas['AcquisitionWithMetadata'] {
  return { ...toAcquisitionBody(observation), metadata: observation.metadata };
}

function archivePath({ id }: Observation): string {
  return `/api/v1/acquisitions/${id}/archive`;
}

/** The time of an observation query; what is wrong goes to `faults`, at `at`. */
export function toWindow(
  datetime: string,
  faults: Fault[],
  at: { readonly parameter: string } | { readonly pointer: string },
): OpenInterval {
  const interval = parseInterval(datetime) ?? {};
  const { start, stop } = interval;
  if (start !== undefined && stop !== undefined && start >= stop) {
    faults.push({ code: 'stop-before-start', detail: 'the interval must start before it stops', ...at });
  }
  return interval;
}

/** Filters by what made the observation, which parameters and search bodies spell alike. */
export function toOrigin(filters: {
  readonly sensor?: string;
  readonly task?: string;
  readonly schedule_entry?: string;
  readonly action?: string;
}): ObservationQuery {
  const { sensor, task, schedule_entry, action } = filters;
  return {
    ...(sensor !== undefined && { sensorId: sensor.toLowerCase() }),
    ...(task !== undefined && { taskId: task.toLowerCase() }),
    ...(schedule_entry !== undefined && { entryId: schedule_entry.toLowerCase() }),
    ...(action !== undefined && { action }),
  };
}
