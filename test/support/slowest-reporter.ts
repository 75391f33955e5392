import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Test cases of a run by outcome; a file that could not be loaded and an error outside any test count as failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The cases of one file that did not run, and why. */
export interface SkippedSuite {
  readonly file: string;
  readonly count: number;
  readonly reasons: readonly string[];
}

const SLOWEST_SHOWN = 10;

/** Counts test cases, and prints the slowest files and the skipped ones with their reasons. */
export class SlowestReporter implements Reporter {
  #tally: Tally | undefined;
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Undefined until a run has ended. */
  get tally(): Tally | undefined {
    return this.#tally;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.#tally = tallyOf(modules, unhandledErrors.length);
    const slowest = modules
      .map((module) => ({ file: module.relativeModuleId, milliseconds: durationOf(module) }))
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, SLOWEST_SHOWN);
    if (slowest.length > 0) this.#print('slowest files:');
    for (const { file, milliseconds } of slowest) {
      this.#print(`${(milliseconds / 1000).toFixed(1).padStart(7)} s  ${file}`);
    }
    for (const { file, count, reasons } of modules.flatMap(skippedOf)) {
      this.#print(`skipped: ${file}, ${count} of its tests: ${reasons.join('; ')}`);
    }
  }
}

/** The last line of every run: `N passed, N failed`, with `, N skipped` where some were. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** 0 only when something ran and nothing failed. */
export function exitCodeOf({ passed, failed }: Tally): number {
  return failed === 0 && passed > 0 ? 0 : 1;
}

function tallyOf(modules: readonly TestModule[], unhandledErrors: number): Tally {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state: string) => states.filter((each) => each === state).length;
  // `pending` is what a cancelled run, or a file that crashed, leaves of a test: it was to run and did not pass.
  const failed = count('failed') + count('pending') + modules.filter(failedOutsideTests).length + unhandledErrors;
  return { passed: count('passed'), failed, skipped: count('skipped') };
}

/** A file that could not be loaded, or whose hooks failed, without any of its tests having failed. */
function failedOutsideTests(module: TestModule): boolean {
  return module.state() === 'failed' && [...module.children.allTests('failed')].length === 0;
}

function durationOf(module: TestModule): number {
  const { collectDuration, duration, setupDuration } = module.diagnostic();
  return collectDuration + duration + setupDuration;
}

function skippedOf(module: TestModule): SkippedSuite[] {
  const skipped = [...module.children.allTests('skipped')];
  if (skipped.length === 0) return [];
  const postgres = module.project.getProvidedContext().postgres;
  const missing = 'unavailable' in postgres ? postgres.unavailable : undefined;
  const reasons = [...new Set(skipped.map((test) => reasonOf(test, missing)))];
  return [{ file: module.relativeModuleId, count: skipped.length, reasons }];
}

/** What the test itself says; else the missing server, where the file is one that needs it. */
function reasonOf(test: TestCase, missingServer: string | undefined): string {
  const result = test.result();
  if (result.state === 'skipped' && result.note !== undefined) return result.note;
  if (missingServer !== undefined && /\.db\.test\.ts$|journeys\//.test(test.module.relativeModuleId))
    return missingServer;
  return test.options.mode === 'todo' ? 'to be written' : 'not selected, or its condition did not hold';
}
