import type { Fence, FenceGrant, FencePermission, FenceRule } from '../../spectrum/fence/fence.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../compile/truth.ts';
import { wholeCell } from '../evaluate/cells.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import { ruleDataFor } from '../evaluate/operators.ts';
import type { PolicySet } from '../policy-set.ts';
import { namespaceApplies } from '../terms/namespace.ts';
import type { AtomOrConstant } from './actor-atoms.ts';
import { witnessesFor, type Witness, type Witnesses } from './actor-witnesses.ts';
import { type AskingStatement, AskingStatements, MEASURING_SCOPE } from './asking-statements.ts';
import type { FenceSubject } from './fence-subject.ts';
import { FenceTable, type RuleGrant, withoutAgreeing } from './fence-table.ts';
import { mergeGrants } from './grant-merging.ts';
import { type MeasuringTasks, measuringTasksOf } from './measuring-tasks.ts';
import { reduceStatement, type ReductionContext } from './residual-rule.ts';
import { SensorView } from './sensor-view.ts';
import { addPart, type GrantParts, noParts, Numbers } from './statement-part.ts';

const A_TURN = 64;

/** The fence of one sensor under `set`: see `FenceDerivation`. */
export function deriveFence(set: PolicySet, subject: FenceSubject): Fence {
  return finished(finished(FenceDerivation.prepare(set)).derive(subject));
}

/**
 * Derives the fences of sensors from one policy set. For each kind of Actor that some statement tells from the others,
 * every statement is reduced to what is left to know at the sensor: frequency, time, numbers of the capture and, for a
 * mobile one, the place. A point lies inside the fence when one kind of Actor would be permitted to measure there.
 * Generators yield now and then, so that a long set can be worked off in turns.
 */
export class FenceDerivation {
  readonly #set: PolicySet;
  readonly #asking: AskingStatements;
  readonly #tasks: readonly MeasuringTasks[];
  readonly #witnesses: Witnesses;
  readonly #numbers = new Numbers();
  readonly #view: SensorView;

  private constructor(set: PolicySet, parts: DerivationParts) {
    this.#set = set;
    this.#asking = parts.asking;
    this.#tasks = parts.tasks;
    this.#witnesses = parts.witnesses;
    this.#view = parts.view;
  }

  /** Works out what is the same for all sensors. */
  static *prepare(set: PolicySet): Generator<void, FenceDerivation> {
    const asking = yield* AskingStatements.of(set);
    const witnesses = yield* witnessesFor(asking.atoms.all, asking.joint);
    const tasks = yield* measuringTasksOf(set, asking.all);
    const view = yield* SensorView.prepare(set, asking.all);
    return new FenceDerivation(set, { asking, witnesses, tasks, view });
  }

  /** False when fences may permit less than the set, for it tells apart more kinds of Actor than can be worked out. */
  get isComplete(): boolean {
    return this.#witnesses.isComplete;
  }

  /** How the set sees a sensor: sensors with equal views have equal fences. */
  viewOf(subject: FenceSubject): Generator<void, string> {
    return this.#view.of(subject);
  }

  /** The fence of one sensor. */
  *derive(subject: FenceSubject): Generator<void, Fence> {
    const found = new FenceTable();
    const permissions: FencePermission[] = [];
    for (const tasks of this.#tasks) {
      const grants = yield* this.#grantsFor(subject, tasks, found);
      if (grants.length > 0) permissions.push({ ...tasks, grants });
    }
    // Once more into a table of their own: merged grants have rules that differ in their bands alone.
    const table = new FenceTable();
    const settled: FencePermission[] = [];
    for (const permission of permissions) {
      const grants: FenceGrant[] = [];
      for (const grant of permission.grants) {
        yield;
        grants.push(table.add(ruleGrantOf(grant, found)));
      }
      settled.push({ ...permission, grants });
    }
    return { rules: table.rules, impositions: table.impositions, permissions: settled };
  }

