import type { Fault } from '../errors.ts';
import type { CompiledStatement } from './compile/statement.ts';
import type { Because, BriefDecision, Decision, DenialReason, Obligation, Permit, Settings } from './decision.ts';
import { REASON_CODES } from './decision.ts';
import { settledBy } from './evaluate/weighing/settled.ts';
import { wholeCell } from './evaluate/cells.ts';
import {
  becauseContradicting,
  becauseDenied,
  becauseIndeterminate,
  becauseNotAccepted,
  becauseViolated,
  referenceTo,
} from './evaluate/explain.ts';
import { RequestFacts } from './evaluate/facts.ts';
import { isOccupied } from './evaluate/occupancy.ts';
import type { RuleData } from './evaluate/operators.ts';
import { ruleDataFor } from './evaluate/operators.ts';
import { faultsOfRequest } from './evaluate/request-faults.ts';
import type { CombinedSetting, CombinedSettings } from './evaluate/settings.ts';
import { combineCells } from './evaluate/settings.ts';
import type { Finding, Weighing } from './evaluate/weighing/weighing.ts';
import { weigh } from './evaluate/weighing/weighing.ts';
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
  return faults.length > 0 ? invalid(set, faults) : conclude(weighed(set, request), explain);
}

/** The same decision without its explanation, which costs far more than to decide: `because` is empty. */
export function decideUnexplained(set: PolicySet, request: PolicyRequest): Decision {
  const faults = faultsOfRequest(request);
  return faults.length > 0 ? invalid(set, faults) : conclude(weighed(set, request), () => []);
}

/** Only the answer of the same decision: for lists, where nobody asks which statements it came from. */
export function decideBriefly(set: PolicySet, request: PolicyRequest): BriefDecision {
  if (faultsOfRequest(request).length > 0) return DENIALS['invalid-request'];
  const facts = new RequestFacts(request);
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  const settled = settledBy(set.sift(facts), data, set.defaults);
  if (settled !== undefined) return settled === 'permit' ? PERMIT : DENIALS[settled];
  const weighing = weigh(set.applicable(facts), data, set.defaults);
  const reason = reasonOf(weighing);
  if (reason !== undefined) return DENIALS[reason];
  return contradicting(combineCells(weighing.settings)).length > 0 ? DENIALS['invalid-request'] : PERMIT;
}

/** Decide a request in the JSON form of the policy language; what does not parse is denied as invalid. */
export function decideJson(set: PolicySet, json: unknown): Decision {
  const reading = parsePolicyRequest(json);
  return reading.ok ? decide(set, reading.request) : invalid(set, reading.faults);
}

const PERMIT: BriefDecision = { decision: 'Permit', reason: 'permit', code: 0 };
const DENIALS: Readonly<Record<DenialReason, BriefDecision>> = {
  'explicit-deny': denialFor('explicit-deny'),
  'constraint-violation': denialFor('constraint-violation'),
  'indeterminate-deny': denialFor('indeterminate-deny'),
  'no-accept-actor': denialFor('no-accept-actor'),
  'no-accept-resource': denialFor('no-accept-resource'),
  'invalid-request': denialFor('invalid-request'),
};

function denialFor(reason: DenialReason): BriefDecision {
  return { decision: 'Deny', reason, code: REASON_CODES[reason] };
}

interface Case {
  readonly set: PolicySet;
  readonly data: RuleData;
  readonly weighing: Weighing;
}

type Explain = (reason: DenialReason, decided: Case) => readonly Because[];

function weighed(set: PolicySet, request: PolicyRequest): Case {
  const facts = new RequestFacts(request);
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  return { set, data, weighing: weigh(set.applicable(facts), data, set.defaults) };
}

/** The strongest reason against the request, if there is one. */
function reasonOf({ denied, violations, indeterminate, refused }: Weighing): DenialReason | undefined {
  if (denied.length > 0) return 'explicit-deny';
  if (violations.length > 0) return 'constraint-violation';
  if (indeterminate.length > 0) return 'indeterminate-deny';
  if (refused.size === 0) return undefined;
  return refused.has('actor') ? 'no-accept-actor' : 'no-accept-resource';
}

function conclude(decided: Case, explaining: Explain): Decision {
  const { set, data, weighing } = decided;
  const { matched, defaulted } = weighing;
  const reason = reasonOf(weighing);
  const answer = {
    matched: matched.map(referenceTo),
    policySetHash: set.hash,
    defaultsUsed: (['actor', 'resource'] as const).filter((step) => defaulted.includes(step)),
  };
  if (reason !== undefined) {
    const because = explaining(reason, decided);
    return { ...answer, ...denial(reason, because, data), obligations: obligationsOf(matched, 'Deny') };
  }
  const settings = combineCells(weighing.settings);
  const against = contradicting(settings);
  if (against.length > 0) {
    const because = against.flatMap(becauseContradicting).slice(0, MOST_BECAUSE);
    return { ...answer, ...denial('invalid-request', because, data), obligations: obligationsOf(matched, 'Deny') };
  }
  return { ...answer, ...permit(settings, data), obligations: obligationsOf(matched, 'Permit') };
}

function contradicting(settings: CombinedSettings): readonly CombinedSetting[] {
  return settings.size === 0 ? [] : [...settings.values()].filter(({ against }) => against.length > 0);
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
function explain(reason: DenialReason, { set, data, weighing }: Case): readonly Because[] {
  const each = <What>(
    findings: readonly Finding<What>[],
    explaining: (what: What) => readonly Because[],
    keyOf: (what: What) => unknown = (what) => what,
  ) =>
    firstOfEach(findings, keyOf)
      .slice(0, MOST_BECAUSE)
      .flatMap(({ what, cell }) => {
        data.cell = cell;
        return explaining(what);
      })
      .slice(0, MOST_BECAUSE);
  switch (reason) {
    case 'explicit-deny':
      return each(weighing.denied, (statement) => [becauseDenied(statement, data)]);
    case 'constraint-violation':
      return each(
        weighing.violations,
        (violation) => becauseViolated(violation, data),
        ({ attribute, value }) => `${attribute.name} ${String(value)}`,
      );
    case 'indeterminate-deny':
      return each(weighing.indeterminate, (statement) => [becauseIndeterminate(statement, data)]);
    case 'no-accept-actor':
    case 'no-accept-resource': {
      const step = reason === 'no-accept-actor' ? 'actor' : 'resource';
      data.cell = weighing.refused.get(step) ?? data.cell;
      return becauseNotAccepted(step, set.candidates(data.facts), data);
    }
    case 'invalid-request':
      return [];
  }
}

/** Each thing once, in the lowest and earliest of its cells; things of one cell stay in their order. */
function firstOfEach<What>(
  findings: readonly Finding<What>[],
  keyOf: (what: What) => unknown,
): readonly Finding<What>[] {
  const at = (value: number | undefined) => value ?? 0;
  const ordered = findings.toSorted((a, b) => at(a.cell.hz) - at(b.cell.hz) || at(a.cell.micros) - at(b.cell.micros));
  const first = new Map<unknown, Finding<What>>();
  for (const finding of ordered) {
    const key = keyOf(finding.what);
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()];
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
