import type { NameField } from '../../terms/tree.ts';
import type { NameSet } from '../name-set.ts';
import type { CompiledStatement } from '../statement.ts';
import type { NameKey, Slot } from './name-keys.ts';
import { keysOf, ownKeysOf, slotsOf } from './name-keys.ts';
import { boxesOf, type OperationNumbers } from './statement-box.ts';

/** The parts by whose names a statement may be found; of two that are as good, the first. */
export const FIELDS = ['resource', 'actor', 'task'] as const satisfies readonly NameField[];

/** Statements that are found by one name, one alias, or by no name at all. */
export interface Bucket {
  /** Absent: whatever the names of a request. */
  readonly field: NameField | undefined;
  /** The names that lead here. */
  readonly members: readonly (readonly [Slot, NameKey])[];
  /** What may speak against a request, and what may permit it: only the first has to be looked through to its end. */
  readonly restraints: Boxed;
  readonly permits: Boxed;
}

/** Statements with their boxes. */
export interface Boxed {
  /** What stands behind each box. */
  readonly statements: CompiledStatement[];
  /** Box after box. */
  readonly sides: number[];
}

/** So many statements are looked through faster than found by their names. */
const FEW_STATEMENTS = 64;

/** Gathers the statements of one namespace, each under the rarest of its names, unless they are few. */
export class Gathering {
  readonly #isFew: boolean;
  readonly #keys = new Map<NameSet, readonly (NameKey | NameSet)[] | undefined>();
  readonly #uses = forEachField(() => new Map<NameSet | string, number>());
  readonly #buckets = forEachField(() => new Map<NameSet | string, Bucket>());
  readonly #rest = newBucket(undefined, []);

  /** For so many statements. */
  constructor(statements: number) {
    this.#isFew = statements <= FEW_STATEMENTS;
  }

  /** To be called for all statements before the first is added. */
  count(statement: CompiledStatement): void {
    if (this.#isFew) return;
    for (const field of FIELDS) {
      for (const key of this.#keysOf(statement[field]) ?? []) {
        const id = identityOf(key);
        this.#uses[field].set(id, (this.#uses[field].get(id) ?? 0) + 1);
      }
    }
  }

  add(statement: CompiledStatement, operations: OperationNumbers): void {
    const field = this.#isFew ? undefined : this.#rarest(statement);
    const keys = field && this.#keysOf(statement[field]);
    const boxes = boxesOf(statement, operations);
    for (const bucket of keys?.map((key) => this.#bucketOf(field, key)) ?? [this.#rest]) {
      const { statements, sides } = statement.effect === 'permit' ? bucket.permits : bucket.restraints;
      for (const box of boxes) {
        statements.push(statement);
        for (const side of box) sides.push(side);
      }
    }
  }

  /** All buckets; that of no name may be empty. */
  get buckets(): readonly Bucket[] {
    const named = FIELDS.flatMap((field) => [...this.#buckets[field].values()]);
    return [this.#rest, ...named];
  }

  /** The part by whose names a statement is found among the fewest others; none when no part has names to go by. */
  #rarest(statement: CompiledStatement): NameField | undefined {
    let rarest: NameField | undefined;
    let fewest = Infinity;
    for (const field of FIELDS) {
      const keys = this.#keysOf(statement[field]);
      if (keys === undefined) continue;
      const uses = keys.reduce((most, key) => Math.max(most, this.#uses[field].get(identityOf(key)) ?? 0), 0);
      if (uses < fewest) [rarest, fewest] = [field, uses];
    }
    return rarest;
  }

  #bucketOf(field: NameField | undefined, key: NameKey | NameSet): Bucket {
    if (field === undefined) return this.#rest;
    const known = this.#buckets[field].get(identityOf(key));
    if (known !== undefined) return known;
    const names = 'match' in key ? (ownKeysOf(key) ?? []) : [key];
    const members = names.flatMap((name) => slotsOf(field, name.kind).map((slot) => [slot, name] as const));
    const bucket = newBucket(field, members);
    this.#buckets[field].set(identityOf(key), bucket);
    return bucket;
  }

  #keysOf(set: NameSet | undefined): readonly (NameKey | NameSet)[] | undefined {
    if (set === undefined) return undefined;
    if (!this.#keys.has(set)) this.#keys.set(set, keysOf(set));
    return this.#keys.get(set);
  }
}

function newBucket(field: NameField | undefined, members: Bucket['members']): Bucket {
  const [restraints, permits] = [newBoxed(), newBoxed()];
  return { field, members, restraints, permits };
}

function newBoxed(): Boxed {
  return { statements: [], sides: [] };
}

function forEachField<Value>(make: () => Value): Readonly<Record<NameField, Value>> {
  return { actor: make(), resource: make(), task: make() };
}

function identityOf(key: NameKey | NameSet): NameSet | string {
  return 'match' in key ? key : `${key.kind} ${key.isPrefix ? 'from' : 'is'} ${key.text}`;
}
