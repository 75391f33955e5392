import type { Band } from '../../spectrum/band.ts';
import { widthHz } from '../../spectrum/band.ts';
import { decide, decideUnexplained } from '../decide.ts';
import type { Decision } from '../decision.ts';
import { RequestFacts } from '../evaluate/facts.ts';
import type { PolicySet } from '../policy-set.ts';
import type { PolicyRequest } from '../request.ts';
import type { FieldChanges, FieldValue } from './adjustable-fields.ts';
import { changesOf, isAdjustable, withField, withFields } from './adjustable-fields.ts';
import { intersectionOf, liesIn } from './band-arithmetic.ts';
import { BandEdges } from './candidate-bands.ts';
import { startingAt, startsAfter } from './candidate-starts.ts';
import type { ChangeKinds } from './change-kinds.ts';
import { BAND, CHOICES_OF_KINDS, LIMITS, SENSOR, START } from './change-kinds.ts';
import type { OfferedResource } from './offered-resource.ts';
import { askedOf, othersOnOffer } from './offered-resource.ts';
import type { SearchEffort } from './search-effort.ts';
import { Surroundings } from './surroundings.ts';

const MOST_OFFERED = 64;
/** After so many limits met one after the other there is no end to them. */
const MOST_REPAIRS = 16;

/** A place at which the request could be permitted: the sensor asked for, or another one. */
interface Place {
  readonly surroundings: Surroundings;
  /** The frequencies that its statements are about; absent: all. */
  readonly window: Band | undefined;
  readonly edges: BandEdges | undefined;
  readonly starts: readonly number[];
  /** The same with some fields changed. */
  with(changes: FieldChanges): Surroundings;
}

/** A request whose limits may have to be met, if they are among the kinds of change. */
interface Candidate {
  readonly request: PolicyRequest;
  readonly place: Place;
  readonly kinds: ChangeKinds;
  /** Its start in microseconds, if it has one. */
  readonly start: number | undefined;
}

