import { BoxForest, BoxPlanting } from '../../spectrum/search/box-forest.ts';
import { namespaceApplies } from '../terms/namespace.ts';
import type { NameField, Scope } from '../terms/tree.ts';
import type { Turns } from '../turns.ts';
import { ScopeIndex } from './lookup/scope-index.ts';
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
  readonly limits: readonly CompiledStatement[];
  /** Permits that ask for nothing but names, operation, band and place; then the others. */
  readonly permits: readonly CompiledStatement[];
  readonly askingPermits: readonly CompiledStatement[];
}

/** What a statement does, in the lowest bits of its number in the index: told without touching the statement. */
const DENIAL = 0;
const LIMIT = 1;
const PERMIT = 2;
const ASKING_PERMIT = 3;
const KIND_BITS = 3;
const PLACE_SHIFT = 2;

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

  private constructor(
    statements: readonly CompiledStatement[],
    scopes: ReadonlyMap<Scope, ScopeIndex>,
    { operations, boxes, needs }: { operations: OperationNumbers; boxes: BoxForest; needs: NameNeeds },
  ) {
    this.#statements = statements;
    this.#scopes = scopes;
    this.#operations = operations;
    this.#boxes = boxes;
    this.#needs = needs;
  }

  /** The index of `statements`, which stand in their order: their ordinals count from 1. */
  static *building(statements: readonly CompiledStatement[]): Turns<StatementIndex> {
    const planting = new BoxPlanting(DIMENSIONS);
    const operations: OperationNumbers = new Map();
    const scopes = new Map<Scope, ScopeIndex>();
    const needs = new NameNeeds(statements.length);
    const numberOf = (statement: CompiledStatement) => ((statement.ordinal - 1) << PLACE_SHIFT) | kindOf(statement);
    for (const [scope, list] of Map.groupBy(statements, ({ policy }) => policy.scope)) {
      scopes.set(scope, yield* ScopeIndex.building(list, planting, { operations, needs, numberOf }));
    }
    return new StatementIndex(statements, scopes, { operations, needs, boxes: new BoxForest(planting) });
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
    const found = this.#search(request);
    sort(found);
    const statements: CompiledStatement[] = [];
    for (let i = 0; i < found.length; i += 1) {
      const statement = this.#statementOf(found[i]);
      if (statement !== undefined && found[i] !== found[i - 1]) statements.push(statement);
    }
    return statements;
  }

  /** The same by what they do, in no order. */
  sift(request: ApplicableKey): Sifted {
    const kinds: readonly CompiledStatement[][] = [[], [], [], []];
    for (const number of this.#search(request)) {
      const statement = this.#statementOf(number);
      if (statement !== undefined) kinds[number & KIND_BITS]?.push(statement);
    }
    const [denials = [], limits = [], permits = [], askingPermits = []] = kinds;
    return { denials, limits, permits, askingPermits };
  }

  #search(request: ApplicableKey): number[] {
    const found: number[] = [];
    const { names, namespace } = request;
    const box = boxOfRequest(request, this.#operations);
    const held = this.#scopes.get(request.scope)?.search({ names, namespace, box }, this.#boxes, found);
    if (held === undefined) return found;
    let kept = 0;
    for (const number of found) {
      if (!this.#needs.areMetAt(number >> PLACE_SHIFT, held)) continue;
      found[kept] = number;
      kept += 1;
    }
    found.length = kept;
    return found;
  }

  #statementOf(number: number | undefined): CompiledStatement | undefined {
    return number === undefined ? undefined : this.#statements[number >> PLACE_SHIFT];
  }
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
