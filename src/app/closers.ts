/** Steps that undo what was started, in reverse. */
export class Closers {
  readonly #steps: (() => Promise<void> | void)[] = [];
  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }
  /** Runs every step, whatever becomes of the others. @throws {AggregateError} that says what each failure says */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    const said = failures.map((error) => (error instanceof Error ? error.message : String(error)));
    if (failures.length > 0) throw new AggregateError(failures, said.join('; '));
  }
}
