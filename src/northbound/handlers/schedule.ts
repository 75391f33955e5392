import type { Fault } from '../../errors.ts';
import { InvalidInputError } from '../../errors.ts';
import { refuseFaults } from '../bodies/place.ts';
import { toScheduleEntryBody, toScheduleRequest } from '../bodies/schedule-entry.ts';
import type { ScheduleService } from '../domain.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { created, ok } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';

/** `schedule_create`: with `validate_only` the same answer, and nothing is changed. */
export function createScheduleEntry(schedule: ScheduleService): OperationHandler<'schedule_create'> {
  return async ({ body, access }) => {
    const faults: Fault[] = [];
    const request = toScheduleRequest(body, faults);
    if (request === undefined || faults.length > 0) throw new InvalidInputError(faults);
    if (body.validate_only === true) return ok(toScheduleEntryBody(await schedule.check(request, access)));
    const entry = await schedule.add(request, access);
    return created(`/api/v1/schedule/${entry.id}`, toScheduleEntryBody(entry));
  };
}

/** `schedule_list` */
export function listSchedule(schedule: ScheduleService, pager: Pager): OperationHandler<'schedule_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const open = pager.ofQuery(query, { operation: 'schedule_list', path: '/api/v1/schedule', actor }, faults);
    refuseFaults(faults);
    const { is_active: isActive, name } = query;
    const filter = { ...(isActive !== undefined && { isActive }), ...(name !== undefined && { name }) };
    const page = await schedule.find(filter, open.request, access);
    return ok(open.body(page, toScheduleEntryBody), open.headers(page));
  };
}

/** `schedule_show` */
export function showScheduleEntry(schedule: ScheduleService): OperationHandler<'schedule_show'> {
  return async ({ path, access }) => ok(toScheduleEntryBody(await schedule.get(path.id.toLowerCase(), access)));
}

/** `schedule_cancel` */
export function cancelScheduleEntry(schedule: ScheduleService): OperationHandler<'schedule_cancel'> {
  return async ({ path, access }) => ok(toScheduleEntryBody(await schedule.cancel(path.id.toLowerCase(), access)));
}
