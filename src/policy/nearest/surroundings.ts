import type { Band } from '../../spectrum/band.ts';
import { BandSet } from '../compile/band-set.ts';
import type { CompiledTest } from '../compile/condition.ts';
import { wholeCell } from '../evaluate/cells.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import type { RuleData } from '../evaluate/operators.ts';
import { ruleDataFor } from '../evaluate/operators.ts';
import { requestedValue } from '../evaluate/settings.ts';
import type { PolicySet } from '../policy-set.ts';
import type { PolicyRequest } from '../request.ts';
import type { Attribute } from '../terms/registry.ts';
import type { Step } from '../terms/tree.ts';
import type { FieldChoice } from './adjustable-fields.ts';
import { BAND_FIELDS, choicesFor, isAdjustable } from './adjustable-fields.ts';
import { ALL_BANDS, complementOf, intersectionOf } from './band-arithmetic.ts';
import type { ChangeKinds } from './change-kinds.ts';
import { BAND, LIMITS, START } from './change-kinds.ts';
import type { OpenRequest } from './openness.ts';
import { bandOf, conditionOf, meets, windowOf } from './openness.ts';
import type { Possibility } from './possibility.ts';
import { both, CAN_BE_FALSE, CAN_BE_TRUE } from './possibility.ts';
import type { RelevantStatement } from './relevant-statement.ts';
import { relevantStatements } from './relevant-statement.ts';
import type { SearchEffort } from './search-effort.ts';

const STEPS: readonly Step[] = ['actor', 'resource'];

/** What some statements say of a request of which part is open: where it is refused for sure, where it may be accepted. */
interface Verdicts {
  readonly refused: Band[];
  readonly accepted: Readonly<Record<Step, Band[]>>;
}

/** What surroundings are made of. */
interface Parts {
  readonly set: PolicySet;
  readonly request: PolicyRequest;
  readonly effort: SearchEffort;
  readonly data: RuleData;
  readonly relevant: readonly RelevantStatement[];
}

/**
 * The statements that could matter to a request whatever its band, start and limits were, and what can be told of it
 * from them while some of that is open. It only rules out what can't be permitted; what it leaves has to be decided.
 */
