import { printable } from './printable.ts';
import type { ReportedCase, TestReport } from './test-report.ts';
import { coverageLines, placeOf, totals } from './test-report.ts';

/** The report for a person: a line for each test, every failure with what was expected; the totals come last. */
export function textLines(report: TestReport): readonly string[] {
  const byFile = Map.groupBy(report.cases, ({ path }) => path);
  return [
    ...[...byFile].flatMap(([path, cases]) => [
      path,
      ...[...Map.groupBy(cases, ({ test }) => test).values()].flatMap(linesOfTest),
    ]),
    ...(report.coverage === undefined ? [] : coverageLines(report.coverage)),
    totals(report),
  ].map(printable);
}

function linesOfTest(cases: readonly ReportedCase[]): readonly string[] {
  const failed = cases.filter(({ passed }) => !passed);
  const [first] = cases;
  const name = first === undefined ? '' : [first.test, first.title].filter((part) => part !== '').join(': ');
  const count = failed.length === 0 ? `${cases.length}` : `${failed.length} of ${cases.length} failed`;
  return [`  ${failed.length === 0 ? 'ok  ' : 'FAIL'}  ${name} (${count})`, ...failed.flatMap(linesOfFailure)];
}

function linesOfFailure(failed: ReportedCase): readonly string[] {
  return [
    `        ${placeOf(failed)}  ${failed.why === '' ? `case ${failed.number}` : failed.why}`,
    ...failed.differences.flatMap(({ key, expected, actual }) => [
      `          ${key}: expected ${expected}`,
      `          ${' '.repeat(key.length)}       got ${actual}`,
    ]),
    ...failed.notes.map((note) => `          ${note}`),
  ];
}
