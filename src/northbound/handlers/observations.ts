import type { Fault } from '../../errors.ts';
import type { ObservationQuery } from '../../observations/observation.ts';
import { toObservationBody, toOrigin, toWindow } from '../bodies/observation.ts';
import { fromBandBody, refuseFaults, toAreaPlace, toBand, toPlace } from '../bodies/place.ts';
import type { ObservationService } from '../domain.ts';
import type { BodyOf, OperationHandler, QueryOf } from '../contract/operation.ts';
import { ok } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';

/** `observation_list` */
export function listObservations(observations: ObservationService, pager: Pager): OperationHandler<'observation_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const wanted = fromQuery(query, faults);
    const open = pager.ofQuery(query, { operation: 'observation_list', path: '/api/v1/observations', actor }, faults);
    refuseFaults(faults);
    const page = await observations.find(wanted, open.request, access);
    return ok(open.body(page, toObservationBody), open.headers(page));
  };
}

/** `observation_search` */
export function searchObservations(
  observations: ObservationService,
  pager: Pager,
): OperationHandler<'observation_search'> {
  return async ({ body, actor, access }) => {
    const faults: Fault[] = [];
    const wanted = fromBody(body, faults);
    const open = pager.ofBody(body, { operation: 'observation_search', actor }, faults);
    refuseFaults(faults);
    const page = await observations.find(wanted, open.request, access);
    return ok(open.body(page, toObservationBody));
  };
}

/** `observation_show` */
export function showObservation(observations: ObservationService): OperationHandler<'observation_show'> {
  return async ({ path, access }) => ok(toObservationBody(await observations.get(path.id.toLowerCase(), access)));
}

function fromQuery(query: QueryOf<'observation_list'>, faults: Fault[]): ObservationQuery {
  const { band, datetime } = query;
  const place = toPlace(query, faults);
  return {
    ...toOrigin(query),
    ...(place !== undefined && { place }),
    ...(band !== undefined && { band: toBand(band, faults) }),
    ...(datetime !== undefined && { window: toWindow(datetime, faults, { parameter: 'datetime' }) }),
  };
}

function fromBody(body: BodyOf<'observation_search'>, faults: Fault[]): ObservationQuery {
  const { area, band, datetime } = body;
  const place = area === undefined ? undefined : toAreaPlace(area, faults);
  return {
    ...toOrigin(body),
    ...(place !== undefined && { place }),
    ...(band !== undefined && { band: fromBandBody(band, faults) }),
    ...(datetime !== undefined && { window: toWindow(datetime, faults, { pointer: '#/datetime' }) }),
  };
}
