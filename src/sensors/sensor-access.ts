import type { ResourceQuery } from '../enforcement/access.ts';
import { sensitivityDbm } from './sensor-sensitivity.ts';
import { type Sensor, sensorResource } from './sensor.ts';

/** A sensor as policy is asked about it. */
export function sensorQuery(
  sensor: Pick<Sensor, 'name' | 'element' | 'groups' | 'location'> & Partial<Pick<Sensor, 'capability'>>,
): ResourceQuery {
  const sensitivity = sensitivityDbm(sensor.capability);
  return {
    resource: sensorResource(sensor),
    groups: sensor.groups,
    namespace: sensor.element.name,
    ...(sensitivity === undefined ? {} : { resourceAttributes: { sensitivity } }),
    ...(sensor.location === undefined ? {} : { location: sensor.location }),
  };
}
