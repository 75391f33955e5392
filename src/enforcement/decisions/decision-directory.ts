import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { NotFoundError } from '../../errors.ts';
import type { PolicySet } from '../../policy/policy-set.ts';
import { GLOBAL } from '../../policy/terms/namespace.ts';
import type { Page, PageRequest } from '../../spectrum/page.ts';
import type { Access, ResourceQuery } from '../access.ts';
import type { NewDecision } from '../decision-log.ts';
import type { PolicyGate } from '../gate.ts';
import { permittedPage } from '../permitted-page.ts';
import { type DecisionFilter, type DecisionReach, DecisionRepository, ownerOf } from './decision-repository.ts';
import type { Insight } from './insight.ts';
import type { KeptSets } from './kept-sets.ts';
import { type ShownDecision, shownDecision } from './shown-decision.ts';

/** Decisions asked for: as they are kept, with sensors by id too. */
export interface DecisionQuery extends DecisionFilter {
  readonly sensorId?: string | undefined;
}

/** Finds the resource by which decisions name a sensor. */
export type SensorResource = (sensorId: string) => Promise<string | undefined>;

/**
 * The kept decisions, for readers. Who may administer policies of the Element a decision is about sees it; everybody
 * sees what it asked itself; and of neither more than it may know of the policies that decided.
 */
export class DecisionDirectory {
  readonly #db: Kysely<Database>;
  readonly #decisions: DecisionRepository;
  readonly #gate: PolicyGate;
  readonly #sets: KeptSets;
  readonly #sensorResource: SensorResource;

  constructor(parts: {
    readonly db: Kysely<Database>;
    readonly gate: PolicyGate;
    readonly sets: KeptSets;
    readonly sensorResource: SensorResource;
  }) {
    this.#db = parts.db;
    this.#decisions = new DecisionRepository(parts.db);
    this.#gate = parts.gate;
    this.#sets = parts.sets;
    this.#sensorResource = parts.sensorResource;
  }

  /** Newest first; what the Actor may not see is left out. */
  async find({ sensorId, ...filter }: DecisionQuery, page: PageRequest, access: Access): Promise<Page<ShownDecision>> {
    access.beginList();
    const resource = sensorId === undefined ? filter.resource : await this.#sensorResource(sensorId);
    const isOfNothing =
      sensorId !== undefined && (resource === undefined || (filter.resource ?? resource) !== resource);
    if (isOfNothing) return { items: [] };
    const wanted = { ...filter, resource };
    const reach = await this.#reachOf(access);
    const searched = this.#searched(wanted, access);
    const show = this.#showTo(access);
    return permittedPage(
      page,
      async (part) => {
        const found = await this.#decisions.page(searched, part, reach);
        const shown: ShownDecision[] = [];
        for (const decision of found.items) shown.push(await show(decision));
        return { ...found, items: shown };
      },
      {
        access,
        queries: (decision) => (isWanted(decision, wanted) ? [questionAbout(decision)] : []),
        isOwn: (decision) => isWanted(decision, wanted) && isOwn(decision, access),
      },
    );
  }

  /** @throws {NotFoundError} for one that the Actor may not see, too */
  async get(id: string, access: Access): Promise<ShownDecision> {
    access.beginList();
    const decision = await this.#decisions.find(id);
    if (decision === undefined) throw new NotFoundError('decision', id);
    const isPermitted = access.permits(questionAbout(decision));
    if (!isPermitted && !isOwn(decision, access)) throw new NotFoundError('decision', id);
    return this.#showTo(access)(decision);
  }

  /** Shows decisions to this Actor; what it may know of a set is worked out once. */
  #showTo({ actor, operation }: Access): (decision: NewDecision) => Promise<ShownDecision> {
    const insights = new Map<PolicySet, Insight>();
    const insightInto = (set: PolicySet) => {
      const insight = insights.get(set) ?? this.#gate.insightOf(actor, set);
      insights.set(set, insight);
      return insight;
    };
    return async (decision) => {
      const set = await this.#sets.find(decision.setHash);
      const answer = this.#gate.isPermitted(actor, operation, questionAbout(decision));
      const isPermitted = answer?.decision === 'Permit';
      return shownDecision(decision, { insight: set && insightInto(set), isPermitted });
    };
  }

  /**
   * What the database looks for. It knows more than a reader may: asked for a statement that is hidden from the reader it
   * would tell, by what it finds, where that had a part.
   */
  #searched(wanted: DecisionFilter, { actor }: Access): DecisionFilter {
    const set = this.#gate.currentSet;
    if (set !== undefined && this.#gate.insightOf(actor, set).knowsSet) return wanted;
    return { ...wanted, statement: undefined, reason: undefined };
  }

  /**
   * Narrows what is read from the database for Actors who see little: whose decisions policy would let them see, as far
   * as that can be told without the decisions. Undefined when it is everybody's.
   */
  async #reachOf({ actor, operation }: Access): Promise<DecisionReach | undefined> {
    const elements = await this.#db.selectFrom('element').select('name').execute();
    const names = new Set([...elements.map(({ name }) => name), ...namespacesOf(this.#gate.currentSet), GLOBAL]);
    const owners = [...names].filter((name) => {
      const query = { resource: `${name}:Decisions::*`, namespace: name };
      return this.#gate.isPermitted(actor, operation, query)?.decision === 'Permit';
    });
    return owners.length === names.size ? undefined : { owners, ownActor: nameOf(actor) };
  }
}

/** What a decision is about, and who asked. */
type DecisionSubject = Pick<NewDecision, 'id' | 'resource' | 'actor'>;

function namespacesOf(set: PolicySet | undefined): readonly string[] {
  return set?.policies.map(({ namespace }) => namespace) ?? [];
}

/** By what is shown of it, not by what is kept. */
function isWanted({ statements, reason }: ShownDecision, wanted: DecisionFilter): boolean {
  return (
    (wanted.statement === undefined || statements.includes(wanted.statement)) &&
    (wanted.reason === undefined || reason === wanted.reason)
  );
}

function questionAbout(decision: DecisionSubject): ResourceQuery {
  const owner = ownerOf(decision);
  return { resource: `${owner}:Decisions::${decision.id}`, namespace: owner };
}

function isOwn(decision: DecisionSubject, { actor }: Access): boolean {
  return decision.actor === nameOf(actor);
}

function nameOf({ element, user }: Access['actor']): string {
  return `${element.name}:${user}`;
}
