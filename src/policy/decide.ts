import type { Fault } from '../errors.ts';
import type { CompiledStatement } from './compile/statement.ts';
import type { Because, Decision, DenialReason, Obligation, Permit, Settings } from './decision.ts';
import { DENIAL_REASONS, REASON_CODES } from './decision.ts';
import { cellsOf, wholeCell } from './evaluate/cells.ts';
import type { CellOutcome } from './evaluate/decide-cell.ts';
import { decideCell } from './evaluate/decide-cell.ts';
import {
  becauseContradicting,
  becauseDenied,
  becauseIndeterminate,
  becauseNotAccepted,
  becauseViolated,
  referenceTo,
} from './evaluate/explain.ts';
import { RequestFacts } from './evaluate/facts.ts';
import { matchBase } from './evaluate/match.ts';
import { isOccupied } from './evaluate/occupancy.ts';
import type { RuleData } from './evaluate/operators.ts';
import { ruleDataFor } from './evaluate/operators.ts';
import { faultsOfRequest } from './evaluate/request-faults.ts';
import type { CombinedSettings } from './evaluate/settings.ts';
import { combineCells } from './evaluate/settings.ts';
import type { Step } from './terms/tree.ts';
import type { PolicySet } from './policy-set.ts';
import type { PolicyRequest } from './request.ts';
import { parsePolicyRequest } from './request-json.ts';

/** More statements than this are not explained: the first ones say enough. */
const MOST_BECAUSE = 20;

/**
 * Decide `request`: every point of it must be permitted; any applicable deny wins; without a permit the answer is deny.
 * The index only leaves out statements that cannot apply: the Decision still names every statement that does.
 * A condition that can't be evaluated drops its permit, and turns its deny into a denial. Pure and total.
 */
export function decide(set: PolicySet, request: PolicyRequest): Decision {
  const faults = faultsOfRequest(request);
  if (faults.length > 0) return invalid(set, faults);
  const facts = new RequestFacts(request);
  const candidates = set.candidates(facts);
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  const applicable = candidates
    .map((statement) => ({ statement, base: matchBase(statement, data) }))
    .filter(({ base }) => base !== false);
  const cells = cellsOf(
    facts,
    applicable.map(({ statement }) => statement),
  );
  const outcomes = cells.map((cell) => {
    data.cell = cell;
    return decideCell(applicable, set.defaults, data);
  });
  return conclude({ set, candidates, data, outcomes });
}

/** Decide a request in the JSON form of the policy language; what does not parse is denied as invalid. */
export function decideJson(set: PolicySet, json: unknown): Decision {
  const reading = parsePolicyRequest(json);
  return reading.ok ? decide(set, reading.request) : invalid(set, reading.faults);
}

interface Case {
  readonly set: PolicySet;
  readonly candidates: readonly CompiledStatement[];
  readonly data: RuleData;
  readonly outcomes: readonly CellOutcome[];
}

function conclude(decided: Case): Decision {
  const { set, outcomes, data } = decided;
  const reasons = new Set(outcomes.flatMap((outcome) => outcome.reasons));
  const reason = DENIAL_REASONS.find((one) => reasons.has(one));
  const matched = inOrder(outcomes.flatMap((outcome) => outcome.matched));
  const answer = {
    matched: matched.map(referenceTo),
    policySetHash: set.hash,
    defaultsUsed: (['actor', 'resource'] as const).filter((step) =>
      outcomes.some(({ defaulted }) => defaulted.includes(step)),
    ),
  };
  if (reason !== undefined) {
    const because = explain(reason, decided).slice(0, MOST_BECAUSE);
    return { ...answer, ...denial(reason, because, data), obligations: obligationsOf(matched, 'Deny') };
  }
  const settings = combineCells(outcomes.map((outcome) => outcome.settings));
  const contradicting = [...settings.values()].filter(({ against }) => against.length > 0);
  if (contradicting.length > 0) {
    const because = contradicting.flatMap(becauseContradicting).slice(0, MOST_BECAUSE);
    return { ...answer, ...denial('invalid-request', because, data), obligations: obligationsOf(matched, 'Deny') };
  }
  return { ...answer, ...permit(settings, data), obligations: obligationsOf(matched, 'Permit') };
}

