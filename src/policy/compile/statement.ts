import type { Area } from '../../spectrum/area.ts';
import type { Condition, NameField, Policy, PolicyAction, Statement, Step } from '../terms/tree.ts';
import type { AliasTable } from './alias-table.ts';
import type { BandSet } from './band-set.ts';
import type { CompiledCondition, CompiledTest, ConditionCompiler } from './condition.ts';
import type { NameSet } from './name-set.ts';
import type { WindowSet } from './window-set.ts';

/** What a matching statement does to a request. */
export type Effect = 'permit' | 'deny' | 'set';

/**
 * A statement ready to be matched: aliases resolved, sets built. A part that it does not have is there as `undefined`, so
 * that all statements have one shape, which makes matching many of them several times faster.
 */
export interface CompiledStatement {
  /** Its number in the set's own order: by namespace, policy name, and place in the policy. */
  readonly ordinal: number;
  readonly policy: Policy;
  readonly statement: Statement;
  readonly effect: Effect;
  /** Operations that the action itself speaks of: Scanning for Scan, … */
  readonly impliedOperations: ReadonlySet<string> | undefined;
  readonly actor: NameSet | undefined;
  readonly resource: NameSet | undefined;
  readonly task: NameSet | undefined;
  readonly frequency: BandSet | undefined;
  readonly time: WindowSet | undefined;
  readonly location: readonly Area[] | undefined;
  readonly condition: CompiledCondition | undefined;
  /** The steps for which it counts, if it permits. */
  readonly steps: Readonly<Record<Step, boolean>>;
  /** Names Resource or SCOS-Task, and so beats general Set statements of its namespace. */
  readonly isSpecific: boolean;
  readonly confidential: boolean;
  /** Every band and window set that may cut a request into cells, those of the condition included. */
  readonly bandSets: readonly BandSet[];
  readonly windowSets: readonly WindowSet[];
}

/** What a statement compiles against. */
export interface CompileContext {
  readonly aliases: AliasTable;
  readonly conditions: ConditionCompiler;
}

const IMPLIED: Partial<Record<PolicyAction, ReadonlySet<string>>> = {
  Scan: new Set(['Scanning']),
  Calibrate: new Set(['Calibration']),
  'Transmit-Sensing-Data': new Set(['Transmission']),
  'Store-Sensing-Data': new Set(['Storage']),
  'Discard-Sensing-Data': new Set(['Transmission', 'Storage']),
};

/** Compile a statement of `policy`; faults such as unknown aliases go to the log of the context. */
export function compileStatement(
  { policy, statement, ordinal }: { policy: Policy; statement: Statement; ordinal: number },
  { aliases, conditions }: CompileContext,
): CompiledStatement {
  const { namespace } = policy;
  const names = (field: NameField) => {
    const given = statement[field];
    return given && aliases.names(field, given, namespace);
  };
  const frequency = statement.frequency && aliases.bands(statement.frequency, namespace);
  const time = statement.time && aliases.windows(statement.time, namespace);
  const condition = statement.condition && conditions.compile(statement.condition, namespace);
  const tests = (condition?.tests ?? []).flatMap((number) => conditions.tests[number] ?? []);
  return {
    // What every decision looks at stands first, and so in one or two lines of memory.
    frequency,
    time,
    condition,
    steps: stepsOf(policy, statement),
    impliedOperations: IMPLIED[statement.action],
    task: names('task'),
    actor: names('actor'),
    resource: names('resource'),
    location: statement.location && aliases.areas(statement.location, namespace),
    effect: effectOf(statement.action),
    ordinal,
    policy,
    statement,
    isSpecific: statement.resource !== undefined || statement.task !== undefined,
    confidential: policy.confidential || statement.confidential,
    bandSets: [...(frequency ? [frequency] : []), ...operandSets(tests, 'frequency')],
    windowSets: [...(time ? [time] : []), ...operandSets(tests, 'time')],
  };
}

/** The operations a statement can apply to, if that is known from the statement alone. */
export function operationsOf({ impliedOperations, task }: CompiledStatement): ReadonlySet<string> | undefined {
  const named = task?.operations;
  if (impliedOperations === undefined) return named;
  return named === undefined
    ? impliedOperations
    : new Set([...impliedOperations].filter((operation) => named.has(operation)));
}

function effectOf(action: PolicyAction): Effect {
  if (action === 'Set') return 'set';
  return action === 'Deny' || action === 'Discard-Sensing-Data' ? 'deny' : 'permit';
}

/** A statement that speaks of Actors counts for the actor step, one that speaks of Resources for the other; else both. */
function stepsOf({ type }: Policy, statement: Statement): CompiledStatement['steps'] {
  const actor = type === 'SPU-Policy' || statement.actor !== undefined || conditionNames(statement.condition, 'actor');
  const resource =
    type === 'SSD-Policy' ||
    type === 'SDM-Policy' ||
    statement.resource !== undefined ||
    conditionNames(statement.condition, 'resource');
  if (actor === resource) return BOTH_STEPS;
  return actor ? ACTOR_STEP : RESOURCE_STEP;
}

const BOTH_STEPS = { actor: true, resource: true };
const ACTOR_STEP = { actor: true, resource: false };
const RESOURCE_STEP = { actor: false, resource: true };

function conditionNames(condition: Condition | undefined, field: NameField): boolean {
  if (condition === undefined) return false;
  if (condition.kind === 'test') return condition.field.kind === 'names' && condition.field.name === field;
  if (condition.kind === 'not') return conditionNames(condition.of, field);
  return condition.of.some((part) => conditionNames(part, field));
}

function operandSets(tests: readonly CompiledTest[], kind: 'frequency'): BandSet[];
function operandSets(tests: readonly CompiledTest[], kind: 'time'): WindowSet[];
function operandSets(tests: readonly CompiledTest[], kind: 'frequency' | 'time'): (BandSet | WindowSet)[] {
  return tests.flatMap(({ operand }) => (operand.kind === kind ? [operand.set] : []));
}
