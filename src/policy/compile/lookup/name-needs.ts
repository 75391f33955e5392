import type { NameField } from '../../terms/tree.ts';
import type { NameSet } from '../name-set.ts';
import type { CompiledStatement } from '../statement.ts';
import { FIELDS } from './gathering.ts';
import type { NameKey } from './name-keys.ts';
import { keysOf } from './name-keys.ts';

const ANY = -1;

/** The numbers of a request's names, by field; undefined where a name is not known. */
export type HeldNames = Readonly<Record<NameField, readonly number[] | undefined>>;

/**
 * The one name that a statement asks for in each field, by number, where it asks for just one: tells most statements that
 * are about other names apart without touching them.
 */
export class NameNeeds {
  /** For each statement the name it needs in each of `FIELDS`, or `ANY`. */
  readonly #needs: Int32Array;

  constructor(statements: number) {
    this.#needs = new Int32Array(FIELDS.length * statements).fill(ANY);
  }

  /** Notes what the statement at `place` needs; `numberOf` numbers names. */
  add(place: number, statement: CompiledStatement, numberOf: (field: NameField, name: NameKey) => number): void {
    for (const [index, field] of FIELDS.entries()) {
      const name = onlyNameOf(statement[field]);
      if (name !== undefined) this.#needs[FIELDS.length * place + index] = numberOf(field, name);
    }
  }

  /** False when the statement at `place` needs a name that the request does not bear. */
  areMetAt(place: number, held: HeldNames): boolean {
    const first = FIELDS.length * place;
    return (
      isHeld(this.#needs[first], held[FIELDS[0]]) &&
      isHeld(this.#needs[first + 1], held[FIELDS[1]]) &&
      isHeld(this.#needs[first + 2], held[FIELDS[2]])
    );
  }
}

function isHeld(need: number | undefined, held: readonly number[] | undefined): boolean {
  if (need === ANY || held === undefined) return true;
  // A handful: a loop is faster than `includes`.
  for (const number of held) if (number === need) return true;
  return false;
}

function onlyNameOf(set: NameSet | undefined): NameKey | undefined {
  if (set === undefined || set.aliases.length > 0) return undefined;
  const [only, another] = keysOf(set) ?? [];
  return only !== undefined && another === undefined && !('match' in only) && !only.isPrefix ? only : undefined;
}
