import { BASE_UNITS } from '../../spectrum/quantity.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { decide } from '../decide.ts';
import { wholeCell } from '../evaluate/cells.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import type { RuleData } from '../evaluate/operators.ts';
import { ruleDataFor } from '../evaluate/operators.ts';
import { combineCells } from '../evaluate/settings.ts';
import { findNearest } from '../nearest.ts';
import type { OfferedResource } from '../nearest/offered-resource.ts';
import type { PolicySet } from '../policy-set.ts';
import type { PolicyRequest } from '../request.ts';
import { namespaceApplies } from '../terms/namespace.ts';
import { dimensionOfAttribute } from '../terms/registry.ts';
import type { CellView } from './cell-view.ts';
import { viewCells } from './cell-view.ts';
import type { Culprit } from './culprit.ts';
import { culpritOf } from './culprit.ts';
import type {
  ExplainedNearest,
  ExplainedSetting,
  ExplainedStatement,
  ExplainedStep,
  Explanation,
} from './explanation.ts';
import { piecesOf } from './pieces.ts';
import { changesBetween } from './request-changes.ts';
import { nameOf } from './statement-name.ts';

/**
 * Decide `request` and say, statement by statement, what led to the decision, and for a denial which request near it
 * would be permitted; `offer` are the resources that could be asked instead. Pure and total, as `decide`.
 */
export function explainRequest(
  set: PolicySet,
  request: PolicyRequest,
  offer: readonly OfferedResource[] = [],
): Explanation {
  const decision = decide(set, request);
  if (decision.decision === 'Deny' && decision.faults.length > 0) {
    return { decision, statements: [], steps: [], settings: [], pieces: [] };
  }
  const facts = new RequestFacts(request);
  const all = set.statements.filter(({ policy }) => policy.scope === facts.scope);
  const applying = all.filter(({ policy }) => namespaceApplies(policy.namespace, facts.namespace));
  const views = viewCells(facts, applying, set);
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  return {
    decision,
    statements: all.map((statement) => explainStatement(statement, { data, views })),
    steps: stepsOf(views),
    settings: settingsOf(views),
    pieces: piecesOf(views),
    ...(decision.decision === 'Deny' ? { nearest: nearestOf(set, request, offer) } : {}),
  };
}

interface Evaluated {
  readonly data: RuleData;
  readonly views: readonly CellView[];
}

function explainStatement(compiled: CompiledStatement, evaluated: Evaluated): ExplainedStatement {
  const truths = evaluated.views.flatMap((view) => view.truths.get(compiled) ?? []);
  const { statement, policy, effect, steps, confidential } = compiled;
  const failed = truths.length === 0 ? otherNamespace(compiled, evaluated) : failureOf(compiled, evaluated);
  const matches = truths.includes(true) ? 'yes' : truths.includes('unknown') ? 'unknown' : 'no';
  return {
    statement: nameOf(compiled),
    action: statement.action,
    effect,
    description: statement.description ?? policy.description,
    confidential,
    matches,
    inPart: new Set(truths).size > 1,
    steps: effect === 'permit' ? (['actor', 'resource'] as const).filter((step) => steps[step]) : [],
    ...(failed === undefined ? {} : { failed }),
  };
}

function failureOf(statement: CompiledStatement, { data, views }: Evaluated): Culprit | undefined {
  const view = views.find(({ truths }) => truths.get(statement) !== true);
  if (view === undefined) return undefined;
  data.cell = view.cell;
  return culpritOf(statement, data);
}

function otherNamespace({ policy }: CompiledStatement, { data }: Evaluated): Culprit {
  const { namespace } = data.facts;
  return {
    part: 'namespace',
    field: 'namespace',
    actual: namespace,
    operator: 'inside',
    limit: policy.namespace,
    detail: `the namespace is ${namespace}; the policy is about ${policy.namespace}`,
  };
}

function stepsOf(views: readonly CellView[]): readonly ExplainedStep[] {
  return (['actor', 'resource'] as const).map((step) => {
    const by = views.flatMap(({ truths }) =>
      [...truths].flatMap(([statement, truth]) =>
        truth === true && statement.effect === 'permit' && statement.steps[step] ? [statement] : [],
      ),
    );
    const isRefused = views.some(({ reasons }) => reasons.includes(`no-accept-${step}`));
    const isDefaulted = views.some(({ defaulted }) => defaulted.includes(step));
    return {
      step,
      by: [...new Set(by)].map(nameOf),
      accepted: isRefused ? 'nobody' : isDefaulted ? 'default' : 'statements',
    };
  });
}

function settingsOf(views: readonly CellView[]): readonly ExplainedSetting[] {
  const combined = combineCells(views.map(({ settings }) => settings));
  return [...combined.values()].map(({ attribute, value, from, against }) => {
    const dimension = dimensionOfAttribute(attribute);
    const unit = dimension === undefined ? '' : BASE_UNITS[dimension];
    return {
      attribute: attribute.name,
      value,
      ...(unit === '' ? {} : { unit }),
      by: from.map(nameOf),
      against: against.map(nameOf),
    };
  });
}

function nearestOf(set: PolicySet, request: PolicyRequest, offer: readonly OfferedResource[]): ExplainedNearest {
  const { request: nearest, isComplete } = findNearest(set, request, offer);
  if (nearest === undefined) return { changes: [], isComplete };
  return { request: nearest, changes: changesBetween(request, nearest), isComplete };
}
