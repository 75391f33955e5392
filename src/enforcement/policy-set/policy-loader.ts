import { setImmediate as pause } from 'node:timers/promises';
import { type PolicyFile, type PolicySetLoad, loadPolicySetInTurns } from '../../policy/policy-set.ts';

/** Does one thing after the other, however many are asked for at once. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(step);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** When all that was asked for so far is done. */
  async done(): Promise<void> {
    await this.#last;
  }
}

/** The one place where the Manager loads policies: in turns, so that no request has to wait for a large set. */
export function loadPolicies(files: readonly PolicyFile[]): Promise<PolicySetLoad> {
  return loadPolicySetInTurns(files, pause);
}