  *#grantsFor(subject: FenceSubject, tasks: MeasuringTasks, table: FenceTable): Generator<void, readonly FenceGrant[]> {
    const facts = factsOf(subject, tasks);
    const reducer = this.#reducerFor(facts, subject.mobile);
    const applying = this.#asking.all.filter(({ statement }) =>
      namespaceApplies(statement.policy.namespace, facts.namespace),
    );
    const common = noParts();
    this.#addDefaults(common);
    const asking: AskingPart[] = [];
    const adding = { facts, numbers: this.#numbers };
    for (const [index, one] of applying.entries()) {
      if (index % A_TURN === A_TURN - 1) yield;
      const rule = reducer(one.statement, NOBODY_IN_PARTICULAR);
      if (one.atoms.length > 0) asking.push({ ...one, rule });
      else if (rule !== false) addPart(common, { statement: one.statement, rule }, adding);
    }
    yield;
    const shared = table.add(common);
    yield;
    const byAtom = indexByAtom(asking);
    const always = asking.filter(({ rule }) => rule !== false);
    const grants: FenceGrant[] = [];
    for (const [index, witness] of this.#witnesses.all.entries()) {
      if (index % A_TURN === A_TURN - 1) yield;
      const asked = new Set([...always, ...[...witness].flatMap((atom) => byAtom.get(atom) ?? [])]);
      const own = noParts();
      for (const one of inOrder(asked)) {
        const isHit = one.atoms.some((atom) => witness.has(atom));
        const rule = isHit ? reducer(one.statement, witness) : one.rule;
        if (rule !== false) addPart(own, { statement: one.statement, rule }, adding);
      }
      grants.push(together(shared, table.add(own)));
    }
    yield;
    return mergeGrants(grants.filter(({ denials }) => !denials.some((rule) => isEverything(table.rules[rule]))));
  }

  #reducerFor(facts: RequestFacts, mobile: boolean) {
    const data = ruleDataFor(facts, this.#set.tests, wholeCell(facts));
    const testOf = this.#asking.testOf.bind(this.#asking);
    return (statement: CompiledStatement, witness: Witness): FenceRule | false => {
      const answer = (question: AtomOrConstant): Truth =>
        typeof question === 'object' ? witness.has(question.id) : question;
      const context: ReductionContext = {
        data,
        mobile,
        testOf,
        actorOf: (asker) => answer(this.#asking.questionOf(asker)),
        actorInTest: (asker) => answer(this.#asking.questionOf(asker)),
      };
      return reduceStatement(statement, context);
    };
  }

  /** A default that accepts is a permit of everything for its step. */
  #addDefaults(parts: GrantParts): void {
    const { actor, resource } = this.#set.defaults[MEASURING_SCOPE];
    if (actor === 'accept') parts.actorPermits.push({});
    if (resource === 'accept') parts.resourcePermits.push({});
  }
}

/** What is the same for all sensors. */
interface DerivationParts {
  readonly asking: AskingStatements;
  readonly witnesses: Witnesses;
  readonly tasks: readonly MeasuringTasks[];
  readonly view: SensorView;
}

/** A statement with the rule that it has for an Actor whom no statement names. */
interface AskingPart extends AskingStatement {
  readonly rule: FenceRule | false;
}

const NOBODY_IN_PARTICULAR: Witness = new Set();

function factsOf(subject: FenceSubject, { operation, actions }: MeasuringTasks): RequestFacts {
  const { resource, groups, namespace, attributes, location, mobile } = subject;
  return new RequestFacts({
    scope: MEASURING_SCOPE,
    namespace,
    resource: { id: resource, groups, attributes },
    task: { operation, name: actions[0] },
    location: mobile ? undefined : location,
  });
}

function indexByAtom(asking: readonly AskingPart[]): ReadonlyMap<number, readonly AskingPart[]> {
  const index = new Map<number, AskingPart[]>();
  for (const one of asking) {
    for (const atom of one.atoms) {
      const list = index.get(atom) ?? [];
      index.set(atom, list);
      list.push(one);
    }
  }
  return index;
}

function inOrder(parts: Iterable<AskingPart>): AskingPart[] {
  return [...parts].sort((a, b) => a.statement.ordinal - b.statement.ordinal);
}

function together(a: FenceGrant, b: FenceGrant): FenceGrant {
  return {
    permits: [...a.permits, ...b.permits],
    actorPermits: [...a.actorPermits, ...b.actorPermits],
    resourcePermits: [...a.resourcePermits, ...b.resourcePermits],
    denials: [...a.denials, ...b.denials],
    impositions: [...a.impositions, ...b.impositions],
  };
}

function ruleGrantOf(grant: FenceGrant, { rules, impositions }: FenceTable): RuleGrant {
  const rulesOf = (numbers: readonly number[]) => numbers.flatMap((number) => rules[number] ?? []);
  return {
    permits: rulesOf(grant.permits),
    actorPermits: rulesOf(grant.actorPermits),
    resourcePermits: rulesOf(grant.resourcePermits),
    denials: rulesOf(grant.denials),
    impositions: withoutAgreeing(
      grant.impositions.flatMap((number) => {
        const imposition = impositions[number];
        const rule = rules[imposition?.rule ?? -1];
        return imposition === undefined || rule === undefined ? [] : [{ ...imposition, rule }];
      }),
    ),
  };
}

/** True for a rule that holds everywhere, always, or may do so: as a denial it leaves nothing. */
function isEverything(rule: FenceRule | undefined): boolean {
  if (rule === undefined) return false;
  const { bands, windows, areas, limit } = rule;
  if (bands !== undefined || windows !== undefined || areas !== undefined) return false;
  return limit === undefined || 'unknown' in limit;
}

/** Runs a generator to its end without a pause. */
export function finished<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
