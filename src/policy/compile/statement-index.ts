import { BoxForest, BoxPlanting } from '../../spectrum/search/box-forest.ts';
import { namespaceApplies } from '../terms/namespace.ts';
import type { NameField, Scope, Setting } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';
import { NOTHING } from './lookup/postings.ts';
import type { NameFindings } from './lookup/scope-index.ts';
import { ScopeIndex } from './lookup/scope-index.ts';
import { LimitClasses } from './lookup/limit-classes.ts';
import { NameNeeds } from './lookup/name-needs.ts';
import type { RequestPoint } from './lookup/statement-box.ts';
import { boxOfRequest, DIMENSIONS, type OperationNumbers } from './lookup/statement-box.ts';
import type { RequestNames } from './name-set.ts';
import type { CompiledStatement } from './statement.ts';
import { operationsOf } from './statement.ts';

/** What is known of a request before any statement is looked at. */
export interface IndexKey {
  readonly scope: Scope;
  readonly namespace: string;
  /** Absent: not known; then no statement can be left out for its SCOS-Task. */
  readonly operation: string | undefined;
}

/** The same with all that narrows the search. */
export interface ApplicableKey extends IndexKey, RequestPoint {
  readonly names: Readonly<Record<NameField, RequestNames>>;
}

/** The statements that may apply to a request by what they do; some perhaps several times. */
export interface Sifted {
  readonly denials: readonly CompiledStatement[];
  /** What the Set statements among them impose, each different thing once. */
  readonly limits: readonly (readonly Setting[])[];
  /** Some more permits at each call, those of the request's own namespace first; undefined when there are no more. */
  readonly nextPermits: () => SiftedPermits | undefined;
}

/** Permits, those first that are likeliest to accept all of the request at the least cost. */
export type SiftedPermits = readonly (readonly CompiledStatement[])[];

/** What a statement does, beside its place in its number in the index: told without touching the statement. */
const DENIAL = 0;
const LIMIT = 1;
const PERMIT = 2;
const ASKING_PERMIT = 3;
const KINDS = 4;
/** In what the boxes find, the lowest bit says that the statement's band covers the request's. */
const COVERS = 1;
const KIND_SHIFT = 1;
const PLACE_SHIFT = 3;

/**
 * Finds the statements that may apply to a request. It only leaves out statements that can't: those of another scope,
 * of another operation, of a namespace that does not apply, and all but `candidates` also those of other names, bands,
 * times and places.
 */
export class StatementIndex {
  readonly #statements: readonly CompiledStatement[];
  readonly #scopes: ReadonlyMap<Scope, ScopeIndex>;
  readonly #operations: OperationNumbers;
  readonly #boxes: BoxForest;
  readonly #needs: NameNeeds;
  readonly #limits: LimitClasses;

  private constructor(
    statements: readonly CompiledStatement[],
    scopes: ReadonlyMap<Scope, ScopeIndex>,
    { operations, boxes, needs, limits }: Parts,
  ) {
    this.#statements = statements;
    this.#scopes = scopes;
    this.#operations = operations;
    this.#boxes = boxes;
    this.#needs = needs;
    this.#limits = limits;
  }

  /** The index of `statements`, which stand in their order: their ordinals count from 1. */
  static *building(statements: readonly CompiledStatement[]): Turns<StatementIndex> {
    const planting = new BoxPlanting(DIMENSIONS);
    const operations: OperationNumbers = new Map();
    const scopes = new Map<Scope, ScopeIndex>();
    const needs = new NameNeeds(statements.length);
    const limits = new LimitClasses(statements.length);
    for (const [place, statement] of statements.entries()) if (statement.effect === 'set') limits.add(place, statement);
    yield;
    const numberOf = (statement: CompiledStatement) => KINDS * (statement.ordinal - 1) + kindOf(statement);
    for (const [scope, list] of Map.groupBy(statements, ({ policy }) => policy.scope)) {
      scopes.set(scope, yield* ScopeIndex.building(list, planting, { operations, needs, numberOf }));
    }
    return new StatementIndex(statements, scopes, { operations, needs, limits, boxes: new BoxForest(planting) });
  }

