/** How much of a search may still be done, so that a denial is never answered late. */
export class SearchEffort {
  #decisions: number;
  #looks: number;
  #leftOut = false;

  /** `decisions` is the number of requests decided at most, `looks` that of statements looked at. */
  constructor({ decisions, looks }: { readonly decisions: number; readonly looks: number }) {
    this.#decisions = decisions;
    this.#looks = looks;
  }

  /** False when there is nothing left. */
  spendDecision(): boolean {
    this.#decisions -= 1;
    if (this.#decisions < 0) this.#leftOut = true;
    return this.#decisions >= 0;
  }

  /** False when there is nothing left. */
  spendLooks(count: number): boolean {
    this.#looks -= count;
    if (this.#looks < 0) this.#leftOut = true;
    return this.#looks >= 0;
  }

  /** Says that something was left out. */
  leaveOut(): void {
    this.#leftOut = true;
  }

  /** True when nothing was left out. */
  get isComplete(): boolean {
    return !this.#leftOut;
  }

  /** True when nothing may be done any more. */
  isSpent(): boolean {
    return this.#decisions < 0 || this.#looks < 0;
  }
}
