import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longer than this nothing else of the process is kept waiting. */
const TURN_MS = 8;

/** Runs a generator to its end, with other work of the process in between. */
export async function inTurns<Result>(steps: Generator<void, Result>): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < TURN_MS) continue;
    await nextTurn();
    began = performance.now();
  }
}
