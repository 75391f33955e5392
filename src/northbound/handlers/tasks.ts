import type { Fault } from '../../errors.ts';
import { refuseFaults } from '../bodies/place.ts';
import { toTaskBody } from '../bodies/task.ts';
import type { TaskService } from '../domain.ts';
import type { OperationHandler } from '../contract/operation.ts';
import { ok } from '../contract/operation.ts';
import type { Pager } from '../pages/pager.ts';

/** `task_list` */
export function listTasks(tasks: TaskService, pager: Pager): OperationHandler<'task_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const open = pager.ofQuery(query, { operation: 'task_list', path: '/api/v1/tasks', actor }, faults);
    refuseFaults(faults);
    const { schedule_entry: entry, sensor, state } = query;
    const filter = {
      ...(entry !== undefined && { entryId: entry.toLowerCase() }),
      ...(sensor !== undefined && { sensorId: sensor.toLowerCase() }),
      ...(state !== undefined && { state }),
    };
    const page = await tasks.find(filter, open.request, access);
    return ok(open.body(page, toTaskBody), open.headers(page));
  };
}

/** `task_show` */
export function showTask(tasks: TaskService): OperationHandler<'task_show'> {
  return async ({ path, access }) => ok(toTaskBody(await tasks.get(path.id.toLowerCase(), access)));
}
