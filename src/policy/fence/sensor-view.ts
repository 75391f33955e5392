import type { CompiledTest } from '../compile/condition.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import { wholeCell } from '../evaluate/cells.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import { matchPart } from '../evaluate/match.ts';
import { decideTest, ruleDataFor } from '../evaluate/operators.ts';
import type { PolicySet } from '../policy-set.ts';
import { type AskingStatement, MEASURING_SCOPE } from './asking-statements.ts';
import type { FenceSubject } from './fence-subject.ts';

const A_TURN = 256;

/** A statement that tells sensors from one another, with its tests that do. */
interface TellingStatement {
  readonly statement: CompiledStatement;
  readonly looksAtResource: boolean;
  readonly tests: readonly CompiledTest[];
}

/** How a policy set sees a sensor: two with equal views have equal fences. */
export class SensorView {
  readonly #set: PolicySet;
  readonly #telling: readonly TellingStatement[];
  /** Some Set statement bounds a value of the sensor's own. */
  readonly #boundsSensor: boolean;

  private constructor(set: PolicySet, telling: readonly TellingStatement[], boundsSensor: boolean) {
    this.#set = set;
    this.#telling = telling;
    this.#boundsSensor = boundsSensor;
  }

  /** Looks through the statements; yields now and then. */
  static *prepare(set: PolicySet, statements: readonly AskingStatement[]): Generator<void, SensorView> {
    const telling: TellingStatement[] = [];
    const known = new Set<string>();
    let boundsSensor = false;
    for (const [index, { statement }] of statements.entries()) {
      if (index % A_TURN === A_TURN - 1) yield;
      const tests = (statement.condition?.tests ?? [])
        .flatMap((number) => set.tests[number] ?? [])
        .filter(isAboutSensor);
      // Equal Resources of many statements are looked at once.
      const key = statement.resource === undefined ? undefined : resourceKeyOf(statement);
      const looksAtResource = key !== undefined && !known.has(key);
      if (key !== undefined) known.add(key);
      if (looksAtResource || statement.location !== undefined || tests.length > 0)
        telling.push({ statement, looksAtResource, tests });
      boundsSensor ||= statement.statement.settings.some(
        ({ attribute }) => attribute.field?.startsWith('resource.') === true,
      );
    }
    return new SensorView(set, telling, boundsSensor);
  }

  /** The view of one sensor as a text; yields now and then. */
  *of(subject: FenceSubject): Generator<void, string> {
    const { resource, groups, namespace, attributes, location, mobile } = subject;
    const facts = new RequestFacts({
      scope: MEASURING_SCOPE,
      namespace,
      resource: { id: resource, groups, attributes },
      location: mobile ? undefined : location,
    });
    const data = ruleDataFor(facts, this.#set.tests, wholeCell(facts));
    const seen: unknown[] = [namespace, mobile, this.#boundsSensor ? attributes : undefined];
    for (const [index, { statement, looksAtResource, tests }] of this.#telling.entries()) {
      if (index % A_TURN === A_TURN - 1) yield;
      if (looksAtResource) seen.push(initial(matchPart('resource', statement, data)));
      if (statement.location !== undefined) seen.push(initial(matchPart('location', statement, data)));
      for (const test of tests) seen.push(initial(decideTest(test, data)));
    }
    return JSON.stringify(seen);
  }
}

function resourceKeyOf({ policy, statement }: CompiledStatement): string {
  return JSON.stringify([policy.namespace, ...(statement.resource ?? []).map(({ text }) => text)]);
}

function isAboutSensor({ test: { field } }: CompiledTest): boolean {
  if (field.kind === 'names') return field.name === 'resource';
  return field.name === 'location' || field.name === 'location.altitude' || field.name.startsWith('resource.');
}

function initial(truth: true | false | 'unknown'): string {
  return String(truth).charAt(0);
}
