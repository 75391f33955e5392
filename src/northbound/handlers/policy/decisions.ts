import type { DecisionQuery } from '../../../enforcement/decisions/decision-directory.ts';
import type { Fault } from '../../../errors.ts';
import { toDecisionBody } from '../../bodies/decision.ts';
import { toWindow } from '../../bodies/observation.ts';
import { refuseFaults } from '../../bodies/place.ts';
import type { OperationHandler, QueryOf } from '../../contract/operation.ts';
import { ok } from '../../contract/operation.ts';
import type { DecisionService } from '../../domain.ts';
import type { Pager } from '../../pages/pager.ts';

/** `decision_list` */
export function listDecisions(decisions: DecisionService, pager: Pager): OperationHandler<'decision_list'> {
  return async ({ query, actor, access }) => {
    const faults: Fault[] = [];
    const wanted = fromQuery(query, faults);
    const open = pager.ofQuery(query, { operation: 'decision_list', path: '/api/v1/decisions', actor }, faults);
    refuseFaults(faults);
    const page = await decisions.find(wanted, open.request, access);
    return ok(open.body(page, toDecisionBody), open.headers(page));
  };
}

/** `decision_show` */
export function showDecision(decisions: DecisionService): OperationHandler<'decision_show'> {
  return async ({ path, access }) => ok(toDecisionBody(await decisions.get(path.id.toLowerCase(), access)));
}

function fromQuery(query: QueryOf<'decision_list'>, faults: Fault[]): DecisionQuery {
  const { actor, resource, sensor, outcome, statement, operation, reason, datetime } = query;
  const { start, stop } = datetime === undefined ? {} : toWindow(datetime, faults, { parameter: 'datetime' });
  const sensorId = sensor?.toLowerCase();
  return { actor, resource, sensorId, outcome, statement, operation, reason, from: start, to: stop };
}
