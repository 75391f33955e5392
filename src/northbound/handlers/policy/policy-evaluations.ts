import { toEvaluationBody, toEvaluationRequest } from '../../bodies/decision.ts';
import type { OperationHandler } from '../../contract/operation.ts';
import { ok } from '../../contract/operation.ts';
import type { EvaluationService } from '../../domain.ts';

/** `policy_evaluation_create` */
export function evaluatePolicy(evaluations: EvaluationService): OperationHandler<'policy_evaluation_create'> {
  return async ({ body, access }) =>
    ok(toEvaluationBody(await evaluations.evaluate(toEvaluationRequest(body), access)));
}
