import { FENCED_OPERATIONS } from '../../spectrum/fence/fence.ts';
import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { operationsOf } from '../compile/statement.ts';
import type { PolicySet } from '../policy-set.ts';
import type { Condition, ConditionTest } from '../terms/tree.ts';
import { ActorAtoms, type AtomOrConstant } from './actor-atoms.ts';

/** The scope under which measuring is decided. */
export const MEASURING_SCOPE = 'sensing-management';
const A_TURN = 256;

/** A statement that measuring may meet, with what it asks about the Actor. */
export interface AskingStatement {
  readonly statement: CompiledStatement;
  /** Numbers of the questions whose answers can change what it says. */
  readonly atoms: readonly number[];
}

/** The statements of a set that measuring may meet, and all that they ask about Actors. */
export class AskingStatements {
  readonly all: AskingStatement[] = [];
  readonly atoms = new ActorAtoms();
  /** Questions of statements that ask several, or that ask for the opposite. */
  readonly joint = new Set<number>();
  readonly #tests = new Map<ConditionTest, CompiledTest>();
  readonly #answers = new Map<CompiledStatement | CompiledTest, AtomOrConstant>();

  /** Works through the set; yields now and then. */
  static *of(set: PolicySet): Generator<void, AskingStatements> {
    const asking = new AskingStatements();
    for (const [index, statement] of set.statements.entries()) {
      if (index % A_TURN === A_TURN - 1) yield;
      if (statement.policy.scope === MEASURING_SCOPE && isAboutMeasuring(statement)) asking.#add(statement, set);
    }
    return asking;
  }

  /** The compiled form of a test in a condition's tree. */
  testOf(test: ConditionTest): CompiledTest | undefined {
    return this.#tests.get(test);
  }

  /** What a statement, or a test on the Actor, asks. */
  questionOf(asker: CompiledStatement | CompiledTest): AtomOrConstant {
    return this.#answers.get(asker) ?? 'unknown';
  }

  #add(statement: CompiledStatement, set: PolicySet): void {
    const own = this.atoms.ofStatement(statement);
    this.#answers.set(statement, own);
    const asked = [own];
    for (const number of statement.condition?.tests ?? []) {
      const compiled = set.tests[number];
      if (compiled === undefined) continue;
      this.#tests.set(compiled.test, compiled);
      if (!asksForActor(compiled.test)) continue;
      const question = this.atoms.ofTest(compiled, statement.policy.namespace);
      this.#answers.set(compiled, question);
      asked.push(question);
    }
    const atoms = [...new Set(asked.flatMap((one) => (typeof one === 'object' ? [one.id] : [])))];
    this.all.push({ statement, atoms });
    if (atoms.length > 1 || asksForOpposite(statement.condition?.tree)) for (const atom of atoms) this.joint.add(atom);
  }
}

function isAboutMeasuring(statement: CompiledStatement): boolean {
  const operations = operationsOf(statement);
  // A SCOS-Task that names actions may be about any operation.
  return operations === undefined || FENCED_OPERATIONS.some((operation) => operations.has(operation));
}

function asksForActor({ field, operand }: ConditionTest): boolean {
  return field.kind === 'names' && field.name === 'actor' && operand.kind !== 'exists';
}

function asksForOpposite(condition: Condition | undefined): boolean {
  if (condition === undefined || condition.kind === 'test') return false;
  return condition.kind === 'not' ? mentionsActor(condition.of) : condition.of.some(asksForOpposite);
}

function mentionsActor(condition: Condition): boolean {
  if (condition.kind === 'test') return asksForActor(condition);
  return condition.kind === 'not' ? mentionsActor(condition.of) : condition.of.some(mentionsActor);
}
