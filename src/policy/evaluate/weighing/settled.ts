import type { Band } from '../../../spectrum/band.ts';
import type { Sifted } from '../../compile/statement-index.ts';
import type { CompiledStatement } from '../../compile/statement.ts';
import type { Truth } from '../../compile/truth.ts';
import { and } from '../../compile/truth.ts';
import type { DenialReason } from '../../decision.ts';
import type { Defaults, Scope, Setting } from '../../terms/tree.ts';
import { matchBase, matchPart } from '../match.ts';
import type { RuleData } from '../operators.ts';
import { isViolated } from '../settings.ts';

/**
 * The answer of these statements where it can be told without a look at each cell of the request: a denial that holds wherever
 * the request meets its band; permits whose bands together cover the request, or leave a gap, while nothing speaks
 * against it. `undefined` where the cells have to be weighed.
 */
export function settledBy(
  { denials, limits, nextPermits }: Sifted,
  data: RuleData,
  defaults: Defaults,
): 'permit' | DenialReason | undefined {
  let isOpen = false;
  for (const statement of denials) {
    const truth = truthInBand(statement, data);
    if (truth === true) return 'explicit-deny';
    if (truth !== false) isOpen = true;
  }
  if (isOpen) return undefined;
  for (const settings of limits) if (!areHarmless(settings, data)) return undefined;
  const acceptance = new Acceptance(defaults[data.facts.scope], data);
  while (!acceptance.isWhole) {
    const permits = nextPermits();
    if (permits === undefined) break;
    for (const some of permits) acceptance.ask(some);
  }
  return acceptance.answer;
}

/** How much of a request is accepted, step by step. */
class Acceptance {
  readonly #data: RuleData;
  readonly #actor: Cover;
  readonly #resource: Cover;
  #isOpen = false;

  constructor(defaults: Defaults[Scope], data: RuleData) {
    this.#data = data;
    this.#actor = new Cover(data.facts.band, defaults.actor === 'accept');
    this.#resource = new Cover(data.facts.band, defaults.resource === 'accept');
  }

  /** True when each step is accepted in all of the request: nothing can change that. */
  get isWhole(): boolean {
    return this.#actor.isWhole && this.#resource.isWhole;
  }

  /** Asks the permits, until no more need be asked. */
  ask(permits: readonly CompiledStatement[]): void {
    const [actor, resource] = [this.#actor, this.#resource];
    for (const statement of permits) {
      if (actor.isWhole && resource.isWhole) return;
      const { steps } = statement;
      if ((actor.isWhole || !steps.actor) && (resource.isWhole || !steps.resource)) continue;
      const truth = truthInBand(statement, this.#data);
      if (truth === 'open') this.#isOpen = true;
      if (truth !== true) continue;
      if (steps.actor) actor.add(statement);
      if (steps.resource) resource.add(statement);
    }
  }

  /** What the permits come to; `undefined` when some that could close a gap differ from cell to cell. */
  get answer(): 'permit' | DenialReason | undefined {
    const refused = !this.#actor.isComplete() ? 'actor' : !this.#resource.isComplete() ? 'resource' : undefined;
    if (refused === undefined) return 'permit';
    return this.#isOpen ? undefined : `no-accept-${refused}`;
  }
}

/** What a statement is wherever the request meets its band; `open` when that differs from cell to cell. */
function truthInBand(statement: CompiledStatement, data: RuleData): Truth | 'open' {
  const { frequency, time, condition } = statement;
  const { band } = data.facts;
  if (frequency !== undefined && band !== undefined && !frequency.meets(band)) return false;
  const base = matchBase(statement, data);
  if (base === false) return false;
  if (condition?.perCell === true || (time !== undefined && changesWithin(statement, data))) return 'open';
  // Where the band is not known, `data` holds the whole request as its one cell.
  const inBand = frequency !== undefined && band === undefined ? 'unknown' : base;
  return time === undefined ? inBand : and(inBand, matchPart('time', statement, data));
}

function changesWithin({ time }: CompiledStatement, { facts: { startMicros, stopMicros } }: RuleData): boolean {
  if (time === undefined || startMicros === undefined || stopMicros === undefined) return false;
  if (startMicros === stopMicros) return false;
  return (
    time.spanEdgesWithin(startMicros, stopMicros).length + time.dailyEdgesWithin(startMicros, stopMicros).length > 0
  );
}

/** Limits that the request meets refuse it nowhere, whichever of them win; switches might contradict one another. */
function areHarmless(settings: readonly Setting[], { facts }: RuleData): boolean {
  for (const { attribute, value } of settings) {
    if (attribute.combination === 'switch' || isViolated({ attribute, value, against: NOBODY }, facts)) return false;
  }
  return true;
}

const NOBODY: readonly CompiledStatement[] = [];

/** How much of a request's band permits have covered so far. */
class Cover {
  readonly #band: Band | undefined;
  readonly #pieces: Band[] = [];
  /** All of it is covered, by a default or by one permit alone. */
  isWhole: boolean;

  constructor(band: Band | undefined, isWhole: boolean) {
    this.#band = band;
    this.isWhole = isWhole;
  }

  /** Add a permit that holds wherever its band meets the request's. */
  add({ frequency }: CompiledStatement): void {
    const band = this.#band;
    const around = band && frequency?.bandAround(band.startHz);
    if (band === undefined || frequency === undefined || (around !== undefined && band.stopHz <= around.stopHz)) {
      this.isWhole = true;
    } else this.#pieces.push(...frequency.bands);
  }

  /** True when no gap is left. */
  isComplete(): boolean {
    if (this.isWhole || this.#band === undefined) return this.isWhole;
    const { startHz, stopHz } = this.#band;
    let covered = startHz;
    for (const piece of this.#pieces.sort((a, b) => a.startHz - b.startHz)) {
      if (piece.startHz > covered) break;
      covered = Math.max(covered, piece.stopHz);
    }
    return covered >= stopHz && covered > startHz;
  }
}
