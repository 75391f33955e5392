/** Work that can be put aside at every `yield`: each stretch between two is short. */
export type Turns<Result> = Generator<undefined, Result, undefined>;

/** Does all of the work now. */
export function finish<Result>(work: Turns<Result>): Result {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** Does the work stretch by stretch and lets others run in between: `pause` resolves when they did. */
export async function finishInTurns<Result>(work: Turns<Result>, pause: () => Promise<unknown>): Promise<Result> {
  let step = work.next();
  while (step.done !== true) {
    await pause();
    step = work.next();
  }
  return step.value;
}
