import type { ResourceQuery } from '../enforcement/access.ts';
import { type Sensor, sensorResource } from './sensor.ts';

/** A sensor as policy is asked about it. */
export function sensorQuery(sensor: Pick<Sensor, 'name' | 'element' | 'groups' | 'location'>): ResourceQuery {
  return {
    resource: sensorResource(sensor),
    groups: sensor.groups,
    namespace: sensor.element.name,
    ...(sensor.location === undefined ? {} : { location: sensor.location }),
  };
}
