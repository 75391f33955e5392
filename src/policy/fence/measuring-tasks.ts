import { ACTION_NAMES } from '../../spectrum/action-parameters.ts';
import { FENCED_OPERATIONS, type FencedOperation } from '../../spectrum/fence/fence.ts';
import { wholeCell } from '../evaluate/cells.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import { matchPart } from '../evaluate/match.ts';
import { decideTest, ruleDataFor } from '../evaluate/operators.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { PolicySet } from '../policy-set.ts';
import type { AskingStatement } from './asking-statements.ts';
import { MEASURING_SCOPE } from './asking-statements.ts';

const A_TURN = 256;

/** Tasks that no statement of a set tells from one another. */
export interface MeasuringTasks {
  readonly operation: FencedOperation;
  readonly actions: readonly string[];
}

/** The tasks that a sensor can have, by what these statements say of them. Yields now and then. */
export function* measuringTasksOf(
  set: PolicySet,
  statements: readonly AskingStatement[],
): Generator<void, readonly MeasuringTasks[]> {
  const telling = yield* tellingApart(statements, set);
  return FENCED_OPERATIONS.flatMap((operation) => {
    const alike = Map.groupBy(ACTION_NAMES, (action) => viewOf({ operation, name: action }, set, telling));
    return [...alike.values()].map((actions) => ({ operation, actions }));
  });
}

/** One statement for each different SCOS-Task, and those whose conditions look at it. */
function* tellingApart(
  statements: readonly AskingStatement[],
  set: PolicySet,
): Generator<void, readonly AskingStatement[]> {
  const different = new Map<string, AskingStatement>();
  for (const [index, one] of statements.entries()) {
    if (index % A_TURN === A_TURN - 1) yield;
    const { statement, policy, ordinal } = one.statement;
    const tests = (one.statement.condition?.tests ?? []).flatMap((number) => set.tests[number] ?? []);
    const names = (statement.task ?? []).map(({ text }) => text);
    const key = [...(tests.some(looksAtTask) ? [ordinal] : []), policy.namespace, ...names];
    if (key.length > 1) different.set(JSON.stringify(key), one);
  }
  return [...different.values()];
}

/** What the statements see of a task, as a text. */
function viewOf(
  task: { readonly operation: string; readonly name: string },
  set: PolicySet,
  statements: readonly AskingStatement[],
): string {
  const facts = new RequestFacts({ scope: MEASURING_SCOPE, task });
  const data = ruleDataFor(facts, set.tests, wholeCell(facts));
  return statements
    .flatMap(({ statement }) => [
      ...(statement.task === undefined ? [] : [matchPart('task', statement, data)]),
      ...(statement.condition?.tests ?? [])
        .flatMap((number) => set.tests[number] ?? [])
        .filter(looksAtTask)
        .map((test) => decideTest(test, data)),
    ])
    .join();
}

function looksAtTask({ test: { field } }: CompiledTest): boolean {
  return field.kind === 'names' && field.name === 'task';
}
