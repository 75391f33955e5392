import { namespaceApplies } from '../terms/namespace.ts';
import type { Scope } from '../terms/tree.ts';
import type { CompiledStatement } from './statement.ts';
import { operationsOf } from './statement.ts';

/** What is known of a request before any statement is looked at. */
export interface IndexKey {
  readonly scope: Scope;
  readonly namespace: string;
  /** Absent: not known; then no statement can be left out for its SCOS-Task. */
  readonly operation: string | undefined;
}

interface ScopeIndex {
  readonly all: CompiledStatement[];
  readonly byOperation: Map<string, CompiledStatement[]>;
  /** Statements whose operations can't be told from the statement alone. */
  readonly anyOperation: CompiledStatement[];
}

/**
 * Finds the statements that may apply to a request. It only leaves out statements that can't: those of another scope,
 * of another operation, or of a namespace that does not apply.
 */
export class StatementIndex {
  readonly #scopes = new Map<Scope, ScopeIndex>();

  constructor(statements: readonly CompiledStatement[]) {
    for (const statement of statements) this.#add(statement);
  }

  candidates({ scope, namespace, operation }: IndexKey): readonly CompiledStatement[] {
    const index = this.#scopes.get(scope);
    if (index === undefined) return [];
    const found =
      operation === undefined ? index.all : [...(index.byOperation.get(operation) ?? []), ...index.anyOperation];
    return found.filter(({ policy }) => namespaceApplies(policy.namespace, namespace));
  }

  #add(statement: CompiledStatement): void {
    const { scope } = statement.policy;
    const index: ScopeIndex = this.#scopes.get(scope) ?? { all: [], byOperation: new Map(), anyOperation: [] };
    this.#scopes.set(scope, index);
    index.all.push(statement);
    const operations = operationsOf(statement);
    if (operations === undefined) index.anyOperation.push(statement);
    for (const operation of operations ?? []) {
      const list = index.byOperation.get(operation) ?? [];
      index.byOperation.set(operation, list);
      list.push(statement);
    }
  }
}