/** One search for the nearest permitted request. */
export class NearestSearch {
  readonly #set: PolicySet;
  readonly #request: PolicyRequest;
  readonly #others: readonly OfferedResource[];
  /** With the statements about frequencies near the band, and with all. */
  readonly #places = {
    near: new Map<OfferedResource | undefined, Place>(),
    far: new Map<OfferedResource | undefined, Place>(),
  };
  readonly effort: SearchEffort;

  constructor(
    set: PolicySet,
    request: PolicyRequest,
    { offer, effort }: { readonly offer: readonly OfferedResource[]; readonly effort: SearchEffort },
  ) {
    this.#set = set;
    this.#request = request;
    this.effort = effort;
    const others = othersOnOffer(request, offer);
    if (others.length > MOST_OFFERED) effort.leaveOut();
    this.#others = others.slice(0, MOST_OFFERED);
  }

  /** The first permitted request in the order of `CHOICES_OF_KINDS`; `undefined` when there is none, or no more time. */
  run(): PolicyRequest | undefined {
    for (const kinds of CHOICES_OF_KINDS) {
      if (this.effort.isSpent()) return undefined;
      const found = this.#withKinds(kinds);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #withKinds(kinds: ChangeKinds): PolicyRequest | undefined {
    for (const one of (kinds & SENSOR) === 0 ? [undefined] : this.#others) {
      const found = (kinds & BAND) === 0 ? this.#at(this.#placeOf(one, 'near'), kinds) : this.#withBand(one, kinds);
      if (found !== undefined) return found;
      if (this.effort.isSpent()) return undefined;
    }
    return undefined;
  }

  /**
   * A band that keeps part of the one wanted is nearer than any that does not, and only statements about frequencies
   * near it matter to it: in large sets few do. With another start, a far band at an earlier one comes first.
   */
  #withBand(offered: OfferedResource | undefined, kinds: ChangeKinds): PolicyRequest | undefined {
    const { band } = this.#request;
    if (band === undefined) return undefined;
    const near = this.#placeOf(offered, 'near');
    if ((kinds & START) === 0 && band.startHz < band.stopHz && !near.surroundings.hasTestsOnBand) {
      const found = this.#at(near, kinds);
      if (found?.band !== undefined && found.band.startHz < band.stopHz && band.startHz < found.band.stopHz)
        return found;
    }
    return this.#at(this.#placeOf(offered, 'far'), kinds);
  }

  #at(place: Place, kinds: ChangeKinds): PolicyRequest | undefined {
    const { surroundings } = place;
    const { request } = surroundings;
    const { startMicros: now } = new RequestFacts(request);
    // What no band and no start could save needs no closer look.
    if (surroundings.bandsLeft(kinds, undefined) === undefined) return undefined;
    for (const start of (kinds & START) === 0 ? [now] : place.starts) {
      if (this.effort.isSpent()) return undefined;
      const left = surroundings.bandsLeft(kinds, start);
      if (left === undefined) continue;
      const moved = start === undefined || start === now ? request : startingAt(request, start);
      const isRefused = this.#refusalsOf({ request: moved, place, kinds, start });
      for (const band of this.#bandsFor(place, kinds, left)) {
        if (band !== undefined && place.edges?.piecesOf(band).some(isRefused) === true) continue;
        if (band !== undefined && !couldTake(band, surroundings, { kinds, start })) continue;
        const candidate = band === undefined ? moved : { ...moved, band };
        const found = this.#meeting({ request: candidate, place, kinds, start });
        if (found !== undefined) return found;
        if (this.effort.isSpent()) return undefined;
      }
    }
    return undefined;
  }

  /** Whether a single frequency can't be permitted; each is asked once. */
  #refusalsOf(candidate: Candidate): (hz: number) => boolean {
    const known = new Map<number, boolean>();
    // Below the window are edges of statements that are not among those of the place.
    const lowest = candidate.place.window?.startHz ?? 0;
    return (edge) => {
      const hz = Math.max(edge, lowest);
      if (candidate.place.surroundings.hasTestsOnBand || this.effort.isSpent()) return false;
      const request = { ...candidate.request, band: { startHz: hz, stopHz: hz } };
      const isRefused = known.get(hz) ?? this.#meeting({ ...candidate, request }) === undefined;
      known.set(hz, isRefused);
      return isRefused;
    };
  }

  #bandsFor(place: Place, kinds: ChangeKinds, left: readonly Band[]): readonly (Band | undefined)[] {
    const { band } = this.#request;
    if ((kinds & BAND) === 0) return [undefined];
    if (band === undefined || place.edges === undefined) return [];
    const within = place.window === undefined ? left : intersectionOf(left, [place.window]);
    return place.edges.near(band, within, this.effort);
  }

  /** The candidate itself or, when limits may change, with the least change of them, if it is permitted then. */
  #meeting(candidate: Candidate): PolicyRequest | undefined {
    const { request, place, kinds } = candidate;
    if ((kinds & LIMITS) !== 0 && place.surroundings.hasTestsOnChoices) return this.#meetingConditions(candidate);
    const decision = this.#decide(request);
    if (decision === undefined || decision.decision === 'Permit') return decision && request;
    return (kinds & LIMITS) === 0 ? undefined : this.#meetingLimits(request, decision);
  }

  #meetingConditions({ request, place, kinds, start }: Candidate): PolicyRequest | undefined {
    for (const changes of changesOf(place.surroundings.choices)) {
      const surroundings = place.with(changes);
      const left = surroundings.bandsLeft(kinds & ~LIMITS, start);
      if (this.effort.isSpent()) return undefined;
      if (left === undefined || (request.band !== undefined && !liesIn(left, request.band))) continue;
      if (request.band !== undefined && !couldTake(request.band, surroundings, { kinds: kinds & ~LIMITS, start }))
        continue;
      const changed = withFields(request, changes);
      const answer = this.#decide(changed);
      if (answer?.decision === 'Permit') return changed;
    }
    return undefined;
  }

  /** Every limit that is gone against has to be met, and meeting one changes no other: there is one way only. */
  #meetingLimits(request: PolicyRequest, denied: Decision): PolicyRequest | undefined {
    let changed = request;
    let decision: Decision | undefined = denied;
    for (let i = 0; i < MOST_REPAIRS && decision?.decision === 'Deny'; i += 1) {
      if (decision.reason !== 'constraint-violation') return undefined;
      const explained = decide(this.#set, changed);
      const values = explained.decision === 'Deny' ? explained.because.flatMap((because) => because.values) : [];
      if (!values.every(({ field }) => isAdjustable(field))) return undefined;
      for (const { field, limit } of values) if (isFieldValue(limit)) changed = withField(changed, field, limit);
      decision = this.#decide(changed);
    }
    return decision?.decision === 'Permit' ? changed : undefined;
  }

  /** `undefined` when no more may be decided. */
  #decide(request: PolicyRequest): Decision | undefined {
    return this.effort.spendDecision() ? decideUnexplained(this.#set, request) : undefined;
  }

  #placeOf(offered: OfferedResource | undefined, reach: 'near' | 'far'): Place {
    const known = this.#places[reach].get(offered);
    if (known !== undefined) return known;
    const request = offered === undefined ? this.#request : askedOf(this.#request, offered);
    const { effort } = this;
    const window = reach === 'near' && request.band !== undefined ? around(request.band) : undefined;
    const surroundings = Surroundings.of(this.#set, request, { effort, window });
    const changed = new Map<string, Surroundings>();
    let edges: BandEdges | undefined;
    let starts: readonly number[] | undefined;
    const place: Place = {
      surroundings,
      window,
      get edges() {
        return (edges ??= request.band && new BandEdges(surroundings, request.band));
      },
      get starts() {
        return (starts ??= startsAfter(surroundings, effort));
      },
      with: (changes) => {
        const key = changes.join();
        const known = changed.get(key) ?? surroundings.changedTo(withFields(request, changes));
        changed.set(key, known);
        return known;
      },
    };
    this.#places[reach].set(offered, place);
    return place;
  }
}

/** False when what conditions say of the band as a whole rules it out. */
function couldTake(
  band: Band,
  surroundings: Surroundings,
  { kinds, start }: Pick<Candidate, 'kinds' | 'start'>,
): boolean {
  if (!surroundings.hasTestsOnBand) return true;
  return surroundings.changedTo({ ...surroundings.request, band }).bandsLeft(kinds & ~BAND, start) !== undefined;
}

/** As far as a band of the same width reaches that shares something with this one. */
function around(band: Band): Band {
  const width = widthHz(band);
  return { startHz: Math.max(0, band.startHz - width), stopHz: band.stopHz + width };
}

function isFieldValue(limit: unknown): limit is FieldValue {
  return typeof limit === 'number' || typeof limit === 'boolean';
}
