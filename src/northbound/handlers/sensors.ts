import type { Fault } from '../../errors.ts';
import type { SensorQuery } from '../../sensors/sensor-query.ts';
import { fromBandBody, refuseFaults, toAreaPlace, toBand, toPlace } from '../bodies/place.ts';
import { toSensorBody } from '../bodies/sensor.ts';
import type { SensorService } from '../domain.ts';
import type { BodyOf, OperationHandler, QueryOf } from '../contract/operation.ts';
import { ok } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';

/** `sensor_list` */
export function listSensors(sensors: SensorService, pager: Pager): OperationHandler<'sensor_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const wanted = fromQuery(query, faults);
    const open = pager.ofQuery(query, { operation: 'sensor_list', path: '/api/v1/sensors', actor }, faults);
    refuseFaults(faults);
    const page = await sensors.find(wanted, open.request, access);
    return ok(open.body(page, toSensorBody), open.headers(page));
  };
}

/** `sensor_search` */
export function searchSensors(sensors: SensorService, pager: Pager): OperationHandler<'sensor_search'> {
  return async ({ body, actor, access }) => {
    const faults: Fault[] = [];
    const wanted = fromBody(body, faults);
    const open = pager.ofBody(body, { operation: 'sensor_search', actor }, faults);
    refuseFaults(faults);
    const page = await sensors.find(wanted, open.request, access);
    return ok(open.body(page, toSensorBody));
  };
}

/** `sensor_show` */
export function showSensor(sensors: SensorService): OperationHandler<'sensor_show'> {
  return async ({ path, access }) => ok(toSensorBody(await sensors.get(path.id.toLowerCase(), access)));
}

function fromQuery(query: QueryOf<'sensor_list'>, faults: Fault[]): SensorQuery {
  const { band, action, status } = query;
  const place = toPlace(query, faults);
  return {
    ...(place !== undefined && { place }),
    ...(band !== undefined && { band: toBand(band, faults) }),
    ...(action !== undefined && { action }),
    ...(status !== undefined && { association: status }),
  };
}

function fromBody({ area, band, action, status }: BodyOf<'sensor_search'>, faults: Fault[]): SensorQuery {
  const place = area === undefined ? undefined : toAreaPlace(area, faults);
  return {
    ...(place !== undefined && { place }),
    ...(band !== undefined && { band: fromBandBody(band, faults) }),
    ...(action !== undefined && { action }),
    ...(status !== undefined && { association: status }),
  };
}
