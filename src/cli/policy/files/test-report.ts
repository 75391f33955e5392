import type { PolicyFault } from '../../../policy/policy-set.ts';
import { locate } from '../../../policy/check/locate.ts';
import type { StatementCoverage } from '../../../policy/policy-test/coverage.ts';
import type { Difference } from '../../../policy/policy-test/differences.ts';
import type { CaseResult } from '../../../policy/policy-test/run-policy-tests.ts';

/** What came of running test files. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly ReportedCase[];
  /** What is wrong with test files themselves. */
  readonly faults: readonly PolicyFault[];
  /** Only when asked for. */
  readonly coverage?: ReportedCoverage;
}

/** One case; `line` and `column` only where it failed. */
export interface ReportedCase {
  readonly path: string;
  readonly test: string;
  readonly title: string;
  /** Its number in the test, from 1. */
  readonly number: number;
  readonly why: string;
  readonly passed: boolean;
  readonly line?: number;
  readonly column?: number;
  readonly differences: readonly Difference[];
  /** Why it was denied, or what kept it from being decided; one sentence each. */
  readonly notes: readonly string[];
}

/** Which statements the cases matched. */
export interface ReportedCoverage {
  readonly matched: number;
  readonly total: number;
  readonly statements: readonly {
    readonly path: string;
    readonly line?: number;
    /** The test that brings the statement along. */
    readonly test?: string;
    readonly namespace: string;
    readonly policy: string;
    readonly statement: string;
    readonly cases: number;
  }[];
}

/** Put together what a report says. */
export function reportOf(
  results: readonly CaseResult[],
  faults: readonly PolicyFault[],
  coverage: readonly StatementCoverage[] | undefined,
): TestReport {
  const failed = results.filter(({ passed }) => !passed);
  const positions = locate(failed.map((result) => result.case.place));
  const cases = results.map((result) => reportedCase(result, positions[failed.indexOf(result)]));
  return {
    passed: results.length - failed.length,
    failed: failed.length,
    cases,
    faults,
    ...(coverage && { coverage: reportedCoverage(coverage) }),
  };
}

/** The last line of every form of the report. */
export function totals({ passed, failed }: TestReport): string {
  return `${passed} passed, ${failed} failed`;
}

/** `path:line:column`, as far as it is known. */
export function placeOf(at: { path: string; line?: number | undefined; column?: number | undefined }): string {
  return [at.path, at.line, at.column].filter((part) => part !== undefined).join(':');
}

/** The lines that say which statements no case touches, and how many touch the others. */
export function coverageLines({ matched, total, statements }: ReportedCoverage): readonly string[] {
  const share = total === 0 ? 100 : (100 * matched) / total;
  const untouched = statements.filter(({ cases }) => cases === 0);
  const nameOf = (one: (typeof statements)[number]) =>
    `${one.namespace}:${one.policy} (${one.statement})${one.test === undefined ? '' : ` of the test ${one.test}`}`;
  return [
    `coverage: ${matched} of ${total} statements matched in some case (${share.toFixed(1)} %)`,
    ...statements.filter(({ cases }) => cases > 0).map((one) => `  ${String(one.cases).padStart(6)}  ${nameOf(one)}`),
    ...(untouched.length === 0 ? [] : ['no case touches:']),
    ...untouched.map((one) => `  ${placeOf(one)}  ${nameOf(one)}`),
  ];
}

function reportedCase(result: CaseResult, position: { line?: number; column?: number } | undefined): ReportedCase {
  const { test, number, passed, differences, faults, decision } = result;
  const denial = !passed && decision?.decision === 'Deny' ? [`denied, because ${decision.detail}`] : [];
  return {
    path: test.place.file.path,
    test: test.id,
    title: test.title,
    number,
    why: result.case.why,
    passed,
    ...(position?.line === undefined ? {} : { line: position.line }),
    ...(position?.column === undefined ? {} : { column: position.column }),
    differences,
    notes: [...faults.map((fault) => `${placeOf(fault)}: ${fault.detail}`), ...denial],
  };
}

function reportedCoverage(coverage: readonly StatementCoverage[]): ReportedCoverage {
  const own = (test: string | undefined) => test !== undefined;
  const positions = locate(coverage.map(({ statement }) => statement.statement.place));
  const statements = coverage.map(({ statement: { policy, statement }, test, cases }, index) => {
    const { path = '', line } = positions[index] ?? {};
    return {
      path,
      // A test's own policies are compiled apart from their file: their lines are not lines of it.
      ...(own(test) || line === undefined ? {} : { line }),
      ...(test === undefined ? {} : { test }),
      namespace: policy.namespace,
      policy: policy.name,
      statement: statement.id,
      cases,
    };
  });
  return { matched: statements.filter(({ cases }) => cases > 0).length, total: statements.length, statements };
}
