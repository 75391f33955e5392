import type { OperationPolicy, ResourceQuery } from '../enforcement/access.ts';
import { sensorQuery } from '../sensors/sensor-access.ts';
import type { Sensor } from '../sensors/sensor.ts';
import { ACTION_NAMES, parseActionParameters, resolutionBandwidthHz } from '../spectrum/action-parameters.ts';
import type { Band } from '../spectrum/band.ts';
import { type CaptureValues, operationOf } from '../spectrum/fence/capture.ts';
import type { ScheduleEntry, ScheduleRequest } from './schedule-entry.ts';

/** What of an entry policy is asked about, whichever sensor and time. */
export interface Measurement {
  readonly taskName: string;
  readonly band: Band;
  readonly attributes: MeasurementValues;
}

/** Numbers of a measurement, all of them fields that a sensor's fence knows too. */
export type MeasurementValues = CaptureValues & Readonly<Record<string, number>>;

/** When a measurement holds its radio. */
export interface MeasurementMoment {
  readonly at: Date;
  readonly seconds: number;
  /** The slot that is held; absent: the Client asked for none, so policy may impose one. */
  readonly slotSeconds: number | undefined;
}

/** A request whose band is known, an entry, or what an observation says of its entry. */
export type MeasurementWish = Pick<ScheduleRequest, 'action' | 'parameters' | 'priority' | 'intervalSeconds'> &
  Pick<ScheduleEntry, 'band'>;

/**
 * What policy is asked about of `wish`. Parameters that can't be read leave what is made from them unknown.
 * `concurrentTasks` is its place among its Element's on the sensor; alone it is the first.
 */
export function measurementOf(wish: MeasurementWish, concurrentTasks = 1): Measurement {
  const { action, parameters, band, priority, intervalSeconds } = wish;
  const parsed = parseActionParameters(action, parameters);
  return {
    taskName: action,
    band,
    attributes: {
      ...(parsed.ok
        ? {
            'resolution-bandwidth': resolutionBandwidthHz(parsed.parameters),
            'sample-rate': parsed.parameters.sampleRateHz,
          }
        : {}),
      priority,
      'concurrent-tasks': concurrentTasks,
      ...(intervalSeconds === undefined ? {} : { interval: intervalSeconds }),
    },
  };
}

/**
 * The one question about a measurement on a sensor, for every step from the request to reading what came of it: asked
 * with other facts a later step would permit or deny something else than the first one.
 */
export function measurementQuestion(
  measurement: Measurement,
  on: ResourceQuery,
  moment: MeasurementMoment,
): ResourceQuery {
  const { taskName, band, attributes } = measurement;
  return {
    ...on,
    taskName,
    band,
    time: moment.at,
    durationSeconds: moment.seconds,
    attributes: moment.slotSeconds === undefined ? attributes : { ...attributes, 'slot-duration': moment.slotSeconds },
  };
}

/** A task of the entry on `sensor` that starts at `at`, with the slot it holds. */
export function taskQuestion(entry: ScheduleEntry, sensor: Sensor, at: Date, concurrentTasks = 1): ResourceQuery {
  const held = { at, seconds: entry.slotSeconds, slotSeconds: entry.slotSeconds };
  return measurementQuestion(measurementOf(entry, concurrentTasks), sensorQuery(sensor), held);
}

/** The Manager's own step `operation` with a task of this action, as policy is asked about it. */
export function operationOfTask(action: string, operation: string): OperationPolicy {
  const name = ACTION_NAMES.find((one) => one === action);
  const scosTask = name === undefined ? 'Scanning' : operationOf(name);
  return { operation, scope: 'sensing-management', scosTask };
}

/** An entry is what it does to its sensors: whoever may not see or change that on each of them may not at all. */
export function entryQuestions(entry: ScheduleEntry, sensors: ReadonlyMap<string, Sensor>): ResourceQuery[] {
  return entry.sensorIds.flatMap((id) => {
    const sensor = sensors.get(id);
    return sensor === undefined ? [] : [taskQuestion(entry, sensor, entry.start)];
  });
}
