import type { Setting } from '../../terms/tree.ts';
import type { CompiledStatement } from '../statement.ts';

/** The settings of statements that impose the same, once: of many limits in one band most say one of a few things. */
export class LimitClasses {
  /** For each statement the number of its settings. */
  readonly #classOf: Int32Array;
  readonly #settings: (readonly Setting[])[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(statements: number) {
    this.#classOf = new Int32Array(statements);
  }

  add(place: number, { statement }: CompiledStatement): void {
    const { settings } = statement;
    const said = JSON.stringify(settings.map(({ attribute, value }) => [attribute.name, value]));
    const known = this.#numbers.get(said);
    this.#classOf[place] = known ?? this.#settings.length;
    if (known !== undefined) return;
    this.#numbers.set(said, this.#settings.length);
    this.#settings.push(settings);
  }

  /** The different settings of the statements at these places. */
  differentAt(places: readonly number[]): readonly (readonly Setting[])[] {
    const classes: number[] = [];
    for (const place of places) {
      const number = this.#classOf[place] ?? 0;
      if (!classes.includes(number)) classes.push(number);
    }
    return classes.map((number) => this.#settings[number] ?? []);
  }
}