function permit(
  combined: CombinedSettings,
  { facts }: RuleData,
): Pick<Permit, 'decision' | 'reason' | 'code' | 'settings' | 'occupied'> {
  const settings: Settings = Object.fromEntries([...combined].map(([name, { value }]) => [name, value]));
  const threshold = settings['detection-threshold'];
  const rule = settings['fusion-rule'];
  const occupied =
    typeof threshold === 'number' && typeof rule === 'string'
      ? isOccupied(facts.request.reports ?? [], threshold, rule)
      : undefined;
  return { decision: 'Permit', reason: 'permit', code: 0, settings, ...(occupied === undefined ? {} : { occupied }) };
}

function denial(reason: DenialReason, because: readonly Because[], { facts }: RuleData) {
  const what = facts.operation ?? 'the request';
  const whose = reason === 'no-accept-resource' ? 'resource' : 'actor';
  // A sentence about a confidential statement stays with that statement, where the edge can blank it.
  const first = because.some(({ confidential }) => confidential) ? 'denied by policy' : because[0]?.detail;
  const detail = first ?? `no policy of ${facts.scope} permits ${what} for this ${whose}`;
  return { decision: 'Deny' as const, reason, code: REASON_CODES[reason], detail, because, faults: [] };
}

function invalid(set: PolicySet, faults: readonly Fault[]): Decision {
  const reason = 'invalid-request';
  const detail = faults.map((fault) => fault.detail).join('; ');
  const answer = { matched: [], obligations: [], policySetHash: set.hash, defaultsUsed: [] };
  return { ...answer, decision: 'Deny', reason, code: REASON_CODES[reason], detail, because: [], faults };
}

/** What stands in the way, seen in the first cell in which it does. */
function explain(reason: DenialReason, { outcomes, candidates, data }: Case): readonly Because[] {
  const explained = new Set<unknown>();
  return outcomes
    .filter(({ reasons }) => reasons.includes(reason))
    .flatMap((outcome) => {
      data.cell = outcome.cell;
      const once = <T>(things: readonly T[], keyOf: (thing: T) => unknown = (thing) => thing) =>
        things.filter((thing) => !explained.has(keyOf(thing)) && explained.add(keyOf(thing)));
      switch (reason) {
        case 'explicit-deny':
          return once(outcome.denied).map((statement) => becauseDenied(statement, data));
        case 'constraint-violation':
          return once(outcome.violations, ({ attribute, value }) => `${attribute.name} ${String(value)}`).flatMap(
            (violation) => becauseViolated(violation, data),
          );
        case 'indeterminate-deny':
          return once(outcome.indeterminate).map((statement) => becauseIndeterminate(statement, data));
        case 'no-accept-actor':
        case 'no-accept-resource': {
          const step: Step = reason === 'no-accept-actor' ? 'actor' : 'resource';
          return once([step]).flatMap(() => becauseNotAccepted(step, candidates, data));
        }
        case 'invalid-request':
          return [];
      }
    });
}

function inOrder(statements: readonly CompiledStatement[]): readonly CompiledStatement[] {
  return [...new Set(statements)].sort((a, b) => a.ordinal - b.ordinal);
}

/** A permit obliges to send and to store, a denial to discard. */
function obligationsOf(matched: readonly CompiledStatement[], decision: Decision['decision']): readonly Obligation[] {
  return matched.flatMap((compiled) => {
    const action = obligationOf(compiled, decision);
    if (action === undefined) return [];
    const { resource, task } = compiled.statement;
    return [
      {
        action,
        statement: referenceTo(compiled),
        resources: (resource ?? []).map(({ text }) => text),
        tasks: (task ?? []).map(({ text }) => text),
      },
    ];
  });
}

function obligationOf(
  { statement }: CompiledStatement,
  decision: Decision['decision'],
): Obligation['action'] | undefined {
  switch (statement.action) {
    case 'Transmit-Sensing-Data':
      return decision === 'Permit' ? 'transmit-sensing-data' : undefined;
    case 'Store-Sensing-Data':
      return decision === 'Permit' ? 'store-sensing-data' : undefined;
    case 'Discard-Sensing-Data':
      return decision === 'Deny' ? 'discard-sensing-data' : undefined;
    case 'Permit':
    case 'Deny':
    case 'Set':
    case 'Scan':
    case 'Calibrate':
      return undefined;
  }
}