export class Surroundings {
  readonly request: PolicyRequest;
  readonly relevant: readonly RelevantStatement[];
  readonly #parts: Parts;
  readonly #timeless = new Map<ChangeKinds, Verdicts>();
  readonly #requested = new Map<Attribute, number | boolean | undefined>();
  #choices: readonly FieldChoice[] | undefined;
  #meeting: readonly RelevantStatement[] | undefined;
  #specificLimits: ReadonlySet<string> | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.request = parts.request;
    this.relevant = parts.relevant;
  }

  /** `window`: the band that no change of the request will leave, where there is one. */
  static of(
    set: PolicySet,
    request: PolicyRequest,
    { effort, window }: { readonly effort: SearchEffort; readonly window: Band | undefined },
  ): Surroundings {
    const data = dataOf(set, request);
    const relevant = relevantStatements(set, data, window);
    effort.spendLooks(relevant.length);
    return new Surroundings({ set, request, effort, data, relevant });
  }

  /** The same for a request of which only the band and adjustable fields are others. */
  changedTo(request: PolicyRequest): Surroundings {
    const data = dataOf(this.#parts.set, request);
    const changed = new Surroundings({ ...this.#parts, request, data });
    changed.#specificLimits = this.#limitsOfSpecific;
    if (request.band === this.request.band) changed.#meeting = this.#statementsAtBand;
    changed.#choices = this.choices;
    return changed;
  }

  /** The fields that the one who asks can change, with the values worth trying. */
  get choices(): readonly FieldChoice[] {
    this.#choices ??= choicesFor(this.request, this.relevant, durationsOf(this.#parts.set));
    return this.#choices;
  }

  /** A condition looks at such a field: then one change can undo another. */
  get hasTestsOnChoices(): boolean {
    const fields = new Set(this.choices.map(({ field }) => field));
    return fields.has('duration') || this.#hasTestsOn(fields);
  }

  /** A condition looks at the band as a whole: then its pieces can't be judged one by one. */
  get hasTestsOnBand(): boolean {
    return this.#hasTestsOn(BAND_FIELDS);
  }

  /**
   * The bands in which the request may be permitted with `open` changed and, unless that is open, the start at
   * `startMicros`; all bands when the band is not open. `undefined` when it can't be permitted.
   */
  bandsLeft(open: ChangeKinds, startMicros: number | undefined): readonly Band[] | undefined {
    const request = this.#opened(open, startMicros);
    const timeless = this.#verdictsOfTimeless(open, request);
    const verdicts: Verdicts = {
      refused: [...timeless.refused],
      accepted: { actor: [...timeless.accepted.actor], resource: [...timeless.accepted.resource] },
    };
    let looks = 1;
    for (const one of this.#statementsFor(open)) {
      if (!one.isTimed) continue;
      looks += 1;
      this.#judge(one, request, verdicts);
    }
    this.#parts.effort.spendLooks(looks);
    return this.#remaining(verdicts);
  }

  #remaining({ refused, accepted }: Verdicts): readonly Band[] | undefined {
    const defaults = this.#parts.set.defaults[this.request.scope];
    const left = STEPS.filter((step) => defaults[step] === 'deny')
      .map((step) => new BandSet(accepted[step]).bands)
      .reduce(intersectionOf, complementOf(new BandSet(refused).bands));
    return left.length === 0 ? undefined : left;
  }

  #verdictsOfTimeless(open: ChangeKinds, request: OpenRequest): Verdicts {
    const known = this.#timeless.get(open);
    if (known !== undefined) return known;
    const verdicts: Verdicts = { refused: [], accepted: { actor: [], resource: [] } };
    const statements = this.#statementsFor(open);
    this.#parts.effort.spendLooks(statements.length);
    for (const one of statements) if (!one.isTimed) this.#judge(one, request, verdicts);
    const { actor, resource } = verdicts.accepted;
    const merged = {
      refused: [...new BandSet(verdicts.refused).bands],
      accepted: { actor: [...new BandSet(actor).bands], resource: [...new BandSet(resource).bands] },
    };
    this.#timeless.set(open, merged);
    return merged;
  }

  #judge(one: RelevantStatement, request: OpenRequest, { refused, accepted }: Verdicts): void {
    const { effect, frequency, time, steps } = one.statement;
    if (effect === 'set' && !this.#isUnmet(one, request)) return;
    const isTimeOpen = (request.open & START) !== 0 || request.durationIsOpen;
    const windows = time === undefined ? CAN_BE_TRUE : windowOf(time, request);
    const window = isTimeOpen ? windows : somewhere(windows);
    const truth = both(both(one.base, window), conditionOf(one, request));
    const isBandOpen = (request.open & BAND) !== 0;
    const whole = frequency === undefined || isBandOpen ? truth : both(truth, somewhere(bandOf(frequency, request)));
    const bands = isBandOpen ? (frequency?.bands ?? ALL_BANDS) : ALL_BANDS;
    if (effect !== 'permit') {
      if ((whole & CAN_BE_FALSE) === 0) refused.push(...bands);
    } else if ((whole & CAN_BE_TRUE) !== 0) {
      for (const step of STEPS) if (steps[step]) accepted[step].push(...bands);
    }
  }

  /** True when the request goes against a limit of a Set statement that can't be changed, nor be beaten by another's. */
  #isUnmet({ statement }: RelevantStatement, { open }: OpenRequest): boolean {
    return statement.statement.settings.some(({ attribute, value }) => {
      const { field, combination, name } = attribute;
      if (field === undefined || ((open & LIMITS) !== 0 && isAdjustable(field))) return false;
      if (combination !== 'minimum' && combination !== 'maximum') return false;
      const requested = this.#requestedValue(attribute);
      if (requested === undefined || (combination === 'minimum' ? requested >= value : requested <= value))
        return false;
      return statement.isSpecific || !this.#limitsOfSpecific.has(`${statement.policy.namespace} ${name}`);
    });
  }

  #requestedValue(attribute: Attribute): number | boolean | undefined {
    if (!this.#requested.has(attribute)) {
      this.#requested.set(attribute, requestedValue(attribute, this.#parts.data.facts));
    }
    return this.#requested.get(attribute);
  }

  /** Namespace and attribute of the limits that beat general ones. */
  get #limitsOfSpecific(): ReadonlySet<string> {
    this.#specificLimits ??= new Set(
      this.relevant
        .filter(({ statement }) => statement.isSpecific)
        .flatMap(({ statement: { policy, statement } }) =>
          statement.settings.map(({ attribute }) => `${policy.namespace} ${attribute.name}`),
        ),
    );
    return this.#specificLimits;
  }

  #statementsFor(open: ChangeKinds): readonly RelevantStatement[] {
    return (open & BAND) === 0 ? this.#statementsAtBand : this.relevant;
  }

  /** The statements that the request's own band meets. */
  get #statementsAtBand(): readonly RelevantStatement[] {
    const { band } = this.#parts.data.facts;
    this.#meeting ??= this.relevant.filter(
      ({ statement: { frequency } }) => frequency === undefined || band === undefined || meets(frequency, band),
    );
    return this.#meeting;
  }

  #opened(open: ChangeKinds, startMicros: number | undefined): OpenRequest {
    const { data } = this.#parts;
    const { facts } = data;
    const shift = startMicros === undefined ? 0 : startMicros - (facts.startMicros ?? startMicros);
    return {
      data,
      open: startMicros === undefined ? open : open & ~START,
      band: facts.band,
      startMicros: facts.startMicros === undefined ? undefined : facts.startMicros + shift,
      stopMicros: facts.stopMicros === undefined ? undefined : facts.stopMicros + shift,
      durationIsOpen: (open & LIMITS) !== 0 && this.#changesDuration(),
    };
  }

  #hasTestsOn(fields: ReadonlySet<string>): boolean {
    return this.relevant.some(({ tests }) => tests.some(({ test }) => fields.has(test.field.name)));
  }

  #changesDuration(): boolean {
    return this.choices.some(({ field }) => field === 'duration' || field === 'slot-duration');
  }
}

const durations = new WeakMap<PolicySet, readonly CompiledTest[]>();

/** The tests of a set on the duration: another one may also end the task before a window opens. */
function durationsOf(set: PolicySet): readonly CompiledTest[] {
  const known = durations.get(set) ?? set.tests.filter(({ test }) => test.field.name === 'duration');
  durations.set(set, known);
  return known;
}

function dataOf(set: PolicySet, request: PolicyRequest): RuleData {
  const facts = new RequestFacts(request);
  return ruleDataFor(facts, set.tests, wholeCell(facts));
}

/** A request meets a statement as soon as one of its pieces does. */
function somewhere(pieces: Possibility): Possibility {
  return (pieces & CAN_BE_TRUE) !== 0 ? CAN_BE_TRUE : pieces;
}
