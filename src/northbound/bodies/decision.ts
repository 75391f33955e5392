import type { components } from '../../../openapi/generated/contract.ts';
import type { Evaluation, EvaluationRequest } from '../../enforcement/decisions/policy-evaluations.ts';
import type { ShownDecision } from '../../enforcement/decisions/shown-decision.ts';
import type { Decision, Obligation } from '../../policy/decision.ts';
import type { ExplanationJson } from '../../policy/explain/explanation-json.ts';
import { type DenialGround, groundsOf, statementName } from '../../policy/decision-json.ts';

type Schemas = components['schemas'];

/** Reasons that one answer holds. */
const MOST_GROUNDS = 100;

export function toDecisionBody(decision: ShownDecision): Schemas['Decision'] {
  return {
    id: decision.id,
    at: decision.at.toISOString(),
    operation: decision.operation,
    actor: decision.actor,
    scope: decision.scope,
    scos_task: decision.scosTask,
    resource: decision.resource ?? null,
    outcome: decision.outcome,
    reason: decision.reason,
    code: decision.code,
    statements: [...decision.statements],
    set: decision.settings ?? null,
    because: decision.because === undefined ? null : toGroundBodies(decision.because),
    request: decision.request ?? null,
    policy_set: decision.setHash ?? null,
  };
}

export function toEvaluationRequest(body: Schemas['PolicyEvaluationRequest']): EvaluationRequest {
  return {
    request: body.request,
    drafts: body.drafts ?? [],
    whole: body.whole ?? false,
    explain: body.explain ?? false,
  };
}

export function toEvaluationBody({ decision, request, explanation }: Evaluation): Schemas['PolicyEvaluation'] {
  return {
    decision: decision.decision,
    reason: decision.reason,
    code: decision.code,
    matched: decision.matched.map(statementName),
    ...permitMembers(decision),
    obligations: decision.obligations.map(toObligationBody),
    defaults: [...decision.defaultsUsed],
    because: decision.decision === 'Deny' ? toGroundBodies(groundsOf(decision)) : [],
    request: request ?? null,
    ...(explanation !== undefined && { explanation: toExplanationBody(explanation) }),
    ...(explanation?.nearest?.request !== undefined && { nearest: explanation.nearest.request }),
    ...(decision.policySetHash !== '' && { policy_set: decision.policySetHash }),
  };
}

function permitMembers(decision: Decision): Pick<Schemas['PolicyEvaluation'], 'set' | 'occupied'> {
  if (decision.decision === 'Deny') return { set: null, occupied: null };
  const { settings, occupied = null } = decision;
  return { set: Object.keys(settings).length === 0 ? null : settings, occupied };
}

function toObligationBody({ action, statement, resources, tasks }: Obligation): Schemas['Obligation'] {
  return { action, statement: statementName(statement), resources: [...resources], tasks: [...tasks] };
}

function toExplanationBody(explanation: ExplanationJson): Schemas['Explanation'] {
  const { statements, steps, settings, pieces, nearest } = explanation;
  return {
    statements: statements.map((one) => ({ ...one, steps: [...one.steps] })),
    steps: steps.map((one) => ({ ...one, by: [...one.by] })),
    settings: settings.map((one) => ({ ...one, by: [...one.by], against: [...one.against] })),
    pieces: pieces.map((one) => ({ ...one, reasons: [...one.reasons], by: [...one.by] })),
    ...(nearest && { nearest: { ...nearest, changes: [...nearest.changes] } }),
  };
}

function toGroundBodies(grounds: readonly DenialGround[]): Schemas['DenialReason'][] {
  return grounds.slice(0, MOST_GROUNDS).map((ground) => ({ ...ground, values: [...ground.values] }));
}