  /** All statements of the scope, the operation and the namespaces of a request: those that an explanation speaks of. */
  candidates({ scope, namespace, operation }: IndexKey): readonly CompiledStatement[] {
    return this.#statements.filter((statement) => {
      const { policy } = statement;
      if (policy.scope !== scope || !namespaceApplies(policy.namespace, namespace)) return false;
      return operation === undefined || (operationsOf(statement)?.has(operation) ?? true);
    });
  }

  /** The statements that may be true, or unknown, somewhere in a request, in their order. */
  applicable(request: ApplicableKey): readonly CompiledStatement[] {
    const search = this.#searchFor(request);
    const found: number[] = [];
    for (const groups of search.groups) {
      for (const { restraints, permits } of groups) {
        this.#find(restraints, search, found);
        this.#find(permits, search, found);
      }
    }
    sort(found);
    const statements: CompiledStatement[] = [];
    for (const number of found) {
      const statement = this.#statementOf(number);
      if (statement !== undefined && statement !== statements.at(-1)) statements.push(statement);
    }
    return statements;
  }

  /** The same by what they do, in no order. Permits are looked for only as far as they are asked for. */
  sift(request: ApplicableKey): Sifted {
    const search = this.#searchFor(request);
    const found: number[] = [];
    for (const groups of search.groups) for (const { restraints } of groups) this.#find(restraints, search, found);
    const denials: CompiledStatement[] = [];
    const limits: number[] = [];
    for (const number of found) {
      const statement = kindIn(number) === DENIAL ? this.#statementOf(number) : undefined;
      if (statement === undefined) limits.push(number >> PLACE_SHIFT);
      else denials.push(statement);
    }
    let next = 0;
    const nextPermits = () => {
      const groups = search.groups[next];
      if (groups === undefined) return undefined;
      next += 1;
      const permitting: number[] = [];
      for (const { permits } of groups) this.#find(permits, search, permitting);
      return this.#likeliestFirst(permitting);
    };
    return { denials, limits: this.#limits.differentAt(limits), nextPermits };
  }

  #searchFor(request: ApplicableKey): Search {
    const { groups, held } = this.#scopes.get(request.scope)?.find(request) ?? NOWHERE;
    return { groups, held, box: boxOfRequest(request, this.#operations) };
  }

  /** Adds to `found` the numbers of the statements below `root` that may apply. */
  #find(root: number, { box, held }: Search, found: number[]): void {
    if (root === NOTHING) return;
    let kept = found.length;
    this.#boxes.search(root, box, found);
    for (let i = kept; i < found.length; i += 1) {
      const number = found[i] ?? 0;
      if (!this.#needs.areMetAt(number >> PLACE_SHIFT, held)) continue;
      found[kept] = number;
      kept += 1;
    }
    found.length = kept;
  }

  #likeliestFirst(permits: readonly number[]): SiftedPermits {
    const [plain, asking]: [CompiledStatement[], CompiledStatement[]] = [[], []];
    const [partialPlain, partialAsking]: [CompiledStatement[], CompiledStatement[]] = [[], []];
    for (const number of permits) {
      const statement = this.#statementOf(number);
      if (statement === undefined) continue;
      const isPlain = kindIn(number) === PERMIT;
      if ((number & COVERS) === COVERS) (isPlain ? plain : asking).push(statement);
      else (isPlain ? partialPlain : partialAsking).push(statement);
    }
    return [plain, asking, partialPlain, partialAsking];
  }

  #statementOf(number: number): CompiledStatement | undefined {
    return this.#statements[number >> PLACE_SHIFT];
  }
}

/** What an index is made of besides the statements and their scopes. */
interface Parts {
  readonly operations: OperationNumbers;
  readonly boxes: BoxForest;
  readonly needs: NameNeeds;
  readonly limits: LimitClasses;
}

/** What the names of a request have led to, and its box. */
interface Search extends NameFindings {
  readonly box: readonly number[];
}

const NOWHERE: NameFindings = { groups: [], held: { actor: undefined, resource: undefined, task: undefined } };

/** The kind of the statement that the boxes found under this number. */
function kindIn(number: number): number {
  return (number >> KIND_SHIFT) % KINDS;
}

function kindOf({ effect, time, condition }: CompiledStatement): number {
  if (effect === 'deny') return DENIAL;
  if (effect === 'set') return LIMIT;
  return time === undefined && condition === undefined ? PERMIT : ASKING_PERMIT;
}

/** Ascending, in place: most requests find a handful. */
function sort(numbers: number[]): void {
  if (numbers.length > FEW) {
    numbers.sort((a, b) => a - b);
    return;
  }
  for (let i = 1; i < numbers.length; i += 1) {
    const number = numbers[i] ?? 0;
    let place = i;
    for (; place > 0 && (numbers[place - 1] ?? 0) > number; place -= 1) numbers[place] = numbers[place - 1] ?? 0;
    numbers[place] = number;
  }
}

const FEW = 24;
