import type { PolicySet } from '../policy-set.ts';
import { namespaceApplies } from '../terms/namespace.ts';
import { canonicalField, dimensionOf } from '../terms/registry.ts';
import type { Scope, Step } from '../terms/tree.ts';
import type { AliasScope } from './reasoning/alias-scope.ts';
import { testsIn, testsThatMustHold } from './reasoning/conjuncts.ts';
import type { FindingLog } from './finding.ts';
import type { Reach } from './reasoning/reach.ts';
import { isOver, whyUnreachable } from './reasoning/unreachable.ts';

/** The operations that the Manager asks about in each scope (policy-language §4.9). */
const OPERATIONS: Readonly<Record<Scope, ReadonlySet<string>>> = {
  'sensing-management': new Set(['Discovery', 'Scanning', 'Calibration']),
  'sensing-data-management': new Set(['Transmission', 'Storage', 'Deletion']),
  'sensor-management': new Set([
    'Association',
    'Configuration',
    'Calibration',
    'Policy-administration',
    'Administration',
  ]),
};

/** What the checks of statements look at. */
export interface StatementCheck {
  readonly set: PolicySet;
  readonly reaches: readonly Reach[];
  readonly aliases: AliasScope;
  /** Microseconds since 1970; without it nothing is said of windows that are over. */
  readonly nowMicros: number | undefined;
}

/** Report statements that can't do what they say, each by itself. @returns those that can never match */
export function checkStatements(check: StatementCheck, log: FindingLog): ReadonlySet<Reach> {
  const unreachable = new Set<Reach>();
  const permits = check.reaches.filter(({ compiled }) => compiled.effect === 'permit');
  for (const reach of check.reaches) {
    const { place } = reach.compiled.statement;
    const why = whyUnreachable(reach, check.aliases);
    if (why !== undefined) {
      unreachable.add(reach);
      log.warn('never-matches', `the statement never matches: ${why}`, place);
      continue;
    }
    if (check.nowMicros !== undefined && isOver(reach, check.nowMicros, check.aliases))
      log.warn('ended-window', 'the statement is over: its last time window has ended', place);
    checkScope(reach, log);
    checkFields(reach, log);
    checkSteps(reach, permits, { check, log });
  }
  return unreachable;
}

function checkScope({ compiled, operations }: Reach, log: FindingLog): void {
  const { scope } = compiled.policy;
  if (!operations?.isDisjointFrom(OPERATIONS[scope])) return;
  const detail = `the Manager never asks for ${[...operations].join(', ')} in ${scope}`;
  log.note('operation-of-another-scope', detail, compiled.statement.place);
}

/** A field that is in no registry is given only by who evaluates policies by hand: the Manager fills in none. */
function checkFields({ compiled }: Reach, log: FindingLog): void {
  const { condition } = compiled.statement;
  const required = new Set(
    testsThatMustHold(condition).map(({ field, operand }) => (operand.kind === 'exists' ? '' : field.name)),
  );
  const seen = new Set<string>();
  for (const { field, place } of testsIn(condition)) {
    if (field.kind !== 'plain' || isRegistered(field.name) || seen.has(field.name)) continue;
    seen.add(field.name);
    const what = `the Manager does not fill in \`${field.name}\``;
    if (!required.has(field.name)) log.note('unfilled-field', what, place);
    else if (compiled.effect === 'permit') log.warn('unfilled-field', `${what}: the statement permits nothing`, place);
    else if (compiled.effect === 'deny')
      log.warn('unfilled-field', `${what}: the statement denies everyone it is about, as undecided`, place);
    else log.warn('unfilled-field', `${what}: whether the statement holds is never known`, place);
  }
}

function isRegistered(field: string): boolean {
  const inRequest = field.startsWith('resource.') ? canonicalField(field.slice('resource.'.length)) : field;
  return dimensionOf(field) !== undefined || dimensionOf(inRequest) !== undefined || inRequest === 'ssm-proxy';
}

/** A permit for one step does nothing where no statement and no default ever accepts at the other. */
function checkSteps(
  { compiled }: Reach,
  permits: readonly Reach[],
  { check, log }: { check: StatementCheck; log: FindingLog },
): void {
  const { scope, namespace } = compiled.policy;
  if (compiled.effect !== 'permit') return;
  for (const step of ['actor', 'resource'] as const) {
    if (compiled.steps[step] || check.set.defaults[scope][step] === 'accept') continue;
    const isMet = permits.some(
      ({ compiled: other }) =>
        other.policy.scope === scope && other.steps[step] && namespacesMeet(other.policy.namespace, namespace),
    );
    if (isMet) continue;
    const detail = `the permit alone permits nothing: it counts for the ${otherThan(step)}, and nothing in ${scope} accepts for the ${step}`;
    log.warn('idle-permit', detail, compiled.statement.place);
  }
}

function namespacesMeet(a: string, b: string): boolean {
  return namespaceApplies(a, b) || namespaceApplies(b, a);
}

function otherThan(step: Step): Step {
  return step === 'actor' ? 'resource' : 'actor';
}
